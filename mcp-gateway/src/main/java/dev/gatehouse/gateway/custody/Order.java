package dev.gatehouse.gateway.custody;

import dev.gatehouse.policies.mask.TokenVault;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What somebody orders to be done with a log, or by the gateway that writes it.
 *
 * <p>Shape, on its way to another process: {@code {"order":"erase","subject":"alice",
 * "reason":"…","dryRun":false}}.
 */
public sealed interface Order {
  /** With all its tokens an order fits the line in which it comes to a gateway. */
  int TOKENS_MAX = 64;

  /** A reason is a sentence, with the number of a case. */
  int REASON_CHARACTERS_MAX = 500;

  /**
   * To read it.
   *
   * @param method {@code view}, {@code search}, {@code export} or {@code verify}
   * @param what was asked for, for the record
   */
  record Read(String method, JsonObject what) implements Order {}

  /** To erase what is recorded about a person. */
  record Erase(String subject, String reason, boolean dryRun) implements Order {}

  /** To erase what is older than so many months. */
  record Retain(int months, String reason, boolean dryRun) implements Order {}

  /** To keep from being erased what is recorded about a person, or with an empty name all. */
  record Hold(String subject, String reason) implements Order {}

  /** To end that. */
  record Release(String subject, String reason) implements Order {}

  /** To have it signed by other keys from now on. */
  record Rotate(String reason) implements Order {}

  /** To read the policy files again, now. */
  record Reload() implements Order {}

  /** To show what tokens stand for. */
  record Unmask(List<String> tokens, String reason) implements Order {
    public Unmask {
      tokens = requireTokens(tokens);
      requireReason(reason);
    }
  }

  /** To erase what tokens stand for. */
  record EraseTokens(List<String> tokens, String reason, boolean dryRun) implements Order {
    public EraseTokens {
      tokens = requireTokens(tokens);
      requireReason(reason);
    }
  }

  /** To say how it stands with the definition of every tool. */
  record ListPins() implements Order {}

  /** To ask every upstream for its tools first, and to say the same. */
  record CheckPins() implements Order {}

  /** To show what an upstream changed in the definition of a tool. */
  record DiffPin(String upstream, String tool) implements Order {}

  /**
   * To accept definitions that upstreams changed.
   *
   * @param upstream empty for all
   * @param tool empty for all
   * @param digest how that of the definition begins which was seen; empty for any
   */
  record AcceptPins(String upstream, String tool, String digest, String reason) implements Order {
    public AcceptPins {
      if (!reason.isEmpty()) {
        requireReason(reason);
      }
    }
  }

  /** To say what people let the gateway do at upstreams. */
  record ListGrants() implements Order {}

  /**
   * To take that back.
   *
   * @param person whose; empty for everybody's
   * @param upstream at which; empty for all
   */
  record RevokeGrants(String person, String upstream, String reason) implements Order {
    public RevokeGrants {
      if (!reason.isEmpty()) {
        requireReason(reason);
      }
    }
  }

  /** What is to be done about held calls. */
  record Approvals(ApprovalOrder what) implements Order {}

  private static List<String> requireTokens(List<String> tokens) {
    if (tokens.isEmpty() || tokens.size() > TOKENS_MAX) {
      throw new IllegalArgumentException("from 1 to " + TOKENS_MAX + " tokens expected");
    }
    for (String token : tokens) {
      if (!TokenVault.isToken(token)) {
        throw new IllegalArgumentException(
            "`" + token + "` is no token; expected one like [email:t:0b7e6a1f93c24d5588e1a6f0]");
      }
    }
    return List.copyOf(new LinkedHashSet<>(tokens));
  }

