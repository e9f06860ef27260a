package dev.gatehouse.gateway.approval;

import static dev.gatehouse.gateway.approval.JsonParts.array;
import static dev.gatehouse.gateway.approval.JsonParts.instant;
import static dev.gatehouse.gateway.approval.JsonParts.list;
import static dev.gatehouse.gateway.approval.JsonParts.put;
import static dev.gatehouse.gateway.approval.JsonParts.text;

import dev.gatehouse.gateway.identity.Actor;
import dev.gatehouse.policies.Reason;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How an approval is written down: what was asked, which never changes, and its course, which does.
 * Thread-safe.
 */
final class ApprovalJson {
  private ApprovalJson() {}

  /** What was asked. */
  static String request(Request request) {
    Binding binding = request.binding();
    JsonObjectBuilder json =
        Provider.JSON
            .createObjectBuilder()
            .add(
                "binding",
                Provider.JSON
                    .createObjectBuilder()
                    .add("caller", binding.caller())
                    .add("upstream", binding.upstream())
                    .add("method", binding.method())
                    .add("name", binding.name())
                    .add("arguments", binding.arguments())
                    .add("definition", binding.definition())
                    .add("policy", binding.policy())
                    .add("demands", binding.demands()))
            .add("requester", requester(request.requester()))
            .add("arguments", request.argumentsJson())
            .add("params", request.otherParamsJson())
            .add("demands", DemandJson.array(request.demands()))
            .add("reasons", array(request.reasons(), ApprovalJson::reason))
            .add("exchange", request.exchange())
            .add("call", request.call());
    put(json, "description", request.description());
    return JsonParts.written(json.build());
  }

  /** Reads {@link #request(Request)}. */
  static Request request(String text) {
    JsonObject json = JsonParts.read(text);
    JsonObject binding = json.getJsonObject("binding");
    return new Request(
        new Binding(
            binding.getString("caller"),
            binding.getString("upstream"),
            binding.getString("method"),
            binding.getString("name"),
            binding.getString("arguments"),
            binding.getString("definition"),
            binding.getString("policy"),
            binding.getString("demands")),
        requester(json.getJsonObject("requester")),
        text(json, "description"),
        json.getString("arguments"),
        json.getString("params"),
        DemandJson.demands(json.getJsonArray("demands")),
        list(json, "reasons", ApprovalJson::reason),
        json.getString("exchange"),
        json.getString("call"));
  }

  /** Its course. */
  static String course(Approval approval) {
    JsonObjectBuilder json =
        Provider.JSON
            .createObjectBuilder()
            .add("state", approval.state().name())
            .add("asked", approval.asked().toString())
            .add("decideBy", approval.decideBy().toString())
            .add("useBy", approval.useBy().toString())
            .add("attached", array(approval.attached(), ApprovalJson::requester))
            .add("votes", array(approval.votes(), ApprovalJson::vote))
            .add("justification", approval.justification())
            .add("uses", approval.uses())
            .add("runs", array(approval.runs(), ApprovalJson::run))
            .add("glassBroken", approval.glassBroken())
            .add("escalated", approval.escalated())
            .add("why", approval.why())
            .add("steps", array(approval.steps(), ApprovalJson::step));
    approval.narrowed().ifPresent(narrowed -> json.add("narrowed", narrowing(narrowed)));
    approval.by().ifPresent(by -> json.add("by", person(by)));
    return JsonParts.written(json.build());
  }

  /** Reads {@link #course} of what was asked. */
  static Approval approval(String id, Request request, String course, long version) {
    JsonObject json = JsonParts.read(course);
    return new Approval(
        id,
        request,
        list(json, "attached", ApprovalJson::requester),
        State.valueOf(json.getString("state")),
        instant(json, "asked"),
        instant(json, "decideBy"),
        instant(json, "useBy"),
        list(json, "votes", ApprovalJson::vote),
        json.getString("justification"),
        JsonParts.object(json, "narrowed").map(ApprovalJson::narrowing),
        json.getInt("uses"),
        list(json, "runs", ApprovalJson::run),
        json.getBoolean("glassBroken"),
        json.getBoolean("escalated"),
        json.getString("why"),
        JsonParts.object(json, "by").map(ApprovalJson::person),
        list(json, "steps", ApprovalJson::step),
        version);
  }

