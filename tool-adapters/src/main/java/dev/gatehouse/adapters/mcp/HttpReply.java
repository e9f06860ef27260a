package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webclient.http1.Http1ClientResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A reply whose status and headers have come, and whose body is still to be read. Confined to one
 * thread; must be closed.
 */
final class HttpReply implements AutoCloseable {
  // An event stream usually ends right behind the answer: then the connection can be used again.
  private static final Duration END_EXPECTED = Duration.ofMillis(500);

  /** Says what a failed read means. */
  interface Reader {
    UpstreamException failed(RuntimeException e, Deadline deadline) throws InterruptedException;
  }

  private final Http1ClientResponse response;
  private final HttpConnection connection;
  private final HttpConnections connections;
  private final ShownSecrets secrets;
  private final Reader reader;
  private final boolean isFramed;
  private final InputStream body;
  private boolean isRead;
  private boolean isAnswered;
  private boolean isBroken;

  HttpReply(
      Http1ClientResponse response,
      HttpConnection connection,
      HttpConnections connections,
      ShownSecrets secrets,
      Reader reader) {
    this.response = response;
    this.connection = connection;
    this.connections = connections;
    this.secrets = secrets;
    this.reader = reader;
    this.isFramed =
        response.headers().contains(HeaderNames.CONTENT_LENGTH)
            || response.headers().containsToken(HeaderValues.TRANSFER_ENCODING_CHUNKED)
            || response.status().code() == 204;
    this.body = response.entity().inputStream();
    // Then the connection is free at once, and not only when a thread has looked.
    this.isRead =
        response.status().code() == 204
            || response.headers().first(HeaderNames.CONTENT_LENGTH).filter("0"::equals).isPresent();
  }

  /** What the request showed, and no message may hold. */
  ShownSecrets secrets() {
    return secrets;
  }

  /** The HTTP status. */
  int status() {
    return response.status().code();
  }

  /** The value of a header. */
  Optional<String> header(String name) {
    return response.headers().first(HeaderNames.create(name));
  }

  /** All values of a header, in their order. */
  List<String> headers(String name) {
    return response.headers().values(HeaderNames.create(name));
  }

  /** The media type in lower case, without parameters; the empty string where there is none. */
  String mediaType() {
    String type = header("Content-Type").orElse("");
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Waits for more of the body.
   *
   * @return how many bytes came, at least one, or -1 at the end
   * @throws UpstreamException where the server breaks off, takes too long or sends too much
   */
  int read(byte[] into, Deadline deadline) throws UpstreamException, InterruptedException {
    if (isRead) {
      return -1;
    }
    try {
      int count = body.read(into, 0, into.length);
      connection.allowMore();
      isRead = count < 0;
      return count;
    } catch (InsufficientDataAvailableException e) {
      if (!isFramed) {
        // Such a body ends with its connection.
        isRead = true;
        isBroken = true;
        return -1;
      }
      throw broken(e, deadline);
    } catch (RuntimeException e) {
      throw broken(e, deadline);
    } catch (IOException e) {
      throw broken(new UncheckedIOException(e), deadline);
    }
  }

  /** Lets the body be read for longer than the request was allowed to take. */
  void until(Deadline deadline) {
    connection.until(deadline);
  }

  /** Says that what follows in the body is of no interest. */
  void answered() {
    isAnswered = true;
  }

  /**
   * Lets go of the connection: for further use where the reply was read to its end, or where that
   * end must be near. Otherwise it is closed, by which a modern server knows that the request is
   * cancelled.
   */
  @Override
  public void close() {
    if (isBroken || !isFramed || response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
      connection.closeResource();
    } else if (isRead) {
      settle();
    } else if (isAnswered) {
      Thread.ofVirtual().name("upstream-reply-end").start(this::readToEnd);
    } else {
      connection.closeResource();
    }
  }

  private void settle() {
    // Bytes behind the reply belong to no request: nobody may take them for the next reply.
    if (connection.reader().available() == 0) {
      connections.giveBack(connection);
    } else {
      connection.closeResource();
    }
  }

  private void readToEnd() {
    Deadline end = Deadline.after(END_EXPECTED);
    connection.begin(end, 1 << 16);
    try {
      if (body.read() < 0) {
        settle();
        return;
      }
    } catch (RuntimeException | IOException _) {
      // It is not worth more.
    }
    connection.closeResource();
  }

  private UpstreamException broken(RuntimeException e, Deadline deadline)
      throws InterruptedException {
    isBroken = true;
    connection.closeResource();
    return reader.failed(e, deadline);
  }
}
