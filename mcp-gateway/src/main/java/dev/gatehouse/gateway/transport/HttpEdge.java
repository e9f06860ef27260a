package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.exchange.ExchangeHandler;
import dev.gatehouse.gateway.exchange.Inbound;
import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.mcp.Headers;
import dev.gatehouse.gateway.mcp.Revisions;
import dev.gatehouse.gateway.ops.Health;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.tls.FrontTls;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * MCP over Streamable HTTP, every revision on one endpoint, and what belongs to it: health, and the
 * metadata that tells clients where tokens come from.
 *
 * <p>Source: MCP 2025-11-25 and 2026-07-28 basic/transports; RFC 9728. Thread-safe.
 */
public final class HttpEdge implements AutoCloseable {

  /**
   * A response of 256 KiB goes out without waiting for the client to acknowledge its first part.
   */
  private static final int SOCKET_BUFFER_BYTES = 256 << 10;

  private static final int WRITE_BUFFER_BYTES = 32 << 10;
  private static final int HEADER_BYTES_MAX = 32 << 10;

  private static final int BUFFER_BYTES = 16 << 10;

  /** A message of the largest size comes within this by any line that is fit for use. */
  private static final Duration BODY_AT_MOST = Duration.ofSeconds(60);

  /** A client that sends nothing for so long in the midst of a message has gone. */
  private static final Duration SILENCE_AT_MOST = Duration.ofSeconds(30);

  /**
   * Connections of all clients, because each has a thread and a buffer, also before it says who it
   * is.
   */
  private static final int CONNECTIONS_MAX = 8192;

  /** Calls under way get this long to end when the gateway stops. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final HttpSettings settings;
  private final ExchangeHandler handler;
  private final Health health;
  private final OriginGuard guard;
  private final Places places;
  private final SessionFront sessions;
  private final SseFront sse;
  private final WebServer server;

  private HttpEdge(
      HttpSettings settings, ExchangeHandler handler, Health health, List<PageRoom> rooms) {
    this.settings = settings;
    this.handler = handler;
    this.health = health;
    this.guard =
        new OriginGuard(settings.isLoopback(), settings.allowedOrigins(), settings.allowedHosts());
    this.places = new Places(settings.concurrentMax(), settings.streamsMax());
    StreamBounds bounds = StreamBounds.standard();
    this.sessions = new SessionFront(handler, bounds, settings.silenceMax());
    this.sse = new SseFront(handler, bounds, places);
    WebServerConfig.Builder listening =
        WebServer.builder()
            .host(settings.host())
            .port(settings.port())
            .maxPayloadSize(settings.bodyBytesMax())
            .maxTcpConnections(CONNECTIONS_MAX)
            .writeBufferSize(WRITE_BUFFER_BYTES)
            .shutdownGracePeriod(GRACE)
            .shutdownHook(false)
            .protocolsDiscoverServices(false)
            .addProtocol(Http1Config.builder().maxHeadersSize(HEADER_BYTES_MAX).build())
            .connectionOptions(
                SocketOptions.builder()
                    .tcpNoDelay(true)
                    .readTimeout(SILENCE_AT_MOST)
                    .socketSendBufferSize(SOCKET_BUFFER_BYTES)
                    .build())
            .addRouting(routing(rooms));
    settings.tls().ifPresent(front -> listening.tls(tls(front)));
    this.server = listening.build();
  }

  private static Tls tls(FrontTls front) {
    TlsClientAuth asked = front.asksClients() ? TlsClientAuth.OPTIONAL : TlsClientAuth.NONE;
    return Tls.builder()
        .sslContext(front.context())
        .clientAuth(front.requiresClients() ? TlsClientAuth.REQUIRED : asked)
        .build();
  }

  /**
   * Begins to listen.
   *
   * @throws IllegalStateException where the address cannot be had
   */
  public static HttpEdge start(HttpSettings settings, ExchangeHandler handler, Health health) {
    return started(new HttpEdge(settings, handler, health, List.of()));
  }

  /**
   * Begins to listen, also for these rooms.
   *
   * @throws IllegalStateException where the address cannot be had
   */
  public static HttpEdge start(
      HttpSettings settings, ExchangeHandler handler, Health health, List<PageRoom> rooms) {
    return started(new HttpEdge(settings, handler, health, rooms));
  }

  private static HttpEdge started(HttpEdge edge) {
    edge.server.start();
    // The server writes into its own log that it could not, and returns.
    if (!edge.server.isRunning()) {
      edge.settings.tls().ifPresent(FrontTls::close);
      throw new IllegalStateException(whyNot(edge.settings));
    }
    return edge;
  }

