package dev.gatehouse.policies.check;

import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.mask.Leaf;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The reply to a call that was let through, as it was recorded.
 *
 * @param withheld whether the client did not get it
 * @param reasons of the decisions on the call and on the reply
 * @param result the value of "result" or "error" as it was stored; asked only if a condition needs
 *     it
 * @param isError whether the reply is an error, or the result of a tool that failed
 * @param bytes of the result as its upstream sent it, as near as the record tells
 * @param leaves of the message as it was stored
 * @param masked how much was hidden in it, by label
 */
public record RecordedReply(
    boolean withheld,
    List<Reason> reasons,
    Supplier<JsonValue> result,
    boolean isError,
    long bytes,
    List<Leaf> leaves,
    Map<String, Integer> masked) {
  public RecordedReply {
    reasons = List.copyOf(reasons);
    leaves = List.copyOf(leaves);
    masked = Map.copyOf(masked);
  }
}
