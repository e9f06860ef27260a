package dev.gatehouse.recordings.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.recordings.leaf.JsonStrings;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes text that is UTF-8 already as a JSON string, in the spelling of {@link JsonStrings}, and
 * in pieces: a part can be large.
 */
final class JsonText {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final int PIECE_BYTES = 8192;

  /** The longest escape: a backslash, a {@code u}, four digits. */
  private static final int ESCAPE_BYTES_MAX = 6;

  /** What each byte below 0x80 becomes; nothing where it stays. */
  private static final byte[][] ESCAPES = escapes();

  private static final boolean[] PLAIN = plain();

  private JsonText() {}

  private static boolean[] plain() {
    boolean[] plain = new boolean[0x100];
    for (int b = 0; b < plain.length; b++) {
      plain[b] = b >= ESCAPES.length || ESCAPES[b].length == 0;
    }
    return plain;
  }

  private static byte[][] escapes() {
    byte[][] escapes = new byte[0x80][];
    for (char c = 0; c < escapes.length; c++) {
      String quoted = JsonStrings.quote(String.valueOf(c));
      byte[] escape = quoted.substring(1, quoted.length() - 1).getBytes(US_ASCII);
      escapes[c] = escape.length == 1 ? new byte[0] : escape;
    }
    return escapes;
  }

  /**
   * Whether {@code bytes} are UTF-8 in its strict form: shortest encodings only, no surrogates,
   * nothing above U+10FFFF.
   *
   * <p>Source: RFC 3629 §4.
   */
  static boolean isUtf8(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      if (at + 8 <= bytes.length && ((long) EIGHT_BYTES.get(bytes, at) & HIGH_BITS) == 0) {
        at += 8;
      } else if (bytes[at] >= 0) {
        at++;
      } else {
        int length = sequenceLength(bytes, at);
        if (length == 0) {
          return false;
        }
        at += length;
      }
    }
    return true;
  }

  /** The length of the sequence of more than one byte at {@code at}; 0 where there is none. */
  private static int sequenceLength(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length == 0 || at + length > bytes.length) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    boolean continued = second >= lowest && second <= highest;
    for (int i = at + 2; i < at + length; i++) {
      continued &= (bytes[i] & 0xc0) == 0x80;
    }
    return continued ? length : 0;
  }

  /** Writes {@code text} with its quotes. */
  static void writeQuoted(byte[] text, OutputStream out) throws IOException {
    byte[] piece = new byte[Math.min(PIECE_BYTES, text.length + text.length / 4 + 64)];
    piece[0] = '"';
    int at = 1;
    int read = 0;
    while (read < text.length) {
      // INVARIANT: what is read until the next look at the room fits, be all of it escapes.
      int end = Math.min(text.length, read + (piece.length - at) / ESCAPE_BYTES_MAX);
      while (read < end) {
        byte b = text[read++];
        if (PLAIN[b & 0xff]) {
          piece[at++] = b;
        } else {
          byte[] escape = ESCAPES[b];
          System.arraycopy(escape, 0, piece, at, escape.length);
          at += escape.length;
        }
      }
      if (piece.length - at < ESCAPE_BYTES_MAX) {
        out.write(piece, 0, at);
        at = 0;
      }
    }
    out.write(piece, 0, at);
    out.write('"');
  }
}
