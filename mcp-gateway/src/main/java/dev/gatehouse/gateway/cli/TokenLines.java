package dev.gatehouse.gateway.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A client's messages, between which lines say that its token is another one from there on.
 *
 * <p>Shape: {@code a login } and the token; no message begins like that. Read by one thread; the
 * token may be asked for by any.
 */
final class TokenLines extends InputStream {
  static final String MARK = "a login ";

  private final InputStream in;
  private final int lineBytesMax;
  private byte[] ahead = new byte[0];
  private int at;
  private boolean isLineStart = true;
  private volatile String token;

  /**
   * Of these.
   *
   * @param first the token at the beginning
   */
  TokenLines(InputStream in, int lineBytesMax, String first) {
    this.in = in;
    this.lineBytesMax = lineBytesMax;
    this.token = first;
  }

  /** The one of now. */
  String token() {
    return token;
  }

  @Override
  public int read() throws IOException {
    while (at == ahead.length && isLineStart) {
      isLineStart = false;
      look();
    }
    int next = at < ahead.length ? ahead[at++] & 0xff : in.read();
    isLineStart = next == '\n';
    return next;
  }

  /** Reads the beginning of a line, and all of one that brings a token. */
  private void look() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    boolean isOurs = next == MARK.charAt(0);
    while (isOurs && next >= 0 && next != '\n' && line.size() < lineBytesMax) {
      line.write(next);
      next = in.read();
    }
    String text = line.toString(StandardCharsets.UTF_8);
    if (text.startsWith(MARK) && next == '\n') {
      token = text.substring(MARK.length());
      isLineStart = true;
      return;
    }
    if (next >= 0) {
      line.write(next);
    }
    ahead = line.toByteArray();
    at = 0;
  }

  /** One at a time: what waited for more would keep a message back. */
  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int next = read();
    if (next < 0) {
      return -1;
    }
    into[offset] = (byte) next;
    return 1;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
