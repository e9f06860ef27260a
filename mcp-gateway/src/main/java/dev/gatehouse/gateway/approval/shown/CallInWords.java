package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Binding;

/** A held call, and what became of it, in a few words: for titles, lists and digests. */
public final class CallInWords {
  private CallInWords() {}

  /** As in {@code `refund` of `billing`}. */
  public static ShownText of(Binding call) {
    ShownText name = ShownText.name(call.name());
    ShownText upstream = ShownText.name(call.upstream());
    return switch (call.method()) {
      case "tools/call" -> ShownText.of("the tool %s of %s", name, upstream);
      case "prompts/get" -> ShownText.of("the prompt %s of %s", name, upstream);
      case "resources/read" -> ShownText.of("the resource %s of %s", name, upstream);
      case "resources/subscribe" ->
          ShownText.of("a subscription to the resource %s of %s", name, upstream);
      default -> ShownText.of("%s for %s of %s", ShownText.name(call.method()), name, upstream);
    };
  }

  /** As in {@code the tool `refund` of `billing`, asked for by `ann`: waits for a decision}. */
  public static ShownText of(Approval approval) {
    return ShownText.of(
        "%s, asked for by %s: %s",
        of(approval.request().binding()),
        ShownText.name(approval.request().requester().name()),
        ShownText.ours(state(approval)));
  }

  /** How it stands, in words of the gateway. */
  static String state(Approval approval) {
    return switch (approval.state()) {
      case PENDING -> "waits for a decision";
      case GRANTED -> approval.glassBroken() ? "let through by break-glass" : "granted";
      case DENIED -> "denied";
      case EXPIRED -> "expired, because nobody decided in time";
      case WITHDRAWN -> "withdrawn";
      case USED -> "used";
      case LAPSED -> "lapsed, because it was not used in time";
      case REVOKED -> "revoked";
    };
  }
}