  /** A reason that has to be given; throws where it is none. */
  static void requireReason(String reason) {
    if (reason.isBlank() || reason.length() > REASON_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "a reason of 1 to " + REASON_CHARACTERS_MAX + " characters expected");
    }
  }

  /** The order as JSON. */
  default JsonObject json() {
    JsonObjectBuilder json = Json.createObjectBuilder();
    switch (this) {
      case Read(String method, JsonObject what) ->
          json.add("order", "read").add("method", method).add("what", what);
      case Erase(String subject, String reason, boolean dryRun) ->
          json.add("order", "erase")
              .add("subject", subject)
              .add("reason", reason)
              .add("dryRun", dryRun);
      case Retain(int months, String reason, boolean dryRun) ->
          json.add("order", "retain")
              .add("months", months)
              .add("reason", reason)
              .add("dryRun", dryRun);
      case Hold(String subject, String reason) ->
          json.add("order", "hold").add("subject", subject).add("reason", reason);
      case Release(String subject, String reason) ->
          json.add("order", "release").add("subject", subject).add("reason", reason);
      case Rotate(String reason) -> json.add("order", "rotate").add("reason", reason);
      case Reload() -> json.add("order", "reload");
      case Unmask(List<String> tokens, String reason) ->
          json.add("order", "unmask")
              .add("tokens", Json.createArrayBuilder(tokens))
              .add("reason", reason);
      case EraseTokens(List<String> tokens, String reason, boolean dryRun) ->
          json.add("order", "erase-tokens")
              .add("tokens", Json.createArrayBuilder(tokens))
              .add("reason", reason)
              .add("dryRun", dryRun);
      case ListPins() -> json.add("order", "list-pins");
      case CheckPins() -> json.add("order", "check-pins");
      case DiffPin(String upstream, String tool) ->
          json.add("order", "diff-pin").add("upstream", upstream).add("tool", tool);
      case AcceptPins(String upstream, String tool, String digest, String reason) ->
          json.add("order", "accept-pins")
              .add("upstream", upstream)
              .add("tool", tool)
              .add("digest", digest)
              .add("reason", reason);
      case ListGrants() -> json.add("order", "list-grants");
      case RevokeGrants(String person, String upstream, String reason) ->
          json.add("order", "revoke-grants")
              .add("subject", person)
              .add("upstream", upstream)
              .add("reason", reason);
      case Approvals(ApprovalOrder what) -> json.add("order", "approvals").add("what", what.json());
    }
    return json.build();
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * <p>Errors: {@code IllegalArgumentException} for anything else.
   */
  static Order of(JsonObject json) {
    String subject = json.getString("subject", "");
    String reason = json.getString("reason", "");
    boolean dryRun = json.getBoolean("dryRun", false);
    return switch (json.getString("order", "")) {
      case "read" -> new Read(json.getString("method", ""), what(json));
      case "erase" -> new Erase(subject, reason, dryRun);
      case "retain" -> new Retain(json.getInt("months", 0), reason, dryRun);
      case "hold" -> new Hold(subject, reason);
      case "release" -> new Release(subject, reason);
      case "rotate" -> new Rotate(reason);
      case "reload" -> new Reload();
      case "unmask" -> new Unmask(tokens(json), reason);
      case "erase-tokens" -> new EraseTokens(tokens(json), reason, dryRun);
      case "list-pins" -> new ListPins();
      case "check-pins" -> new CheckPins();
      case "diff-pin" -> new DiffPin(json.getString("upstream", ""), json.getString("tool", ""));
      case "accept-pins" ->
          new AcceptPins(
              json.getString("upstream", ""),
              json.getString("tool", ""),
              json.getString("digest", ""),
              reason);
      case "list-grants" -> new ListGrants();
      case "revoke-grants" -> new RevokeGrants(subject, json.getString("upstream", ""), reason);
      case "approvals" -> new Approvals(ApprovalOrder.of(what(json)));
      default -> throw new IllegalArgumentException("an order that is not known here");
    };
  }

  private static JsonObject what(JsonObject json) {
    if (json.getOrDefault("what", JsonValue.EMPTY_JSON_OBJECT) instanceof JsonObject what) {
      return what;
    }
    throw new IllegalArgumentException("`what` expected to be an object");
  }

  private static List<String> tokens(JsonObject json) {
    if (json.getOrDefault("tokens", JsonValue.EMPTY_JSON_ARRAY) instanceof JsonArray array) {
      return array.stream().map(Order::text).toList();
    }
    throw new IllegalArgumentException("`tokens` expected to be a list");
  }

  private static String text(JsonValue value) {
    return value instanceof JsonString text ? text.getString() : value.toString();
  }
}
