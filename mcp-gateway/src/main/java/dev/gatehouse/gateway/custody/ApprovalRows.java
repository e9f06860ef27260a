package dev.gatehouse.gateway.custody;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Delegation;
import dev.gatehouse.gateway.approval.DemandJson;
import dev.gatehouse.gateway.approval.Narrowing;
import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.approval.Request;
import dev.gatehouse.gateway.approval.Requester;
import dev.gatehouse.gateway.approval.Run;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.gateway.approval.Vote;
import dev.gatehouse.policies.Demand;
import dev.gatehouse.policies.Reason;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Held calls for programs. Texts are as they came: whoever shows them to people escapes them.
 *
 * <p>Shape: {@code {"id":"01K…","state":"pending","upstream":"billing","method":"tools/call",
 * "name":"refund","requester":{"name":"ada"},"asked":"…","decideBy":"…",…}}; {@link #whole} adds
 * what decides need: {@code seen}, {@code arguments} as a text, {@code demands}, {@code steps}.
 */
public final class ApprovalRows {
  private ApprovalRows() {}

  /** What a list says of one. */
  public static JsonObject summary(Approval approval) {
    return begun(approval).build();
  }

  /** All of one. */
  public static JsonObject whole(Approval approval) {
    Request request = approval.request();
    JsonObjectBuilder json =
        begun(approval)
            .add("seen", approval.seen())
            .add("arguments", request.argumentsJson())
            .add("otherParams", request.otherParamsJson())
            .add("justification", approval.justification())
            .add("attached", array(approval.attached(), ApprovalRows::requester))
            .add("reasons", array(request.reasons(), ApprovalRows::reason))
            .add("demands", demands(request.demands()))
            .add("breakGlass", Json.createArrayBuilder(sorted(approval.breakGlass())))
            .add("votes", array(approval.votes(), ApprovalRows::vote))
            .add("runs", array(approval.runs(), ApprovalRows::run))
            .add("steps", array(approval.steps(), ApprovalRows::step))
            .add("exchange", request.exchange());
    request.description().ifPresent(text -> json.add("description", text));
    approval.narrowed().ifPresent(narrowing -> json.add("narrowed", narrowed(narrowing)));
    return json.build();
  }

  /** Who stands in for whom. */
  static JsonObject delegation(Delegation delegation) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("person", person(delegation.from()))
            .add("groups", Json.createArrayBuilder(sorted(delegation.from().groups())))
            .add("standIn", delegation.standIn())
            .add("since", delegation.since().toString())
            .add("until", delegation.until().toString())
            .add("reason", delegation.reason());
    delegation.issuer().ifPresent(issuer -> json.add("standInIssuer", issuer));
    return json.build();
  }

  private static JsonObjectBuilder begun(Approval approval) {
    Request request = approval.request();
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", approval.id())
            .add("state", approval.state().word())
            .add("upstream", request.binding().upstream())
            .add("method", request.binding().method())
            .add("name", request.binding().name())
            .add("requester", requester(request.requester()))
            .add(
                "rules",
                Json.createArrayBuilder(request.demands().stream().map(Demand::rule).toList()))
            .add("asked", approval.asked().toString())
            .add("decideBy", approval.decideBy().toString())
            .add("deciders", Json.createArrayBuilder(sorted(approval.deciders())))
            .add("yes", approval.votes().size())
            .add("uses", approval.uses())
            .add("escalated", approval.escalated())
            .add("glassBroken", approval.glassBroken())
            .add("why", approval.why());
    if (approval.state() == State.GRANTED) {
      json.add("useBy", approval.useBy().toString());
    }
    approval.by().ifPresent(person -> json.add("by", person(person)));
    return json;
  }

  private static JsonObject requester(Requester requester) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("name", requester.name());
    requester.issuer().ifPresent(issuer -> json.add("issuer", issuer));
    if (!requester.actors().isEmpty()) {
      json.add(
          "actors",
          array(
              requester.actors(),
              actor -> {
                JsonObjectBuilder each = Json.createObjectBuilder().add("name", actor.name());
                actor.issuer().ifPresent(issuer -> each.add("issuer", issuer));
                return each.build();
              }));
    }
    requester.application().ifPresent(id -> json.add("application", id));
    requester.client().ifPresent(name -> json.add("client", name));
    return json.build();
  }

  private static JsonObject person(Person person) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("name", person.name());
    person.issuer().ifPresent(issuer -> json.add("issuer", issuer));
    return json.build();
  }

  private static JsonObject reason(Reason reason) {
    return Json.createObjectBuilder()
        .add("rule", reason.rule())
        .add("verb", reason.verb())
        .add("because", reason.because())
        .build();
  }

  private static JsonValue demands(List<Demand> demands) {
    try (JsonReader reader = Json.createReader(new StringReader(DemandJson.text(demands)))) {
      return reader.readArray();
    }
  }

  private static JsonObject narrowed(Narrowing narrowing) {
    return Json.createObjectBuilder()
        .add("arguments", narrowing.argumentsJson())
        .add("by", person(narrowing.by()))
        .build();
  }

  private static JsonObject vote(Vote vote) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("by", person(vote.by()))
            .add("at", vote.at().toString())
            .add("reason", vote.reason());
    vote.forWhom().ifPresent(away -> json.add("for", person(away)));
    return json.build();
  }

  private static JsonObject run(Run run) {
    return Json.createObjectBuilder()
        .add("exchange", run.exchange())
        .add("at", run.at().toString())
        .add("outcome", run.outcome())
        .build();
  }

  private static JsonObject step(Step step) {
    return Json.createObjectBuilder()
        .add("number", step.number())
        .add("word", step.word())
        .add("at", step.at().toString())
        .add("by", step.by())
        .add("reason", step.reason())
        .build();
  }

  private static List<String> sorted(Set<String> words) {
    return words.stream().sorted().toList();
  }

  private static <T> JsonArrayBuilder array(List<T> items, Function<T, ? extends JsonValue> json) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    items.forEach(item -> array.add(json.apply(item)));
    return array;
  }
}
