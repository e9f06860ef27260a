package dev.gatehouse.adapters.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of a child's output, each of bounded length. Confined to one thread.
 *
 * <p>Shape: bytes up to LF, which is not part of the line. What follows the last LF is a line too.
 */
final class ChildLines {

  /** Hears the lines. */
  interface Listener {
    /** A line. */
    void line(byte[] bytes);

    /** A line beyond the limit, which was passed over. */
    void tooLong(long length);
  }

  private static final int READ_BYTES = 16 << 10;

  private final InputStream in;
  private final int bytesMax;
  private final Listener listener;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long length;

  ChildLines(InputStream in, int bytesMax, Listener listener) {
    this.in = in;
    this.bytesMax = bytesMax;
    this.listener = listener;
  }

  /**
   * Reads to the end.
   *
   * @throws IOException where the pipe breaks
   */
  void readAll() throws IOException {
    byte[] buffer = new byte[READ_BYTES];
    int count = in.read(buffer);
    while (count >= 0) {
      int start = 0;
      for (int i = 0; i < count; i++) {
        if (buffer[i] == '\n') {
          take(buffer, start, i);
          end();
          start = i + 1;
        }
      }
      take(buffer, start, count);
      count = in.read(buffer);
    }
    if (length > 0) {
      end();
    }
  }

  private void take(byte[] buffer, int start, int end) {
    length += end - start;
    if (length <= bytesMax) {
      line.write(buffer, start, end - start);
    }
  }

  private void end() {
    if (length <= bytesMax) {
      listener.line(line.toByteArray());
    } else {
      listener.tooLong(length);
    }
    line.reset();
    length = 0;
  }
}