  private static String whyNot(HttpSettings settings) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(settings.host(), settings.port()));
      return "the web server did not start";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    // Calls under way get their grace; who listens need not be waited for.
    sessions.endListening();
    sse.close();
    server.stop();
    sessions.close();
    settings.tls().ifPresent(FrontTls::close);
  }

  private HttpRouting.Builder routing(List<PageRoom> rooms) {
    HttpRouting.Builder routing = HttpRouting.builder();
    rooms.forEach(room -> new PagesEdge(room, guard).addTo(routing));
    if (settings.offersSse()) {
      routing
          .any(SseFront.PATH, (request, response) -> sse(request, response, federated()))
          .any(
              SseFront.PATH + "/{upstream}",
              (request, response) -> sse(request, response, single(request)));
    }
    return routing
        .any(
            Endpoint.FEDERATED_PATH, (request, response) -> message(request, response, federated()))
        .any(
            Endpoint.FEDERATED_PATH + "/{upstream}",
            (request, response) -> message(request, response, single(request)))
        .get(HttpSettings.METADATA_PATH, this::metadata)
        .get(HttpSettings.METADATA_PATH + "/*", this::metadata)
        .get("/health", this::ready)
        .get("/health/ready", this::ready)
        .get("/health/live", (_, response) -> response.send("live\n"));
  }

  private static Endpoint federated() {
    return new Endpoint.Federated();
  }

  private static Endpoint single(ServerRequest request) {
    return new Endpoint.Single(request.path().pathParameters().get("upstream"));
  }

  private void sse(ServerRequest request, ServerResponse response, Endpoint endpoint) {
    if (!admits(request)) {
      response.status(Status.FORBIDDEN_403).header(HeaderValues.CONNECTION_CLOSE).send();
      return;
    }
    SseFront.Sender sender =
        new SseFront.Sender(credentials(request), endpoint, header(request, "User-Agent"));
    switch (request.prologue().method().text()) {
      case "GET" ->
          withStreamPlace(
              response, () -> sse.get(sender, request.path().absolute().path(), response));
      case "POST" -> {
        String connection = request.query().first(SseFront.PARAMETER).orElse("");
        Optional<byte[]> body = body(request);
        if (body.isPresent()) {
          sse.post(sender, body.get(), connection, response);
        } else {
          response.status(Status.REQUEST_TIMEOUT_408).send();
        }
      }
      default ->
          response
              .status(Status.METHOD_NOT_ALLOWED_405)
              .header(HeaderNames.ALLOW, "GET, POST")
              .send();
    }
  }

  /** Whether a request may be read: by where it comes from, and by what its connection showed. */
  private boolean admits(ServerRequest request) {
    List<Certificate> shown =
        request.remotePeer().tlsCertificates().map(List::of).orElse(List.of());
    // The connection may be older than the authorities, and what it resumed older still.
    boolean holds =
        shown.isEmpty() || settings.tls().map(front -> front.holds(shown)).orElse(false);
    return holds && guard.admits(header(request, "Host"), header(request, "Origin"));
  }

  /** Whether the revision is one of ours, where the client says which it speaks. */
  private static boolean isOurs(ServerRequest request) {
    return header(request, "MCP-Protocol-Version")
        .filter(version -> !Revisions.LEGACY.contains(version))
        .filter(version -> !version.equals(Revisions.MODERN))
        .isEmpty();
  }

  private void withStreamPlace(ServerResponse response, Runnable streaming) {
    if (!places.streams().tryAcquire()) {
      response.status(Status.SERVICE_UNAVAILABLE_503).header(HeaderNames.RETRY_AFTER, "1").send();
      return;
    }
    try {
      streaming.run();
    } finally {
      places.streams().release();
    }
  }

  private void message(ServerRequest request, ServerResponse response, Endpoint endpoint) {
    if (!admits(request)) {
      response.status(Status.FORBIDDEN_403).header(HeaderValues.CONNECTION_CLOSE).send();
      return;
    }
    switch (request.prologue().method().text()) {
      case "POST" -> post(request, response, endpoint);
      case "GET" -> get(request, response, endpoint);
      case "DELETE" -> {
        if (header(request, "Mcp-Session-Id").isEmpty() || !isOurs(request)) {
          response.status(Status.BAD_REQUEST_400).send();
          return;
        }
        handler.endSession(
            inbound(request, new byte[0], endpoint), new HttpSink(response, false, true));
        sessions.sweep();
      }
      default -> notAllowed(response);
    }
  }

  private static void notAllowed(ServerResponse response) {
    response
        .status(Status.METHOD_NOT_ALLOWED_405)
        .header(HeaderNames.ALLOW, "POST, GET, DELETE")
        .send();
  }

  /** Streams of server messages belong to sessions; whoever has none gets none. */
  private void get(ServerRequest request, ServerResponse response, Endpoint endpoint) {
    Optional<String> version = header(request, "MCP-Protocol-Version");
    if (header(request, "Mcp-Session-Id").isEmpty()
        || version.equals(Optional.of(Revisions.MODERN))) {
      notAllowed(response);
      return;
    }
    if (!isOurs(request)) {
      response.status(Status.BAD_REQUEST_400).send();
      return;
    }
    String accept = header(request, "Accept").orElse("").toLowerCase(Locale.ROOT);
    if (!accept.contains("text/event-stream")) {
      response.status(Status.NOT_ACCEPTABLE_406).send();
      return;
    }
    Inbound inbound = inbound(request, new byte[0], endpoint);
    withStreamPlace(
        response, () -> sessions.get(inbound, header(request, "Last-Event-ID"), response));
  }

  private void post(ServerRequest request, ServerResponse response, Endpoint endpoint) {
    String type = header(request, "Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.split(";", 2)[0].strip().equals("application/json")) {
      response.status(Status.UNSUPPORTED_MEDIA_TYPE_415).send();
      return;
    }
    String accept = header(request, "Accept").orElse("*/*").toLowerCase(Locale.ROOT);
    boolean takesAll = accept.contains("*/*");
    boolean takesStream = takesAll || accept.contains("text/event-stream");
    boolean takesJson =
        takesAll || accept.contains("application/json") || accept.contains("application/*");
    if (!takesStream && !takesJson) {
      response.status(Status.NOT_ACCEPTABLE_406).send();
      return;
    }
    Optional<byte[]> body = body(request);
    if (body.isEmpty()) {
      response.status(Status.REQUEST_TIMEOUT_408).send();
      return;
    }
    Semaphore taken = places.of(body.get());
    if (!taken.tryAcquire()) {
      response.status(Status.SERVICE_UNAVAILABLE_503).header(HeaderNames.RETRY_AFTER, "1").send();
      return;
    }
    Inbound inbound = inbound(request, body.get(), endpoint);
    if (header(request, "Mcp-Session-Id").isPresent()) {
      boolean takesEither = takesJson && !prefersStream(accept);
      sessions.post(inbound, response, takesStream, takesEither, taken::release);
      return;
    }
    try {
      handler.handle(inbound, new HttpSink(response, takesStream, takesJson));
    } finally {
      taken.release();
    }
  }

  /** Whoever names a stream first is always given one, even where the reply is all there is. */
  private static boolean prefersStream(String accept) {
    int stream = accept.indexOf("text/event-stream");
    return stream >= 0 && stream < accept.indexOf("application/json");
  }

  /** The whole body, unless it takes too long to come: a place is not held for who sends slowly. */
  private static Optional<byte[]> body(ServerRequest request) {
    if (!request.content().hasEntity()) {
      return Optional.of(new byte[0]);
    }
    long end = System.nanoTime() + BODY_AT_MOST.toNanos();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = request.content().inputStream()) {
      int read = in.read(buffer);
      while (read >= 0) {
        if (System.nanoTime() > end) {
          return Optional.empty();
        }
        body.write(buffer, 0, read);
        read = in.read(buffer);
      }
      return Optional.of(body.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Inbound inbound(ServerRequest request, byte[] body, Endpoint endpoint) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : request.headers()) {
      headers.putIfAbsent(header.headerName().lowerCase(), header.get());
    }
    PresentedCredentials.HEADERS.forEach(headers::remove);
    return new Inbound(body, new Headers(headers, true), credentials(request), endpoint);
  }

  private Credentials credentials(ServerRequest request) {
    return PresentedCredentials.of(request, settings.origin());
  }

  private void metadata(ServerRequest request, ServerResponse response) {
    if (settings.resourceMetadata().isEmpty()) {
      response.status(Status.NOT_FOUND_404).send();
      return;
    }
    response.header(HeaderNames.CONTENT_TYPE, "application/json");
    response.send(settings.resourceMetadata().get());
  }

  private void ready(ServerRequest request, ServerResponse response) {
    Health.State state = health.state();
    response.status(state.isReady() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
    response.header(HeaderNames.CONTENT_TYPE, "application/json");
    response.send(state.json());
  }

  private static Optional<String> header(ServerRequest request, String name) {
    return request.headers().first(HeaderNames.create(name));
  }
}
