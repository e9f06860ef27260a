package dev.gatehouse.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that writes HTTP/1.1 as it is told, and reads what comes back to the end. */
final class RawHttp {
  private static final int SILENCE_MILLIS_MAX = 20_000;
  private static final int BYTES_MAX = 4 << 20;

  /**
   * What came back.
   *
   * @param status 0 where nothing did
   * @param body of the response, or what came of a stream before it was left
   */
  record Response(int status, String head, String body) {
    /** The value of a header; empty where there is none. */
    String header(String name) {
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  private static final Pattern LENGTH = Pattern.compile("content-length: ([0-9]+)");

  private RawHttp() {}

  /** One request on a connection of its own; a stream of events is left after its head. */
  static Response send(int port, String verb, String path, List<String> headers, byte[] body)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(SILENCE_MILLIS_MAX);
      StringBuilder head = new StringBuilder(verb + " " + path + " HTTP/1.1\r\n");
      if (headers.stream().noneMatch(it -> it.startsWith("Host:"))) {
        head.append("Host: 127.0.0.1:").append(port).append("\r\n");
      }
      headers.forEach(header -> head.append(header).append("\r\n"));
      head.append("Connection: close\r\nContent-Length: ").append(body.length).append("\r\n\r\n");
      socket.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      return read(socket.getInputStream(), verb.equals("GET"));
    }
  }

  /** The server may leave the connection open. */
  private static boolean isWhole(String received, boolean isLeftAfterHead) {
    int end = received.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    Matcher length = LENGTH.matcher(received.substring(0, end).toLowerCase(Locale.ROOT));
    return isLeftAfterHead
        || (length.find()
            ? received.length() - end - 4 >= Integer.parseInt(length.group(1))
            : received.endsWith("\r\n0\r\n\r\n") || received.startsWith("HTTP/1.1 202"));
  }

  private static Response read(InputStream in, boolean isLeftAfterHead) throws IOException {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    int read = in.read(buffer);
    while (read >= 0 && received.size() < BYTES_MAX) {
      received.write(buffer, 0, read);
      if (isWhole(received.toString(ISO_8859_1), isLeftAfterHead)) {
        break;
      }
      read = in.read(buffer);
    }
    String text = received.toString(UTF_8);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
      return new Response(0, text, "");
    }
    return new Response(
        Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
  }
}