  /** {@link Requester#caller()}. */
  static JsonObject caller(Requester requester) {
    JsonObjectBuilder json = Provider.JSON.createObjectBuilder();
    put(json, "issuer", requester.issuer());
    json.add("name", requester.name());
    json.add("actors", array(requester.actors(), ApprovalJson::actor));
    put(json, "application", requester.application());
    return json.build();
  }

  private static JsonObject requester(Requester requester) {
    JsonObjectBuilder json = Provider.JSON.createObjectBuilder(caller(requester));
    put(json, "client", requester.client());
    return json.build();
  }

  private static Requester requester(JsonObject json) {
    return new Requester(
        json.getString("name"),
        text(json, "issuer"),
        list(json, "actors", it -> new Actor(it.getString("name"), text(it, "issuer"))),
        text(json, "application"),
        text(json, "client"));
  }

  private static JsonObject actor(Actor actor) {
    JsonObjectBuilder json = Provider.JSON.createObjectBuilder();
    put(json, "issuer", actor.issuer());
    return json.add("name", actor.name()).build();
  }

  private static JsonObject reason(Reason reason) {
    return Provider.JSON
        .createObjectBuilder()
        .add("rule", reason.rule())
        .add("verb", reason.verb())
        .add("because", reason.because())
        .build();
  }

  private static Reason reason(JsonObject json) {
    return new Reason(json.getString("rule"), json.getString("verb"), json.getString("because"));
  }

  static JsonObject person(Person person) {
    JsonObjectBuilder json =
        Provider.JSON
            .createObjectBuilder()
            .add("name", person.name())
            .add("groups", Provider.JSON.createArrayBuilder(person.groups()))
            .add("owner", person.isOwner());
    put(json, "issuer", person.issuer());
    return json.build();
  }

  static Person person(JsonObject json) {
    Set<String> groups = new LinkedHashSet<>(JsonParts.texts(json, "groups"));
    return new Person(
        json.getString("name"), text(json, "issuer"), groups, json.getBoolean("owner"));
  }

  private static JsonObject vote(Vote vote) {
    JsonObjectBuilder json =
        Provider.JSON
            .createObjectBuilder()
            .add("by", person(vote.by()))
            .add("at", vote.at().toString())
            .add("reason", vote.reason());
    vote.forWhom().ifPresent(away -> json.add("forWhom", person(away)));
    return json.build();
  }

  private static Vote vote(JsonObject json) {
    return new Vote(
        person(json.getJsonObject("by")),
        instant(json, "at"),
        json.getString("reason"),
        JsonParts.object(json, "forWhom").map(ApprovalJson::person));
  }

  private static JsonObject narrowing(Narrowing narrowing) {
    return Provider.JSON
        .createObjectBuilder()
        .add("arguments", narrowing.argumentsJson())
        .add("digest", narrowing.digest())
        .add("by", person(narrowing.by()))
        .build();
  }

  private static Narrowing narrowing(JsonObject json) {
    return new Narrowing(
        json.getString("arguments"), json.getString("digest"), person(json.getJsonObject("by")));
  }

  private static JsonObject run(Run run) {
    return Provider.JSON
        .createObjectBuilder()
        .add("exchange", run.exchange())
        .add("at", run.at().toString())
        .add("outcome", run.outcome())
        .add("node", run.node())
        .build();
  }

  private static Run run(JsonObject json) {
    return new Run(
        json.getString("exchange"),
        instant(json, "at"),
        json.getString("outcome"),
        json.getString("node"));
  }

  private static JsonObject step(Step step) {
    return Provider.JSON
        .createObjectBuilder()
        .add("number", step.number())
        .add("word", step.word())
        .add("at", step.at().toString())
        .add("by", step.by())
        .add("reason", step.reason())
        .build();
  }

  private static Step step(JsonObject json) {
    return new Step(
        json.getInt("number"),
        json.getString("word"),
        instant(json, "at"),
        json.getString("by"),
        json.getString("reason"));
  }
}
