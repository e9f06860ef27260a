package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Grant;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.ResultDecision;
import dev.gatehouse.policies.mask.MaskPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a reply is small enough. What counts are the bytes of its result or error as the upstream
 * spelled it, before anything is masked.
 */
final class ReplySize {
  private ReplySize() {}

  /** What rules decided on a reply, and its size with it; what they hide is hidden either way. */
  static ResultDecision judged(
      Decision decision, Message.Response message, ResultDecision byRules) {
    Grant grant = decision instanceof Decision.Permit permit ? permit.grant() : Grant.none();
    if (grant.resultSizes().isEmpty()
        || !(byRules instanceof ResultDecision.Release(MaskPlan results, List<Reason> reasons))) {
      return byRules;
    }
    return switch (grant.judge(bytes(message))) {
      case ResultDecision.Withhold(String words, _, List<Reason> because) ->
          new ResultDecision.Withhold(words, results, all(because, reasons));
      case ResultDecision.Release(_, List<Reason> observed) ->
          new ResultDecision.Release(results, all(reasons, observed));
    };
  }

  private static List<Reason> all(List<Reason> first, List<Reason> then) {
    List<Reason> all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }

  private static long bytes(Message.Response message) {
    JsonNode node =
        switch (message) {
          case Message.Result result -> result.result();
          case Message.Failure failure -> failure.error();
        };
    return message.json().slice(node).getBytes(StandardCharsets.UTF_8).length;
  }
}
