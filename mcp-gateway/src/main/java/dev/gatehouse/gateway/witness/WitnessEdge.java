package dev.gatehouse.gateway.witness;

import dev.gatehouse.recordings.witness.Witness;
import dev.gatehouse.recordings.witness.WitnessResponse;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;

/**
 * A witness over HTTP: {@code POST /add-checkpoint}, and {@code GET /<SHA-256 of the
 * origin>/checkpoint} for whoever wants to see how far a log has come.
 *
 * <p>Source: C2SP tlog-witness v1.0.0. Thread-safe.
 */
public final class WitnessEdge implements AutoCloseable {
  /** Each holds a thread; a witness has few logs, each of which asks once in seconds. */
  private static final int CONNECTIONS_MAX = 256;

  private static final int HEADER_BYTES_MAX = 16 << 10;
  private static final int BUFFER_BYTES = 16 << 10;

  /** A request comes within this by any line that is fit for use. */
  private static final Duration BODY_AT_MOST = Duration.ofSeconds(20);

  /** Longer than logs wait between two requests, so that they need not connect again. */
  private static final Duration SILENCE_AT_MOST = Duration.ofSeconds(60);

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Witness witness;
  private final WebServer server;

  private WitnessEdge(String host, int port, Witness witness) {
    this.witness = witness;
    this.server =
        WebServer.builder()
            .host(host)
            .port(port)
            .maxPayloadSize(Witness.REQUEST_BYTES_MAX)
            .maxTcpConnections(CONNECTIONS_MAX)
            .shutdownGracePeriod(GRACE)
            .shutdownHook(false)
            .protocolsDiscoverServices(false)
            .addProtocol(Http1Config.builder().maxHeadersSize(HEADER_BYTES_MAX).build())
            .connectionOptions(
                SocketOptions.builder().tcpNoDelay(true).readTimeout(SILENCE_AT_MOST).build())
            .addRouting(
                HttpRouting.builder()
                    .any("/add-checkpoint", this::add)
                    .any("/{log}/checkpoint", this::show))
            .build();
  }

  /**
   * Begins to listen; port 0 takes any free one.
   *
   * <p>Errors: {@code IOException} where the address cannot be had.
   */
  public static WitnessEdge start(String host, int port, Witness witness) throws IOException {
    WitnessEdge edge = new WitnessEdge(host, port, witness);
    edge.server.start();
    // The server writes into its own log that it could not, and returns.
    if (!edge.server.isRunning()) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(host, port));
      }
      throw new IOException("the web server did not start");
    }
    return edge;
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Ends requests under way, then stops to listen. */
  @Override
  public void close() {
    server.stop();
  }

  private void add(ServerRequest request, ServerResponse response) throws IOException {
    if (isOther("POST", request, response)) {
      return;
    }
    Optional<byte[]> body = body(request);
    if (body.isPresent()) {
      send(witness.addCheckpoint(body.get()), response);
    } else {
      response.status(Status.REQUEST_TIMEOUT_408).send();
    }
  }

  private void show(ServerRequest request, ServerResponse response) {
    if (!isOther("GET", request, response)) {
      send(witness.checkpoint(request.path().pathParameters().get("log")), response);
    }
  }

  private static boolean isOther(String method, ServerRequest request, ServerResponse response) {
    boolean other = !request.prologue().method().text().equals(method);
    if (other) {
      response.status(Status.METHOD_NOT_ALLOWED_405).header(HeaderNames.ALLOW, method).send();
    }
    return other;
  }

  private static void send(WitnessResponse answer, ServerResponse response) {
    response.status(answer.status());
    response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
    response.send(answer.body());
  }

  /** The whole body, unless it takes too long to come. */
  private static Optional<byte[]> body(ServerRequest request) throws IOException {
    if (!request.content().hasEntity()) {
      return Optional.of(new byte[0]);
    }
    long end = System.nanoTime() + BODY_AT_MOST.toNanos();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = request.content().inputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (System.nanoTime() > end) {
          return Optional.empty();
        }
        body.write(buffer, 0, read);
      }
      return Optional.of(body.toByteArray());
    }
  }
}
