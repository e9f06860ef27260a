package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes the events of a server-sent event stream apart. Confined to one thread.
 *
 * <p>Shape: lines ended by LF, CR or CRLF; {@code data:} lines up to an empty line are one event;
 * lines that begin with a colon are keep-alives. The bytes of an event are those of its data lines,
 * joined by LF. Events of another type than the one that is wanted and events without data, by
 * which servers announce an id, carry no message and are passed over; their ids count.
 *
 * <p>Source: WHATWG HTML "Server-sent events", "Interpreting an event stream".
 */
final class SseReader {
  private static final int READ_BYTES = 8 << 10;
  // More is longer than anybody waits.
  private static final int RETRY_DIGITS_MAX = 9;
  private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** Where the stream comes from. */
  @FunctionalInterface
  interface Source {
    /** Waits for more; how many bytes came, or -1 at the end. */
    int read(byte[] into, Deadline deadline) throws UpstreamException, InterruptedException;
  }

  private final Source source;
  private final int bytesMax;
  private final Failures failures;
  private final byte[] buffer = new byte[READ_BYTES];
  private int next;
  private int end;
  private boolean isFirstLine = true;
  private boolean skipsLineFeed;
  private Position position;

  /**
   * Where a stream can be taken up again.
   *
   * @param lastId of the last event that was read as a whole
   * @param retry how long to wait before
   */
  record Position(Optional<String> lastId, Optional<Duration> retry) {
    /** Before the first event. */
    static final Position START = new Position(Optional.empty(), Optional.empty());
  }

  /** Over a stream; {@code bytesMax} bounds a line and an event, which are held in memory. */
  SseReader(Source source, int bytesMax, Failures failures) {
    this(source, bytesMax, failures, Position.START);
  }

  /** Over a stream that goes on from a position. */
  SseReader(Source source, int bytesMax, Failures failures, Position position) {
    this.source = source;
    this.bytesMax = bytesMax;
    this.failures = failures;
    this.position = position;
  }

  /** How far it was read. */
  Position position() {
    return position;
  }

  /**
   * Waits for the next message's data.
   *
   * @return nothing at the end of the stream; an event that the end cuts off is none
   */
  Optional<byte[]> next(Deadline deadline) throws UpstreamException, InterruptedException {
    return next("message", deadline);
  }

  /** Waits for the data of the next event of this type. */
  Optional<byte[]> next(String wanted, Deadline deadline)
      throws UpstreamException, InterruptedException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    boolean hasData = false;
    String type = "";
    Optional<String> id = position.lastId();
    while (true) {
      Optional<byte[]> read = line(deadline);
      if (read.isEmpty()) {
        return Optional.empty();
      }
      byte[] line = read.get();
      if (line.length == 0) {
        position = new Position(id, position.retry());
        if (data.size() > 0 && (type.isEmpty() ? "message" : type).equals(wanted)) {
          return Optional.of(data.toByteArray());
        }
        data.reset();
        hasData = false;
        type = "";
        continue;
      }
      int colon = indexOfColon(line);
      String field = new String(line, 0, colon, StandardCharsets.UTF_8);
      int value = valueStart(line, colon);
      switch (field) {
        case "data" -> {
          if (hasData) {
            data.write('\n');
          }
          hasData = true;
          data.write(line, value, line.length - value);
          refuseBeyondLimit(data.size());
        }
        case "event" -> type = text(line, value);
        case "id" -> id = id(text(line, value), id);
        case "retry" -> retry(text(line, value));
        default -> {
          // A comment, or a field that nobody knows.
        }
      }
    }
  }

  /** An empty id takes the last one back; one that no header can carry counts for nothing. */
  private static Optional<String> id(String text, Optional<String> before) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return HeaderValues.isPlain(text) ? Optional.of(text) : before;
  }

  private void retry(String text) {
    if (!text.isEmpty()
        && text.length() <= RETRY_DIGITS_MAX
        && text.chars().allMatch(SseReader::isDigit)) {
      Duration wait = Duration.ofMillis(Long.parseLong(text));
      position = new Position(position.lastId(), Optional.of(wait));
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static String text(byte[] line, int start) {
    return new String(line, start, line.length - start, StandardCharsets.UTF_8);
  }

  /** The next line without its end; nothing where the stream ends before it does. */
  private Optional<byte[]> line(Deadline deadline) throws UpstreamException, InterruptedException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (next == end) {
        next = 0;
        end = Math.max(0, source.read(buffer, deadline));
        if (end == 0) {
          return Optional.empty();
        }
      }
      if (skipsLineFeed) {
        skipsLineFeed = false;
        if (buffer[next] == '\n') {
          next++;
          continue;
        }
      }
      int start = next;
      while (next < end && buffer[next] != '\n' && buffer[next] != '\r') {
        next++;
      }
      line.write(buffer, start, next - start);
      refuseBeyondLimit(line.size());
      if (next < end) {
        skipsLineFeed = buffer[next++] == '\r';
        return Optional.of(withoutBom(line.toByteArray()));
      }
    }
  }

  private byte[] withoutBom(byte[] line) {
    boolean hasBom = isFirstLine && line.length >= 3 && Arrays.equals(line, 0, 3, BOM, 0, 3);
    isFirstLine = false;
    return hasBom ? Arrays.copyOfRange(line, 3, line.length) : line;
  }

  private void refuseBeyondLimit(int size) throws UpstreamException {
    // A line is longer than its data by the field's name.
    if (size > bytesMax + 16L) {
      throw failures.unintelligible("sent an event of more than " + bytesMax + " bytes");
    }
  }

  private static int indexOfColon(byte[] line) {
    int at = 0;
    while (at < line.length && line[at] != ':') {
      at++;
    }
    return at;
  }

  private static int valueStart(byte[] line, int colon) {
    int start = Math.min(line.length, colon + 1);
    return start < line.length && line[start] == ' ' ? start + 1 : start;
  }
}
