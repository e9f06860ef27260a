package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.ResultDecision;
import java.nio.charset.StandardCharsets;

/**
 * Whether a reply is small enough. What counts are the bytes of its result or error as the upstream
 * spelled it, before anything is masked.
 */
final class ReplySize {
  private ReplySize() {}

  /** What rules decided on a reply, and its size with it. */
  static ResultDecision judged(
      Decision decision, Message.Response message, ResultDecision byRules) {
    return decision.granted().judged(byRules, () -> bytes(message));
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
