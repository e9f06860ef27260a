package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Credential;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.dial.Dialler;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.ClientRequestHeaders;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpLogConfig;
import io.helidon.http.Method;
import io.helidon.webclient.api.ClientUri;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientRequest;
import io.helidon.webclient.http1.Http1ClientResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Sends HTTP requests to one server and hands out its replies. Follows no redirects, because
 * headers that are credentials would go along. Thread-safe.
 */
final class HttpTransport implements AutoCloseable {
  // What fits here is taken by the operating system at once, so that writing it cannot block.
  private static final int UNWATCHED_BYTES = 16 << 10;
  private static final int STATUS_AND_HEADERS_BYTES = 64 << 10;

  private final HttpSettings settings;
  private final Failures failures;
  private final Http1Client client;
  private final HttpConnections connections;

  HttpTransport(HttpSettings settings, Dialler dialler) {
    this.settings = settings;
    this.failures = new Failures(settings.name());
    this.connections = new HttpConnections(settings, dialler);
    // The protocol's own log would show headers.
    HttpLogConfig silent = HttpLogConfig.builder().receiveLog(false).sendLog(false).build();
    this.client =
        Http1Client.builder()
            .protocolConfig(protocol -> protocol.log(silent))
            .servicesDiscoverServices(false)
            .followRedirects(false)
            .sendExpectContinue(false)
            .shareConnectionCache(false)
            .proxy(Proxy.noProxy())
            .build();
  }

  /** The address of the server. */
  URI address() {
    return settings.uri();
  }

  /**
   * Posts a message.
   *
   * @param headers besides the configured ones, over which they win
   * @throws UpstreamException where no status line and headers came back
   */
  HttpReply post(
      Conversation conversation, byte[] body, Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return post(conversation, settings.uri(), body, headers, deadline);
  }

  /**
   * Posts a message to another address of the same server.
   *
   * @throws UpstreamException where no status line and headers came back
   */
  HttpReply post(
      Conversation conversation,
      URI target,
      byte[] body,
      Map<String, String> headers,
      Deadline deadline)
      throws UpstreamException, InterruptedException {
    return authorized(conversation, new Sent(Method.POST, target, body, headers), deadline);
  }

  /**
   * Asks for a stream of events.
   *
   * @throws UpstreamException where no status line and headers came back
   */
  HttpReply get(Conversation conversation, Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    Sent sent = new Sent(Method.GET, settings.uri(), new byte[0], headers);
    return authorized(conversation, sent, deadline);
  }

  /**
   * Ends something on the server.
   *
   * @throws UpstreamException where no status line and headers came back
   */
  HttpReply delete(Conversation conversation, Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    Sent sent = new Sent(Method.DELETE, settings.uri(), new byte[0], headers);
    return authorized(conversation, sent, deadline);
  }

  /** Closes the connections that nobody uses. */
  @Override
  public void close() {
    connections.close();
    client.closeResource();
  }

  /**
   * Sends a request with the credential of now, and once more with another one where the server
   * refuses that: it has carried out nothing then.
   */
  private HttpReply authorized(Conversation conversation, Sent sent, Deadline deadline)
      throws UpstreamException, InterruptedException {
    Authorization authorization = settings.authorization();
    Credential shown = authorization.credential(conversation, deadline);
    HttpReply reply = send(sent, shown, deadline);
    Optional<Credential> other = Optional.empty();
    boolean isKnown = false;
    try {
      if (isRefusal(reply)) {
        other = authorization.refused(conversation, shown, refusal(reply), deadline);
      }
      isKnown = true;
    } finally {
      if (other.isPresent() || !isKnown) {
        reply.answered();
        reply.close();
      }
    }
    return other.isPresent() ? again(sent, other.get(), deadline) : reply;
  }

  private HttpReply again(Sent sent, Credential other, Deadline deadline)
      throws UpstreamException, InterruptedException {
    HttpReply reply = send(sent, other, deadline);
    if (reply.status() != 401) {
      return reply;
    }
    reply.answered();
    reply.close();
    throw failures.forbidden("refuses the gateway's credential, and the renewed one too");
  }

