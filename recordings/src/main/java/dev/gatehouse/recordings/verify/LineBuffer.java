package dev.gatehouse.recordings.verify;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Reads a file line by line, each of which must end in LF and be no longer than a disclosure can
 * be, and digests it on the way. Made once for many files. Confined to one thread.
 */
final class LineBuffer {
  /** Base64 of the largest part, and the names around it. */
  private static final int LINE_BYTES_MAX = 64 * 1024 * 1024 / 3 * 4 + 1024;

  /** What is kept between files; a longer line takes more for as long as it is read. */
  private static final int KEPT_BYTES = 256 * 1024;

  private static final int FIRST_BYTES = 16 * 1024;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final MessageDigest digest = Digests.sha256();
  private InputStream file = InputStream.nullInputStream();
  private byte[] buffer = new byte[FIRST_BYTES];
  private int lineStart;
  private int lineEnd;
  private int next;
  private int end;

  /** Begins a file; the caller closes it. */
  void begin(InputStream file) {
    this.file = file;
    digest.reset();
    buffer = buffer.length > KEPT_BYTES ? new byte[FIRST_BYTES] : buffer;
    lineStart = 0;
    lineEnd = 0;
    next = 0;
    end = 0;
  }

  /** Moves on to the next line; false at the end of the file. */
  boolean nextLine() throws IOException {
    lineStart = next;
    int scanned = next;
    while (true) {
      scanned = lineFeed(scanned);
      if (scanned < end) {
        lineEnd = scanned;
        next = scanned + 1;
        return true;
      }
      int lineBytes = end - lineStart;
      if (!fill()) {
        if (lineBytes > 0) {
          throw new IOException("the last line has no end");
        }
        lineEnd = lineStart;
        return false;
      }
      scanned = lineStart + lineBytes;
    }
  }

  /** Where the first LF from {@code from} on is; the end of what was read, where there is none. */
  private int lineFeed(int from) {
    int at = from;
    while (at + 8 <= end && !hasLineFeed((long) EIGHT_BYTES.get(buffer, at))) {
      at += 8;
    }
    while (at < end && buffer[at] != '\n') {
      at++;
    }
    return at;
  }

  /** A byte of 0 among eight is the only one that borrows without having its high bit set. */
  private static boolean hasLineFeed(long bytes) {
    long zeroWhereLineFeed = bytes ^ 0x0a0a_0a0a_0a0a_0a0aL;
    return ((zeroWhereLineFeed - 0x0101_0101_0101_0101L)
            & ~zeroWhereLineFeed
            & 0x8080_8080_8080_8080L)
        != 0;
  }

  /** Moves the begun line to the front, and reads on behind it. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, lineStart, buffer, 0, end - lineStart);
    end -= lineStart;
    lineStart = 0;
    next = 0;
    if (end == buffer.length) {
      if (end > LINE_BYTES_MAX) {
        throw new IOException("a line of more than " + LINE_BYTES_MAX + " bytes");
      }
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = file.read(buffer, end, buffer.length - end);
    if (read <= 0) {
      return false;
    }
    digest.update(buffer, end, read);
    end += read;
    return true;
  }

  /** The array in which the line stands, until the next one. */
  byte[] bytes() {
    return buffer;
  }

  int lineStart() {
    return lineStart;
  }

  int lineEnd() {
    return lineEnd;
  }

  /** The SHA-256 in hex of the file, which was read to its end. */
  String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
