package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
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
import java.util.Map;
import javax.net.ssl.SSLContext;

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

  HttpTransport(HttpSettings settings, SSLContext tls) {
    this.settings = settings;
    this.failures = new Failures(settings.name());
    this.connections = new HttpConnections(settings, tls);
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
  HttpReply post(byte[] body, Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return send(Method.POST, settings.uri(), body, headers, deadline);
  }

  /**
   * Posts a message to another address of the same server.
   *
   * @throws UpstreamException where no status line and headers came back
   */
  HttpReply post(URI target, byte[] body, Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return send(Method.POST, target, body, headers, deadline);
  }

  /**
   * Asks for a stream of events.
   *
   * @throws UpstreamException where no status line and headers came back
   */
  HttpReply get(Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return send(Method.GET, settings.uri(), new byte[0], headers, deadline);
  }

  /**
   * Ends something on the server.
   *
   * @throws UpstreamException where no status line and headers came back
   */
  HttpReply delete(Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return send(Method.DELETE, settings.uri(), new byte[0], headers, deadline);
  }

  /** Closes the connections that nobody uses. */
  @Override
  public void close() {
    connections.close();
    client.closeResource();
  }

  private HttpReply send(
      Method method, URI target, byte[] body, Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    HttpConnection connection = connect(deadline);
    connection.begin(deadline, settings.messages().bytesMax() + (long) STATUS_AND_HEADERS_BYTES);
    Http1ClientRequest request =
        client.method(method).uri(address(target)).skipUriEncoding(true).connection(connection);
    request.headers(all -> set(all, headers));
    Thread watch = Thread.ofVirtual().unstarted(() -> closeAtEnd(connection, deadline));
    if (body.length > UNWATCHED_BYTES) {
      watch.start();
    }
    try {
      Http1ClientResponse response = body.length > 0 ? request.submit(body) : request.request();
      return new HttpReply(response, connection, connections, this::failed);
    } catch (RuntimeException e) {
      connection.closeResource();
      throw failed(e, deadline);
    } finally {
      watch.interrupt();
    }
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

  private void set(ClientRequestHeaders all, Map<String, String> headers) {
    settings.headers().forEach((name, value) -> all.set(HeaderNames.create(name), value));
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

  private static ClientUri address(URI uri) {
    ClientUri address = ClientUri.create().scheme(uri.getScheme()).host(uri.getHost());
    if (uri.getPort() >= 0) {
      address.port(uri.getPort());
    }
    // All as a path, and unencoded: other ways decode `%2F` and change the order of the query.
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return address.resolvePath(path + query);
  }
}
