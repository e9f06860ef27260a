package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Narrowing;
import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.approval.Request;
import dev.gatehouse.gateway.approval.Requester;
import dev.gatehouse.gateway.approval.Run;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.gateway.approval.Vote;
import dev.gatehouse.gateway.identity.Actor;
import dev.gatehouse.policies.Demand;
import dev.gatehouse.policies.Need;
import dev.gatehouse.policies.Reason;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Held calls for programs.
 *
 * <p>Shape: as {@code docs/api/approvals.yaml} says. Arguments stand there as a text of JSON, with
 * the very spelling that would go upstream.
 */
final class ApprovalJson {
  private ApprovalJson() {}

  /** What a list says of one. */
  static JsonObjectBuilder summary(Approval approval) {
    Request request = approval.request();
    JsonObjectBuilder json =
        Provider.JSON
            .createObjectBuilder()
            .add("id", approval.id())
            .add("state", approval.state().word())
            .add("upstream", request.binding().upstream())
            .add("method", request.binding().method())
            .add("name", request.binding().name())
            .add("requester", requester(request.requester()))
            .add("asked", approval.asked().toString())
            .add("decideBy", approval.decideBy().toString());
    if (approval.state() == State.GRANTED) {
      json.add("useBy", approval.useBy().toString());
    }
    return json.add("votes", approval.votes().size())
        .add("escalated", approval.escalated())
        .add("glassBroken", approval.glassBroken())
        .add("seen", approval.seen());
  }

  /**
   * All of one.
   *
   * @param acts what whoever asks may do about it
   * @param text the same for people, as lines
   */
  static JsonObject whole(Approval approval, Set<Act> acts, String text) {
    Request request = approval.request();
    JsonObjectBuilder json =
        summary(approval)
            .add("arguments", approval.argumentsJson())
            .add("otherParams", request.otherParamsJson())
            .add("justification", approval.justification())
            .add("demands", demands(request.demands()))
            .add("reasons", reasons(request.reasons()))
            .add("approvedBy", votes(approval.votes()))
            .add("uses", approval.uses())
            .add("why", approval.why())
            .add("steps", steps(approval.steps()))
            .add("exchange", request.exchange());
    request.description().ifPresent(it -> json.add("description", it));
    approval.by().ifPresent(it -> json.add("decidedBy", person(it)));
    approval.narrowed().ifPresent(it -> json.add("changed", changed(it, request)));
    approval.run().ifPresent(it -> json.add("run", run(it)));
    JsonArrayBuilder may = Provider.JSON.createArrayBuilder();
    acts.forEach(act -> may.add(act.word()));
    return json.add("may", may).add("text", text).build();
  }

  private static JsonObjectBuilder requester(Requester requester) {
    JsonObjectBuilder json = Provider.JSON.createObjectBuilder().add("name", requester.name());
    requester.issuer().ifPresent(it -> json.add("issuer", it));
    requester.application().ifPresent(it -> json.add("application", it));
    requester.client().ifPresent(it -> json.add("client", it));
    JsonArrayBuilder actors = Provider.JSON.createArrayBuilder();
    for (Actor actor : requester.actors()) {
      JsonObjectBuilder one = Provider.JSON.createObjectBuilder().add("name", actor.name());
      actor.issuer().ifPresent(it -> one.add("issuer", it));
      actors.add(one);
    }
    return json.add("actors", actors);
  }

  private static JsonObjectBuilder person(Person person) {
    JsonObjectBuilder json = Provider.JSON.createObjectBuilder().add("name", person.name());
    person.issuer().ifPresent(it -> json.add("issuer", it));
    return json;
  }

  private static JsonArrayBuilder demands(Collection<Demand> demands) {
    JsonArrayBuilder array = Provider.JSON.createArrayBuilder();
    for (Demand demand : demands) {
      array.add(
          Provider.JSON
              .createObjectBuilder()
              .add("rule", demand.rule())
              .add("groups", Provider.JSON.createArrayBuilder(demand.groups()))
              .add("need", word(demand.need()))
              .add("quorum", demand.quorum())
              .add("justify", demand.justify())
              .add(
                  "deciders",
                  Provider.JSON.createArrayBuilder(new TreeSet<>(demand.deciders(true))))
              .add("breakGlass", Provider.JSON.createArrayBuilder(demand.breakGlass())));
    }
    return array;
  }

  private static String word(Need need) {
    return need.name().toLowerCase(Locale.ROOT);
  }

  private static JsonArrayBuilder reasons(Collection<Reason> reasons) {
    JsonArrayBuilder array = Provider.JSON.createArrayBuilder();
    for (Reason reason : reasons) {
      array.add(
          Provider.JSON
              .createObjectBuilder()
              .add("rule", reason.rule())
              .add("verb", reason.verb())
              .add("because", reason.because()));
    }
    return array;
  }

  private static JsonArrayBuilder votes(Collection<Vote> votes) {
    JsonArrayBuilder array = Provider.JSON.createArrayBuilder();
    for (Vote vote : votes) {
      JsonObjectBuilder one =
          person(vote.by()).add("at", vote.at().toString()).add("reason", vote.reason());
      vote.forWhom().ifPresent(it -> one.add("forWhom", person(it)));
      array.add(one);
    }
    return array;
  }

  private static JsonArrayBuilder steps(Collection<Step> steps) {
    JsonArrayBuilder array = Provider.JSON.createArrayBuilder();
    for (Step step : steps) {
      array.add(
          Provider.JSON
              .createObjectBuilder()
              .add("number", step.number())
              .add("word", step.word())
              .add("at", step.at().toString())
              .add("by", step.by())
              .add("reason", step.reason()));
    }
    return array;
  }

  private static JsonObjectBuilder changed(Narrowing narrowing, Request request) {
    return Provider.JSON
        .createObjectBuilder()
        .add("by", person(narrowing.by()))
        .add("digest", narrowing.digest())
        .add("before", request.argumentsJson());
  }

  private static JsonObjectBuilder run(Run run) {
    return Provider.JSON
        .createObjectBuilder()
        .add("exchange", run.exchange())
        .add("at", run.at().toString())
        .add("outcome", run.outcome());
  }
}
