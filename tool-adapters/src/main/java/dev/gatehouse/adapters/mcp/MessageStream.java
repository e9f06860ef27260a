package dev.gatehouse.adapters.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The JSON-RPC messages that a stream of events carries, in order. Confined to one thread.
 *
 * <p>Source: MCP 2025-03-26 basic/transports, by which a legacy server may send several at once.
 */
final class MessageStream {
  private final SseReader events;
  private final ShownSecrets secrets;
  private final JsonLimits limits;
  private final Failures failures;
  private final boolean takesBatches;
  private final Deque<Message> batch = new ArrayDeque<>();

  MessageStream(
      SseReader events,
      ShownSecrets secrets,
      JsonLimits limits,
      Failures failures,
      boolean takesBatches) {
    this.secrets = secrets;
    this.takesBatches = takesBatches;
    this.events = events;
    this.limits = limits;
    this.failures = failures;
  }

  /** Where the stream can be taken up again. */
  SseReader.Position position() {
    return events.position();
  }

  /**
   * Waits for the next message; nothing at the end of the stream.
   *
   * @throws UpstreamException where an event is no message
   */
  Optional<Message> next(Deadline deadline) throws UpstreamException, InterruptedException {
    while (batch.isEmpty()) {
      Optional<byte[]> event = events.next(deadline);
      if (event.isEmpty()) {
        return Optional.empty();
      }
      try {
        read(event.get());
      } catch (JsonRpcException e) {
        throw notJsonRpc(event.get(), e, failures);
      }
    }
    return Optional.of(batch.remove());
  }

  private void read(byte[] event) throws JsonRpcException {
    if (!takesBatches || event[0] != '[') {
      batch.add(secrets.read(event, limits));
      return;
    }
    try {
      JsonText text = JsonText.parse(event, limits);
      for (JsonNode each : ((JsonNode.ArrayNode) text.root()).elements()) {
        batch.add(secrets.read(text.slice(each).getBytes(UTF_8), limits));
      }
    } catch (JsonSyntaxException e) {
      throw new JsonRpcException(JsonRpcError.of(JsonRpcError.PARSE_ERROR, e.problem()));
    }
  }

  /** What to say of bytes that are no message. */
  static UpstreamException notJsonRpc(byte[] sent, JsonRpcException e, Failures failures) {
    return failures.unintelligible(
        "sent %d bytes that are no JSON-RPC message: %s".formatted(sent.length, e.getMessage()));
  }
}
