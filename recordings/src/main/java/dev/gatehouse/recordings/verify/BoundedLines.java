package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads lines that end in LF and are not longer than a disclosure can be. Confined to one thread.
 */
final class BoundedLines implements AutoCloseable {
  /** Base64 of the largest part, and the names around it. */
  private static final int LINE_BYTES_MAX = 64 * 1024 * 1024 / 3 * 4 + 1024;

  private final InputStream file;
  private final byte[] buffer = new byte[64 * 1024];
  private int start;
  private int end;

  BoundedLines(InputStream file) {
    this.file = file;
  }

  boolean atEnd() throws IOException {
    if (start == end) {
      start = 0;
      end = Math.max(0, file.read(buffer));
    }
    return start == end;
  }

  /** The next line without its LF, one character a byte. */
  String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (!atEnd()) {
      int stop = start;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      line.write(buffer, start, stop - start);
      start = Math.min(stop + 1, end);
      if (stop < end) {
        return line.toString(ISO_8859_1);
      }
      if (line.size() > LINE_BYTES_MAX) {
        throw new IOException("a line of more than " + LINE_BYTES_MAX + " bytes");
      }
    }
    throw new IOException("the end of the file");
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
