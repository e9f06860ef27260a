package dev.gatehouse.policies.check;

import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.ResultDecision;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of the call of a test.
 *
 * @param onReply empty if there is no reply, or the call was not let through
 * @param arguments as they go upstream, or are stored
 * @param reply as it comes out, or is stored
 * @param counts how many values were hidden, by kind
 * @param sealed of which sides the originals are kept
 */
record Happened(
    Decision decision,
    Optional<ResultDecision> onReply,
    JsonObject arguments,
    Optional<Replied> reply,
    Map<String, Integer> counts,
    Set<String> sealed,
    boolean isListed) {

  /** A result or an error, masked. */
  record Replied(JsonValue masked, boolean isError) {}

  /** The word for all of it. */
  String word() {
    return withheld().isPresent() ? "withhold" : decision.code();
  }

  /** The rule that decided. */
  String rule() {
    return withheld().map(w -> w.reasons().getFirst().rule()).orElseGet(decision::rule);
  }

  /** What the caller is told, where policies say it. */
  Optional<String> message() {
    return decision instanceof Decision.Refuse refuse
        ? Optional.of(refuse.message())
        : withheld().map(ResultDecision.Withhold::message);
  }

  /** Every reason, on the call and then on its reply. */
  List<Reason> reasons() {
    List<Reason> all = new ArrayList<>(decision.reasons());
    onReply.ifPresent(reply -> all.addAll(reply.reasons()));
    return all;
  }

  /** Whether the rule said something that counts. */
  boolean fired(String rule) {
    return reasons().stream().anyMatch(r -> r.rule().equals(rule) && !r.isObserved());
  }

  private Optional<ResultDecision.Withhold> withheld() {
    return onReply
        .filter(ResultDecision.Withhold.class::isInstance)
        .map(ResultDecision.Withhold.class::cast);
  }
}
