package dev.gatehouse.adapters.dial;

import dev.gatehouse.adapters.Deadline;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Small documents over HTTP, each on a connection of its own that is dialled by the rules. Follows
 * no redirects. Thread-safe.
 *
 * <p>Guarantee: no answer is larger than what was agreed, and each read ends at the deadline. A
 * thread that is interrupted gives up.
 *
 * <p>Source: RFC 9112.
 */
public final class Documents {
  private final Dialler dialler;
  private final int bytesMax;

  /**
   * Dialled by this.
   *
   * @param bytesMax of one answer with its headers, because it is held in memory as a whole
   */
  public Documents(Dialler dialler, int bytesMax) {
    this.dialler = dialler;
    this.bytesMax = bytesMax;
  }

  /**
   * What came back.
   *
   * @param headers by their names in lower case; where one came twice, the first
   */
  public record Answer(int status, Map<String, String> headers, String body) {
    public Answer {
      headers = Map.copyOf(headers);
    }

    /** The status; headers and body may be secret. */
    @Override
    public String toString() {
      return "Answer[" + status + "]";
    }
  }

  /**
   * What stands at this address.
   *
   * @throws IOException where no whole answer came in time
   */
  public Answer get(URI address, Map<String, String> headers, Deadline deadline)
      throws IOException {
    return send("GET", address, headers, "", deadline);
  }

  /**
   * What a text gets for an answer.
   *
   * @param headers with its {@code Content-Type}
   * @throws IOException where no whole answer came in time
   */
  public Answer post(URI address, Map<String, String> headers, String body, Deadline deadline)
      throws IOException {
    return send("POST", address, headers, body, deadline);
  }

  private Answer send(
      String method, URI address, Map<String, String> headers, String body, Deadline deadline)
      throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head = head(method, address, headers, content.length);
    Dialler.Dialled dialled = dialler.dial(address, deadline);
    // Not closed through TLS, whose farewell could block.
    try (SocketChannel _ = dialled.channel()) {
      byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
      byte[] whole = new byte[start.length + content.length];
      System.arraycopy(start, 0, whole, 0, start.length);
      System.arraycopy(content, 0, whole, start.length, content.length);
      dialled.socket().getOutputStream().write(whole);
      return new AnswerReader(dialled.socket(), deadline, bytesMax).read();
    }
  }

  private static String head(
      String method, URI address, Map<String, String> headers, int contentBytes) {
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    String host =
        address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort();
    StringBuilder head = new StringBuilder();
    head.append("%s %s%s HTTP/1.1\r\nHost: %s\r\n".formatted(method, path, query, host));
    head.append("User-Agent: gatehouse\r\nConnection: close\r\nAccept-Encoding: identity\r\n");
    headers.forEach((name, value) -> head.append(line(name, value)));
    if (!method.equals("GET")) {
      head.append("Content-Length: ").append(contentBytes).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  private static String line(String name, String value) {
    if (!name.matches("[A-Za-z0-9-]+") || !value.matches("[\\t\\x20-\\x7e]*")) {
      throw new IllegalArgumentException("the header `" + name + "` cannot be sent");
    }
    return name + ": " + value + "\r\n";
  }
}
