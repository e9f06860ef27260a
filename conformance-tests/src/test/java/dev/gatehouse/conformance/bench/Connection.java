package dev.gatehouse.conformance.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One client's connection, which sends the same request again and again. Confined to one thread.
 */
final class Connection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] request;
  private final byte[] buffer = new byte[64 << 10];

  Connection(URI endpoint, byte[] request) throws IOException {
    socket = new Socket(endpoint.getHost(), endpoint.getPort());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
    out = socket.getOutputStream();
    this.request = request;
  }

  /** The whole of a request that calls this tool. */
  static byte[] call(URI endpoint, String tool) {
    String body =
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s",\
        "arguments":{"order":"O-501","note":"as agreed on the phone"},\
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
        "io.modelcontextprotocol/clientInfo":{"name":"bench","version":"1"},\
        "io.modelcontextprotocol/clientCapabilities":{}}}}\
        """
            .formatted(tool);
    String head =
        """
        POST /mcp HTTP/1.1
        Host: %s
        Content-Type: application/json
        Accept: application/json, text/event-stream
        MCP-Protocol-Version: 2026-07-28
        Mcp-Method: tools/call
        Mcp-Name: %s
        Content-Length: %d

        """
            .formatted(endpoint.getAuthority(), tool, body.length())
            .replace("\n", "\r\n");
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Sends the request and reads the reply.
   *
   * @return bytes of its body
   */
  long exchange() throws IOException {
    out.write(request);
    String status = line();
    if (!status.contains(" 200")) {
      throw new IOException("answered with " + status);
    }
    long length = -1;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).strip());
      }
    }
    return length >= 0 ? skip(length) : chunks();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private long chunks() throws IOException {
    long sum = 0;
    while (true) {
      long length = Long.parseLong(line().strip(), 16);
      skip(length);
      line();
      if (length == 0) {
        return sum;
      }
      sum += length;
    }
  }

  private long skip(long length) throws IOException {
    for (long left = length; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new IOException("closed in a reply");
      }
      left -= read;
    }
    return length;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("closed in a head");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }
}
