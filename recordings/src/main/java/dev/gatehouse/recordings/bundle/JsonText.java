package dev.gatehouse.recordings.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.leaf.JsonStrings;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

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

  private JsonText() {}

  private static byte[][] escapes() {
    byte[][] escapes = new byte[0x80][];
    for (char c = 0; c < escapes.length; c++) {
      String quoted = JsonStrings.quote(String.valueOf(c));
      byte[] escape = quoted.substring(1, quoted.length() - 1).getBytes(US_ASCII);
      escapes[c] = escape.length == 1 ? new byte[0] : escape;
    }
    return escapes;
  }

  /** Whether {@code bytes} are UTF-8 in its strict form. */
  static boolean isUtf8(byte[] bytes) {
    int ascii = 0;
    while (ascii + 8 <= bytes.length && ((long) EIGHT_BYTES.get(bytes, ascii) & HIGH_BITS) == 0) {
      ascii += 8;
    }
    while (ascii < bytes.length && bytes[ascii] >= 0) {
      ascii++;
    }
    return ascii == bytes.length || decodes(ByteBuffer.wrap(bytes, ascii, bytes.length - ascii));
  }

  private static boolean decodes(ByteBuffer bytes) {
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer decoded = CharBuffer.allocate(PIECE_BYTES);
    CoderResult result = decoder.decode(bytes, decoded, true);
    while (result.isOverflow()) {
      decoded.clear();
      result = decoder.decode(bytes, decoded, true);
    }
    return result.isUnderflow();
  }

  /** Writes {@code text} with its quotes. */
  static void writeQuoted(byte[] text, OutputStream out) throws IOException {
    byte[] piece = new byte[Math.min(PIECE_BYTES, text.length + text.length / 4 + 64)];
    int at = 0;
    piece[at++] = '"';
    for (byte b : text) {
      if (at + ESCAPE_BYTES_MAX + 1 > piece.length) {
        out.write(piece, 0, at);
        at = 0;
      }
      if (b < 0 || ESCAPES[b].length == 0) {
        piece[at++] = b;
      } else {
        byte[] escape = ESCAPES[b];
        System.arraycopy(escape, 0, piece, at, escape.length);
        at += escape.length;
      }
    }
    piece[at++] = '"';
    out.write(piece, 0, at);
  }
}