  private static boolean isRefusal(HttpReply reply) {
    return reply.status() == 401 || reply.status() == 403;
  }

  private static Authorization.Refusal refusal(HttpReply reply) {
    return new Authorization.Refusal(reply.status(), reply.headers("WWW-Authenticate"));
  }

  private HttpReply send(Sent sent, Credential shown, Deadline deadline)
      throws UpstreamException, InterruptedException {
    byte[] body = sent.body;
    HttpConnection connection = connect(deadline);
    connection.begin(deadline, settings.messages().bytesMax() + (long) STATUS_AND_HEADERS_BYTES);
    Http1ClientRequest request =
        client
            .method(sent.method)
            .uri(address(sent.target, shown.query()))
            .skipUriEncoding(true)
            .connection(connection);
    request.headers(all -> set(all, shown, sent.headers));
    Thread watch = Thread.ofVirtual().unstarted(() -> closeAtEnd(connection, deadline));
    if (body.length > UNWATCHED_BYTES) {
      watch.start();
    }
    try {
      Http1ClientResponse response = body.length > 0 ? request.submit(body) : request.request();
      return new HttpReply(response, connection, connections, secrets(shown), this::failed);
    } catch (RuntimeException e) {
      connection.closeResource();
      throw failed(e, deadline);
    } finally {
      watch.interrupt();
    }
  }

  private ShownSecrets secrets(Credential shown) {
    return ShownSecrets.of(settings.name(), settings.headers(), shown);
  }

  private HttpConnection connect(Deadline deadline) throws UpstreamException, InterruptedException {
    try {
      return connections.take(deadline);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw interrupted();
      }
      throw failures.unreachable("cannot be reached", e);
    }
  }

  private void set(ClientRequestHeaders all, Credential shown, Map<String, String> headers) {
    settings.headers().forEach((name, value) -> all.set(HeaderNames.create(name), value));
    shown.headers().forEach((name, value) -> all.set(HeaderNames.create(name), value));
    headers.forEach((name, value) -> all.set(HeaderNames.create(name), value));
    all.set(HeaderNames.USER_AGENT, "gatehouse");
  }

  /** What became of an exchange whose connection failed in the middle. */
  private UpstreamException failed(RuntimeException e, Deadline deadline)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw interrupted();
    }
    if (deadline.hasPassed() || e.getCause() instanceof SocketTimeoutException) {
      return failures.timedOut("did not reply in time");
    }
    return switch (e) {
      case HttpConnection.TooLongException _ ->
          failures.unintelligible("sent more than is allowed: " + e.getMessage());
      case UncheckedIOException _ -> failures.brokenOff("broke off before its reply", e);
      case InsufficientDataAvailableException _ ->
          failures.brokenOff("closed the connection before its reply", e);
      default -> failures.unintelligible("did not send a well-formed HTTP reply", e);
    };
  }

  private static InterruptedException interrupted() {
    return new InterruptedException("the call was cancelled");
  }

  private static void closeAtEnd(HttpConnection connection, Deadline deadline) {
    try {
      Thread.sleep(deadline.remaining());
      connection.closeResource();
    } catch (InterruptedException _) {
      // The request is written: from now on each read knows the deadline.
    }
  }

  private static ClientUri address(URI uri, Map<String, String> added) {
    ClientUri address = ClientUri.create().scheme(uri.getScheme()).host(uri.getHost());
    if (uri.getPort() >= 0) {
      address.port(uri.getPort());
    }
    // All as a path, and unencoded: other ways decode `%2F` and change the order of the query.
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    Optional.ofNullable(uri.getRawQuery()).ifPresent(query::add);
    added.forEach((name, value) -> query.add(encoded(name) + "=" + encoded(value)));
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return address.resolvePath(path + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A request before it has a credential; its body is not changed. */
  private static final class Sent {
    final Method method;
    final URI target;
    final byte[] body;
    final Map<String, String> headers;

    Sent(Method method, URI target, byte[] body, Map<String, String> headers) {
      this.method = method;
      this.target = target;
      this.body = body;
      this.headers = headers;
    }
  }
}
