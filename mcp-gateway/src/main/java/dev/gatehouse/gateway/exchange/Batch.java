package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.mcp.ModernEnvelope;
import dev.gatehouse.gateway.mcp.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Several messages that come as one, as the revision 2025-03-26 lets them: each is judged, recorded
 * and answered as if it came alone, all at once, and the answers go back together.
 *
 * <p>Source: MCP 2025-03-26 basic, "Batching"; JSON-RPC 2.0 §6.
 */
final class Batch {
  /** One batch takes one place among the calls at work, so it must not be many of them. */
  static final int MESSAGES_MAX = 32;

  private Batch() {}

  /** Whether this can be nothing else, if it is a message at all. */
  static boolean begins(byte[] body) {
    for (byte character : body) {
      if (!isWhiteSpace(character)) {
        return character == '[';
      }
    }
    return false;
  }

  private static boolean isWhiteSpace(byte character) {
    return character == ' ' || character == '\t' || character == '\n' || character == '\r';
  }

  /**
   * The messages, as they came.
   *
   * @throws JsonRpcException where it is no JSON, or is empty, or holds too many
   */
  static List<byte[]> messages(byte[] body, JsonLimits limits) throws JsonRpcException {
    JsonText json;
    try {
      json = JsonText.parse(body, limits);
    } catch (JsonSyntaxException e) {
      throw new JsonRpcException(JsonRpcError.of(JsonRpcError.PARSE_ERROR, e.problem()));
    }
    if (!(json.root() instanceof ArrayNode array)) {
      throw invalid("expected a batch");
    }
    int count = array.elements().size();
    if (count == 0 || count > MESSAGES_MAX) {
      throw invalid("a batch holds 1 to " + MESSAGES_MAX + " messages, found " + count);
    }
    return array.elements().stream()
        .map(node -> json.slice(node).getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  /** Refuses a request that must come alone, and did not. */
  static void requireAlone(Inbound inbound, Message.Request request) throws ProtocolException {
    if (inbound.isPart() && ModernEnvelope.isModern(request, inbound.headers())) {
      throw new ProtocolException(
          400,
          JsonRpcError.of(
              JsonRpcError.INVALID_REQUEST, "a batch holds requests of its session's revision"));
    }
    if (inbound.isPart() && request.method().equals("initialize")) {
      throw new ProtocolException(
          400,
          JsonRpcError.of(
              JsonRpcError.INVALID_REQUEST, "`initialize` must not be part of a batch"));
    }
  }

  /** What to do with one message, through a sink of its own. */
  @FunctionalInterface
  interface Handling {
    void handle(Inbound part, ReplySink sink);
  }

  /** Handles all of them, each on a virtual thread, and answers when the last has ended. */
  static void handle(Inbound inbound, List<byte[]> messages, ReplySink sink, Handling handling) {
    BatchAnswers answers = new BatchAnswers(sink);
    List<Thread> threads = new ArrayList<>();
    for (byte[] message : messages) {
      ReplySink part = answers.part();
      threads.add(
          Thread.ofVirtual()
              .name("batch")
              .start(() -> handling.handle(inbound.part(message), part)));
    }
    try {
      // Each of them ends by a deadline of its own.
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    answers.send();
  }

  private static JsonRpcException invalid(String message) {
    return new JsonRpcException(JsonRpcError.of(JsonRpcError.INVALID_REQUEST, message));
  }
}
