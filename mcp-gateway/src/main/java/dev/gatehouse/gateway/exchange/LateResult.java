package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The result of a call inside a message that comes after it: hidden as if it had come alone, so
 * that places in it are those that policies know.
 *
 * <p>Source: Tasks extension, "Task Polling", "Task Status Notifications".
 */
final class LateResult {
  private static final String ENVELOPE = "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":";
  private static final String EMPTY = "{}";
  private static final JsonLimits READ_BEFORE =
      new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);

  private LateResult() {}

  /**
   * A masked message.
   *
   * @param message whose places the masked texts refer to: without the result
   */
  record Masked(Message message, MessageMask.Masked masked) {}

  /** Masks what is around the result. */
  @FunctionalInterface
  interface Around {
    MessageMask.Masked masked(Message emptied) throws MaskingException;
  }

  /** A result by itself, as if it had come alone. */
  static Message.Response alone(Message message, ObjectNode late) {
    return (Message.Response) read(ENVELOPE + message.json().slice(late) + "}");
  }

  /** The message, with what stands at {@code late} masked as a result. */
  static Masked masked(
      Message message, ObjectNode late, MessageMask fitting, MaskPlan plan, Around around)
      throws MaskingException {
    MessageMask.Masked inner = fitting.response(plan, alone(message, late));
    Message emptied = read(Rewrite.of(message.json()).replace(late, EMPTY).text());
    MessageMask.Masked outer = around.masked(emptied);
    int end = late.start() + EMPTY.length();
    Map<String, Integer> counts = new TreeMap<>(outer.counts());
    inner.counts().forEach((label, count) -> counts.merge(label, count, Integer::sum));
    boolean isSealed = inner.original().isPresent() || outer.original().isPresent();
    return new Masked(
        emptied,
        new MessageMask.Masked(
            outer.sent().replace(late.start(), end, unwrapped(inner.sent())),
            outer.stored().replace(late.start(), end, unwrapped(inner.stored())),
            isSealed ? Optional.of(message.json().text()) : Optional.empty(),
            counts));
  }

  /** Masks change nothing but what is in the result. */
  private static String unwrapped(Rewrite masked) {
    String text = masked.text();
    return text.substring(ENVELOPE.length(), text.length() - 1);
  }

  private static Message read(String text) {
    try {
      return Message.of(JsonText.parse(text, READ_BEFORE));
    } catch (JsonSyntaxException | JsonRpcException e) {
      throw new IllegalStateException("a part of a message is none", e);
    }
  }
}
