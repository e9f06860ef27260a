package dev.gatehouse.gateway.custody;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/**
 * What somebody orders about held calls.
 *
 * <p>Shape, on its way to another process: {@code {"approvals":"approve","id":"…","seen":"…",
 * "reason":"…"}}. {@code seen} names what whoever decides has read: where that is not how it stands
 * any more, nothing is decided.
 */
public sealed interface ApprovalOrder {
  /** What an agent says for itself is longer than a reason. */
  int TEXT_CHARACTERS_MAX = 2000;

  /** A change narrows arguments; whoever writes more writes another call. */
  int CHANGE_CHARACTERS_MAX = 16 << 10;

  /** Which of them are listed. */
  enum Which {
    /** Those that wait for somebody. */
    WAITING,
    /** Those that do not wait any more. */
    DECIDED,
    /** Those that were asked for in the name of whoever lists them. */
    MINE,
    /** All that are kept. */
    ALL;

    /** As it is called in orders. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** To list them. */
  record ListAll(Which which) implements ApprovalOrder {}

  /**
   * To show one.
   *
   * @param change a merge patch to show it with; empty for none
   */
  record Show(String id, String change) implements ApprovalOrder {
    public Show {
      requireChange(change);
    }
  }

  /** To vote for it. */
  record Approve(String id, String seen, String reason) implements ApprovalOrder {
    public Approve {
      requireReasonOrNone(reason);
    }
  }

  /**
   * To vote for it with other arguments.
   *
   * @param change a merge patch (RFC 7396) to its arguments
   */
  record Narrow(String id, String seen, String change, String reason) implements ApprovalOrder {
    public Narrow {
      requireReasonOrNone(reason);
      requireChange(change);
    }
  }

  /** To deny it. */
  record Deny(String id, String reason) implements ApprovalOrder {
    public Deny {
      Order.requireReason(reason);
    }
  }

  /** To take back one's own vote. */
  record Retract(String id) implements ApprovalOrder {}

  /** To end it, by whoever it was asked for. */
  record Withdraw(String id, String reason) implements ApprovalOrder {
    public Withdraw {
      requireReasonOrNone(reason);
    }
  }

  /** To end what was granted and is not used yet, or is used for a time. */
  record Revoke(String id, String reason) implements ApprovalOrder {
    public Revoke {
      Order.requireReason(reason);
    }
  }

  /** To say what it is for, by whoever it was asked for. */
  record Justify(String id, String text) implements ApprovalOrder {
    public Justify {
      if (text.isBlank() || text.length() > TEXT_CHARACTERS_MAX) {
        throw new IllegalArgumentException(
            "a justification of 1 to " + TEXT_CHARACTERS_MAX + " characters expected");
      }
    }
  }

  /** To let it through without those who are asked; everybody is told. */
  record BreakGlass(String id, String seen, String reason) implements ApprovalOrder {
    public BreakGlass {
      Order.requireReason(reason);
    }
  }

  /**
   * To have somebody decide in one's place.
   *
   * @param standIn as their tokens name them
   * @param issuer that names them so; empty for one's own
   */
  record Leave(Instant until, String standIn, String issuer, String reason)
      implements ApprovalOrder {
    public Leave {
      requireReasonOrNone(reason);
    }
  }

  /**
   * To end that.
   *
   * @param person whose absence; empty for one's own
   * @param issuer that names them so; empty for one's own
   */
  record Return(String person, String issuer) implements ApprovalOrder {}

  /** To say who stands in for whom. */
  record ListDelegations() implements ApprovalOrder {}

  private static void requireReasonOrNone(String reason) {
    if (!reason.isEmpty()) {
      Order.requireReason(reason);
    }
  }

  private static void requireChange(String change) {
    if (change.length() > CHANGE_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "a change of at most " + CHANGE_CHARACTERS_MAX + " characters expected");
    }
  }

  /** The order as JSON. */
  default JsonObject json() {
    JsonObjectBuilder json = Json.createObjectBuilder();
    switch (this) {
      case ListAll(Which which) -> json.add("approvals", "list").add("which", which.word());
      case Show(String id, String change) ->
          json.add("approvals", "show").add("id", id).add("change", change);
      case Approve(String id, String seen, String reason) ->
          json.add("approvals", "approve").add("id", id).add("seen", seen).add("reason", reason);
      case Narrow(String id, String seen, String change, String reason) ->
          json.add("approvals", "narrow")
              .add("id", id)
              .add("seen", seen)
              .add("change", change)
              .add("reason", reason);
      case Deny(String id, String reason) ->
          json.add("approvals", "deny").add("id", id).add("reason", reason);
      case Retract(String id) -> json.add("approvals", "retract").add("id", id);
      case Withdraw(String id, String reason) ->
          json.add("approvals", "withdraw").add("id", id).add("reason", reason);
      case Revoke(String id, String reason) ->
          json.add("approvals", "revoke").add("id", id).add("reason", reason);
      case Justify(String id, String text) ->
          json.add("approvals", "justify").add("id", id).add("text", text);
      case BreakGlass(String id, String seen, String reason) ->
          json.add("approvals", "break-glass")
              .add("id", id)
              .add("seen", seen)
              .add("reason", reason);
      case Leave(Instant until, String standIn, String issuer, String reason) ->
          json.add("approvals", "leave")
              .add("until", until.toString())
              .add("person", standIn)
              .add("issuer", issuer)
              .add("reason", reason);
      case Return(String person, String issuer) ->
          json.add("approvals", "return").add("person", person).add("issuer", issuer);
      case ListDelegations() -> json.add("approvals", "delegations");
    }
    return json.build();
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * <p>Errors: {@code IllegalArgumentException} for anything else.
   */
  static ApprovalOrder of(JsonObject json) {
    String id = json.getString("id", "");
    String seen = json.getString("seen", "");
    String change = json.getString("change", "");
    String reason = json.getString("reason", "");
    String person = json.getString("person", "");
    String issuer = json.getString("issuer", "");
    return switch (json.getString("approvals", "")) {
      case "list" -> new ListAll(which(json.getString("which", "")));
      case "show" -> new Show(id, change);
      case "approve" -> new Approve(id, seen, reason);
      case "narrow" -> new Narrow(id, seen, change, reason);
      case "deny" -> new Deny(id, reason);
      case "retract" -> new Retract(id);
      case "withdraw" -> new Withdraw(id, reason);
      case "revoke" -> new Revoke(id, reason);
      case "justify" -> new Justify(id, json.getString("text", ""));
      case "break-glass" -> new BreakGlass(id, seen, reason);
      case "leave" -> new Leave(instant(json.getString("until", "")), person, issuer, reason);
      case "return" -> new Return(person, issuer);
      case "delegations" -> new ListDelegations();
      default -> throw new IllegalArgumentException("an order about approvals that is not known");
    };
  }

  private static Which which(String word) {
    for (Which which : Which.values()) {
      if (which.word().equals(word)) {
        return which;
      }
    }
    throw new IllegalArgumentException("`which` expected to be one of the lists");
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("`until` expected to be a moment", e);
    }
  }
}
