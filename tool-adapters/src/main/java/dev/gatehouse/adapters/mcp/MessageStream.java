package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.Optional;

/** The JSON-RPC messages that a stream of events carries, in order. Confined to one thread. */
final class MessageStream {
  private final SseReader events;
  private final JsonLimits limits;
  private final Failures failures;

  MessageStream(SseReader events, JsonLimits limits, Failures failures) {
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
    Optional<byte[]> event = events.next(deadline);
    if (event.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Message.read(event.get(), limits));
    } catch (JsonRpcException e) {
      throw notJsonRpc(event.get(), e, failures);
    }
  }

  /** What to say of bytes that are no message. */
  static UpstreamException notJsonRpc(byte[] sent, JsonRpcException e, Failures failures) {
    return failures.unintelligible(
        "sent %d bytes that are no JSON-RPC message: %s".formatted(sent.length, e.getMessage()));
  }
}
