package dev.gatehouse.gateway.transport;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * An event stream as the answer to one HTTP request: each event goes out at once.
 *
 * <p>Source: HTML living standard, "Server-sent events"; MCP 2025-11-25 basic/transports. Errors:
 * what the web server throws where the client has gone. Confined to who holds the response.
 */
final class EventResponse {
  /** A client that lost its connection comes back after this. */
  static final Duration RETRY = Duration.ofSeconds(1);

  private final ServerResponse response;
  private Optional<OutputStream> stream = Optional.empty();

  EventResponse(ServerResponse response) {
    this.response = response;
  }

  boolean isOpen() {
    return stream.isPresent();
  }

  /** An event without an id: nobody can ask for it again. */
  void message(String json) throws IOException {
    write("event: message\ndata: " + data(json) + "\n\n");
  }

  /** An event that a client can name when it comes back. */
  void message(String id, String json) throws IOException {
    write("id: " + id + "\nevent: message\ndata: " + data(json) + "\n\n");
  }

  /** An event of the transport itself. */
  void named(String event, String text) throws IOException {
    write("event: " + event + "\ndata: " + text + "\n\n");
  }

  /** Gives the client an id to come back with, before there is any message. */
  void prime(String id) throws IOException {
    write("id: " + id + "\nretry: " + RETRY.toMillis() + "\ndata: \n\n");
  }

  /** Something that keeps a connection alive and means nothing. */
  void beat() throws IOException {
    write(": still here\n\n");
  }

  void close() throws IOException {
    open().close();
  }

  private static String data(String json) {
    // A line break in JSON is white space; in an event stream it ends a field.
    return json.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\ndata: ");
  }

  private void write(String text) throws IOException {
    OutputStream out = open();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private OutputStream open() {
    if (stream.isEmpty()) {
      response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
      response.header(HeaderNames.CACHE_CONTROL, "no-store");
      response.header("X-Accel-Buffering", "no");
      stream = Optional.of(response.outputStream());
    }
    return stream.get();
  }
}
