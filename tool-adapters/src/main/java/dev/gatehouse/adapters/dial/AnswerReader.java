package dev.gatehouse.adapters.dial;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.dial.Documents.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one answer and nothing behind it. What a peer may not send ends it, because two readings of
 * one answer are how answers are smuggled. Confined to one thread.
 *
 * <p>Source: RFC 9112 §4 to §7.
 */
final class AnswerReader {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*");
  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(?:;.*)?");
  private static final int LINE_BYTES_MAX = 16 << 10;

  /** An interim answer that is followed by others without an end is none. */
  private static final int INTERIM_MAX = 8;

  private final Socket socket;
  private final Deadline deadline;
  private final InputStream in;
  private final byte[] buffer = new byte[16 << 10];
  private int at;
  private int end;
  private long left;

  AnswerReader(Socket socket, Deadline deadline, int bytesMax) throws IOException {
    this.socket = socket;
    this.deadline = deadline;
    this.in = socket.getInputStream();
    this.left = bytesMax;
  }

  Answer read() throws IOException {
    for (int i = 0; i < INTERIM_MAX; i++) {
      Matcher status = STATUS.matcher(line());
      if (!status.matches()) {
        throw new IOException("no HTTP answer");
      }
      int code = Integer.parseInt(status.group(1));
      Map<String, String> headers = headers();
      if (code >= 200) {
        boolean hasBody = code != 204 && code != 304;
        return new Answer(code, headers, hasBody ? body(headers) : "");
      }
    }
    throw new IOException("no final answer");
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      Matcher field = FIELD.matcher(line);
      if (!field.matches()) {
        throw new IOException("a header is malformed");
      }
      String name = field.group(1).toLowerCase(Locale.ROOT);
      String before = headers.putIfAbsent(name, field.group(2));
      boolean frames = name.equals("content-length") || name.equals("transfer-encoding");
      if (before != null && frames) {
        throw new IOException("the header `" + name + "` came twice");
      }
    }
    return headers;
  }

  private String body(Map<String, String> headers) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Optional<String> coding = Optional.ofNullable(headers.get("transfer-encoding"));
    Optional<String> length = Optional.ofNullable(headers.get("content-length"));
    if (coding.isPresent()) {
      if (!coding.get().equalsIgnoreCase("chunked") || length.isPresent()) {
        throw new IOException("the length of the answer is in doubt");
      }
      chunks(body);
    } else if (length.isPresent()) {
      if (!length.get().matches("[0-9]{1,9}")) {
        throw new IOException("the length of the answer is no number");
      }
      copy(Integer.parseInt(length.get()), body);
    } else {
      for (int next = next(); next >= 0; next = next()) {
        body.write(next);
      }
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  private void chunks(ByteArrayOutputStream body) throws IOException {
    while (true) {
      Matcher chunk = CHUNK.matcher(line());
      if (!chunk.matches()) {
        throw new IOException("a chunk is malformed");
      }
      long size = Long.parseLong(chunk.group(1), 16);
      if (size == 0) {
        headers();
        return;
      }
      copy(size, body);
      if (!line().isEmpty()) {
        throw new IOException("a chunk is longer than it says");
      }
    }
  }

  private void copy(long count, ByteArrayOutputStream to) throws IOException {
    for (long i = 0; i < count; i++) {
      to.write(present());
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = present(); next != '\n'; next = present()) {
      if (line.length() == LINE_BYTES_MAX) {
        throw new IOException("a line is too long");
      }
      line.append((char) next);
    }
    boolean hasReturn = !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
    return hasReturn ? line.substring(0, line.length() - 1) : line.toString();
  }

  private int present() throws IOException {
    int next = next();
    if (next < 0) {
      throw new IOException("the connection was closed before the end of the answer");
    }
    return next;
  }

  /** The next byte; negative at the end. */
  private int next() throws IOException {
    if (at == end) {
      if (deadline.hasPassed()) {
        throw new SocketTimeoutException("the deadline has passed");
      }
      socket.setSoTimeout(Math.clamp(deadline.remaining().toMillis(), 1, Integer.MAX_VALUE));
      at = 0;
      end = Math.max(0, in.read(buffer));
      if (end == 0) {
        return -1;
      }
    }
    left--;
    if (left < 0) {
      throw new IOException("more than is allowed");
    }
    return buffer[at++] & 0xff;
  }
}
