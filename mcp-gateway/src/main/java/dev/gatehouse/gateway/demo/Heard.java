package dev.gatehouse.gateway.demo;

import java.time.Duration;
import java.util.Map;

/**
 * What the agent got back for one call.
 *
 * @param text what its model would read
 * @param whole all of the result, as text to search in
 * @param isError whether the tool was not carried out, or failed
 * @param decision the gateway's: permit, hold, refuse or throttle
 * @param rule the rule that decided
 * @param masked how many places were masked, by detector
 * @param index of the reply in the log; -1 if there was no receipt
 * @param took from sending the call to having the result
 * @param reports how many reports of progress came before the result
 * @param approval the id of the approval by which it was decided; empty where nobody was asked
 */
record Heard(
    String text,
    String whole,
    boolean isError,
    String decision,
    String rule,
    Map<String, Integer> masked,
    long index,
    Duration took,
    int reports,
    String approval) {

  Heard {
    masked = Map.copyOf(masked);
  }

  /**
   * The decision as the screen names it: what people approved counts as approved, what was
   * permitted and masked as masked.
   */
  String label() {
    return switch (decision) {
      case "permit" -> permitted();
      case "hold" -> "HELD";
      case "refuse" -> "REFUSED";
      case "throttle" -> "THROTTLED";
      default -> "UNKNOWN";
    };
  }

  private String permitted() {
    if (!approval.isEmpty()) {
      return "APPROVED";
    }
    return masked.isEmpty() ? "PERMITTED" : "MASKED";
  }
}
