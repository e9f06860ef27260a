package dev.gatehouse.gateway.audit;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.gateway.approval.Vote;
import dev.gatehouse.gateway.identity.Actor;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.recordings.Bytes;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The parts of an entry, as JSON: who, in what circumstances, and why it was decided so. */
final class Statements {
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

  private Statements() {}

  /**
   * Who, and through whom. Shape: {@code {"principal":"…","verified":true,"issuer":"…",
   * "groups":[…],"application":"…","actors":[{"name":"…","issuer":"…"}],"client":{…}}}: the
   * application is the client's verified id, the client what it says of itself.
   */
  static Bytes actor(Exchange exchange) {
    Principal principal = exchange.principal();
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("principal", principal.name())
            .add("verified", principal.verified());
    principal.issuer().ifPresent(issuer -> json.add("issuer", issuer));
    JsonArrayBuilder groups = JSON.createArrayBuilder();
    principal.groups().forEach(groups::add);
    json.add("groups", groups);
    principal.application().ifPresent(id -> json.add("application", id));
    if (!principal.actors().isEmpty()) {
      json.add("actors", actors(principal.actors()));
    }
    exchange.metadata().clientInfo().ifPresent(client -> json.add("client", client));
    return bytes(json);
  }

  private static JsonArrayBuilder actors(List<Actor> actors) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    for (Actor actor : actors) {
      JsonObjectBuilder json = JSON.createObjectBuilder().add("name", actor.name());
      actor.issuer().ifPresent(issuer -> json.add("issuer", issuer));
      array.add(json);
    }
    return array;
  }

  /** In what circumstances. A session is named by a digest: its id is as good as a password. */
  static Bytes context(Exchange exchange, UnaryOperator<String> scrub) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("peer", exchange.peer())
            .add("endpoint", exchange.endpoint())
            .add("protocol", exchange.metadata().protocolVersion());
    exchange.session().ifPresent(session -> json.add("session", session.digest()));
    exchange
        .session()
        .filter(Exchange.InSession::hasSubscribed)
        .ifPresent(_ -> json.add("subscribed", true));
    exchange.metadata().logLevel().map(scrub).ifPresent(level -> json.add("logLevel", level));
    exchange.userAgent().ifPresent(agent -> json.add("userAgent", scrub.apply(agent)));
    return bytes(json);
  }

  /** Which session begins with a reply. Shape: {@code {"protocol":"2025-11-25","session":"…"}}. */
  static Bytes opening(Exchange exchange, String session) {
    return bytes(
        JSON.createObjectBuilder()
            .add("protocol", exchange.metadata().protocolVersion())
            .add("session", digest(session)));
  }

  /** Why it was decided so. */
  static Bytes verdict(Verdict verdict) {
    return bytes(verdictJson(verdict));
  }

  /** How it ended, and how long it took in all. */
  static Bytes outcome(Verdict verdict, String outcome, long micros) {
    return bytes(verdictJson(verdict).add("outcome", outcome).add("micros", micros));
  }

  /** What the client is told of the decision. */
  static String decision(Exchange exchange, Verdict verdict) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("decision", verdict.decision())
            .add("rule", verdict.rule())
            .add("exchange", exchange.id());
    if (!verdict.masked().isEmpty()) {
      json.add("masked", counts(verdict.masked()));
    }
    verdict.retryAfter().ifPresent(after -> json.add("retryAfterMs", after.toMillis()));
    verdict.approval().ifPresent(id -> json.add("approval", id));
    return json.build().toString();
  }

  /** Who made a step of an approval, as far as that is kept. */
  static Bytes decider(Approval after, Step step) {
    JsonObjectBuilder json = JSON.createObjectBuilder().add("principal", step.by());
    Stream.concat(after.by().stream(), after.votes().stream().map(Vote::by))
        .filter(person -> person.name().equals(step.by()))
        .findFirst()
        .ifPresent(
            person -> {
              person.issuer().ifPresent(issuer -> json.add("issuer", issuer));
              json.add(
                  "groups", JSON.createArrayBuilder(person.groups().stream().sorted().toList()));
            });
    return bytes(json);
  }

  /**
   * A step of an approval. Shape: {@code {"approval":"…","step":3,"word":"approved","reason":"…",
   * "state":"granted","seen":"…"}}.
   */
  static Bytes step(Approval after, Step step, UnaryOperator<String> scrub) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("approval", after.id())
            .add("step", step.number())
            .add("word", step.word())
            .add("at", step.at().toString())
            .add("reason", scrub.apply(step.reason()))
            .add("state", after.state().word())
            .add("seen", after.seen());
    if (after.glassBroken()) {
      json.add("breakGlass", true);
    }
    return bytes(json);
  }

  /** Whose keys open sealed originals. */
  static Bytes sealKeys(List<String> ids) {
    return bytes(JSON.createObjectBuilder().add("keys", JSON.createArrayBuilder(ids)));
  }

  /** Which policies are replaced. Shape: {@code {"before":"…"}}. */
  static Bytes replacing(String digest) {
    return bytes(JSON.createObjectBuilder().add("before", digest));
  }

  /** What is wrong with policy files, in all so many times. */
  static Bytes rejected(List<Problem> problems, int count) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    problems.forEach(
        problem ->
            array.add(
                JSON.createObjectBuilder()
                    .add("file", problem.file())
                    .add("line", problem.line())
                    .add("column", problem.column())
                    .add("message", problem.message())));
    return bytes(JSON.createObjectBuilder().add("count", count).add("problems", array));
  }

  private static JsonObjectBuilder verdictJson(Verdict verdict) {
    JsonArrayBuilder reasons = JSON.createArrayBuilder();
    verdict
        .reasons()
        .forEach(
            reason ->
                reasons.add(
                    JSON.createObjectBuilder()
                        .add("rule", reason.rule())
                        .add("verb", reason.verb())
                        .add("because", reason.because())));
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("decision", verdict.decision())
            .add("rule", verdict.rule())
            .add("reasons", reasons)
            .add("masked", counts(verdict.masked()));
    verdict.approval().ifPresent(id -> json.add("approval", id));
    return json;
  }

  private static JsonObjectBuilder counts(Map<String, Integer> masked) {
    JsonObjectBuilder json = JSON.createObjectBuilder();
    masked.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> json.add(entry.getKey(), entry.getValue()));
    return json;
  }

  /** The first bytes of a SHA-256 in hex: enough to tell one secret from another. */
  static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Bytes bytes(JsonObjectBuilder json) {
    return Bytes.utf8(json.build().toString());
  }
}
