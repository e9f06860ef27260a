package dev.gatehouse.gateway.replay;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.exchange.StoredMessages;
import dev.gatehouse.policies.check.RecordedReply;
import dev.gatehouse.policies.mask.Leaf;
import dev.gatehouse.policies.mask.Path;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The reply to a recorded call, as policies saw it. */
final class StoredReply {
  /** Outcomes of calls to which their upstream replied. */
  private static final Set<String> REPLIED = Set.of("ok", "tool-error", "error", "withheld");

  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
  private static final String META = "_meta";
  private static final String OURS = "dev.gatehouse/";

  /** Of {@code "_meta":{},} around what the gateway adds. */
  private static final int META_BYTES = "\"_meta\":{},".length();

  private StoredReply() {}

  /**
   * The reply; empty where there was none of an upstream, or where it is gone.
   *
   * @param heard what the upstream said before, which is its reply where that was withheld
   */
  static Optional<RecordedReply> of(StoredCall call, StoredEntry closing, Optional<Bytes> heard) {
    if (closing.decision().filter(REPLIED::contains).isEmpty()) {
      return Optional.empty();
    }
    Optional<RecordedVerdict> verdict = RecordedVerdict.of(closing);
    boolean withheld = verdict.filter(v -> v.decision().equals("withhold")).isPresent();
    Optional<Message.Response> response = response(withheld ? heard : closing.part(PartName.MSG));
    return verdict.flatMap(
        of -> response.map(it -> reply(it, withheld, of, of.maskedBeside(call.verdict()))));
  }

  /** What its upstream replied; empty where it did not. */
  static Optional<Message.Response> response(StoredEntry closing, Optional<Bytes> heard) {
    boolean withheld = closing.decision().filter("withheld"::equals).isPresent();
    return closing.decision().filter(REPLIED::contains).isPresent()
        ? response(withheld ? heard : closing.part(PartName.MSG))
        : Optional.empty();
  }

  private static Optional<Message.Response> response(Optional<Bytes> message) {
    return message
        .map(Bytes::toText)
        .flatMap(StoredCall::message)
        .filter(Message.Response.class::isInstance)
        .map(Message.Response.class::cast);
  }

  private static RecordedReply reply(
      Message.Response response,
      boolean withheld,
      RecordedVerdict verdict,
      Map<String, Integer> masked) {
    List<Leaf> leaves =
        StoredMessages.ofResponse(response).stream().filter(leaf -> !isOurs(leaf.path())).toList();
    return new RecordedReply(
        withheld,
        verdict.reasons(),
        () -> withoutOurs(StoredMessages.value(response)),
        StoredMessages.isError(response),
        bytes(response),
        leaves,
        masked);
  }

  /** What the upstream sent of it, but for a few bytes that another era of the protocol adds. */
  private static long bytes(Message.Response response) {
    JsonNode node =
        switch (response) {
          case Message.Result result -> result.result();
          case Message.Failure failure -> failure.error();
        };
    long ours = 0;
    if (node instanceof ObjectNode result && result.object(META).isPresent()) {
      ObjectNode meta = result.object(META).get();
      for (JsonNode.Member member : meta.members()) {
        if (member.name().startsWith(OURS)) {
          String json = response.json().slice(member.value());
          ours += utf8(json) + utf8(member.name()) + "\"\":,".length();
        }
      }
      boolean isAllOurs = meta.members().stream().allMatch(m -> m.name().startsWith(OURS));
      ours += isAllOurs ? META_BYTES - 1 : 0;
    }
    return utf8(response.json().slice(node)) - ours;
  }

  private static long utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean isOurs(Path path) {
    Path at = path;
    boolean ours = false;
    while (at.parent().isPresent()) {
      boolean isSecond = at.parent().get().key().filter(META::equals).isPresent();
      ours |= isSecond && at.key().filter(key -> key.startsWith(OURS)).isPresent();
      at = at.parent().get();
    }
    return ours;
  }

  private static JsonValue withoutOurs(JsonValue value) {
    if (!(value instanceof JsonObject result)
        || !(result.get(META) instanceof JsonObject meta)
        || meta.keySet().stream().noneMatch(key -> key.startsWith(OURS))) {
      return value;
    }
    JsonObjectBuilder kept = JSON.createObjectBuilder(meta);
    meta.keySet().stream().filter(key -> key.startsWith(OURS)).forEach(kept::remove);
    JsonObject rest = kept.build();
    JsonObjectBuilder whole = JSON.createObjectBuilder(result);
    return rest.isEmpty() ? whole.remove(META).build() : whole.add(META, rest).build();
  }
}
