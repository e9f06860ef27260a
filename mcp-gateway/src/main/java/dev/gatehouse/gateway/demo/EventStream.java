package dev.gatehouse.gateway.demo;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The event stream of one reply: each message flushed as it comes. Confined to the thread of its
 * exchange.
 */
final class EventStream implements McpStreamableServerTransport {
  private final McpJsonMapper json;
  private final OutputStream out;

  EventStream(McpJsonMapper json, OutputStream out) {
    this.json = json;
    this.out = out;
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return sendMessage(message, null);
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message, @Nullable String id) {
    return Mono.fromRunnable(() -> write(message));
  }

  @Override
  public <T> T unmarshalFrom(Object value, TypeRef<T> type) {
    return json.convertValue(value, type);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(this::end);
  }

  private void write(JSONRPCMessage message) {
    try {
      String event = "event: message\ndata: " + json.writeValueAsString(message) + "\n\n";
      out.write(event.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing an event", e);
    }
  }

  private void end() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("ending the event stream", e);
    }
  }
}
