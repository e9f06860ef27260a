package dev.gatehouse.policies.mask;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A text that is written in base64 inside another.
 *
 * @param start of the written form, from 0
 * @param end behind it
 * @param text what it says
 * @param written how it was written, to write another text in the same way
 */
record Base64Text(int start, int end, String text, Written written) {
  /** Fewer characters encode nothing that any detector finds. */
  static final int CHARACTERS_MIN = 8;

  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /** Bytes beyond ASCII are few in what is a text in Latin 1: at most one in so many. */
  private static final int ASCII_EACH = 4;

  /** In the order of trying; with the last, any bytes are a text, and seldom look like one. */
  private static final List<Charset> CHARSETS =
      List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16, StandardCharsets.ISO_8859_1);

  /** The variant of base64, and what the bytes mean. */
  record Written(boolean isUrl, boolean isPadded, int lineLength, String lineEnd, Charset charset) {
    String encode(String text) {
      Base64.Encoder encoder = isUrl ? Base64.getUrlEncoder() : Base64.getEncoder();
      encoder = isPadded ? encoder : encoder.withoutPadding();
      byte[] bytes = text.getBytes(charset);
      String plain = encoder.encodeToString(bytes);
      if (lineLength == 0) {
        return plain;
      }
      StringBuilder lines = new StringBuilder(plain.length() + plain.length() / lineLength * 2);
      for (int at = 0; at < plain.length(); at += lineLength) {
        lines.append(at == 0 ? "" : lineEnd);
        lines.append(plain, at, Math.min(plain.length(), at + lineLength));
      }
      return lines.toString();
    }
  }

  /** What stands in these characters, if it is text; they are all of the alphabet or line ends. */
  static Optional<Base64Text> in(String outer, int start, int end) {
    String written = outer.substring(start, end);
    int firstLine = written.indexOf('\n');
    String lineEnd = firstLine > 0 && written.charAt(firstLine - 1) == '\r' ? "\r\n" : "\n";
    int lineLength = firstLine < 0 ? 0 : firstLine - lineEnd.length() + 1;
    String dense = firstLine < 0 ? written : written.replace("\r", "").replace("\n", "");
    boolean isUrl = dense.indexOf('-') >= 0 || dense.indexOf('_') >= 0;
    boolean isPlain = dense.indexOf('+') >= 0 || dense.indexOf('/') >= 0;
    boolean isPadded = dense.endsWith("=");
    int digits = dense.length();
    while (digits > 0 && dense.charAt(digits - 1) == '=') {
      digits--;
    }
    if ((isUrl && isPlain) || digits < CHARACTERS_MIN || digits % 4 == 1) {
      return Optional.empty();
    }
    if (!mayBeText(dense)) {
      return Optional.empty();
    }
    boolean pads = isPadded || (!isUrl && digits % 4 == 0);
    byte[] bytes;
    try {
      Base64.Decoder decoder = isUrl ? Base64.getUrlDecoder() : Base64.getDecoder();
      bytes = decoder.decode(dense.substring(0, digits));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    for (Charset charset : CHARSETS) {
      Optional<String> text = decoded(bytes, charset);
      if (text.isPresent()) {
        Written how = new Written(isUrl, pads, lineLength, lineEnd, charset);
        return Optional.of(new Base64Text(start, end, text.get(), how));
      }
    }
    return Optional.empty();
  }

  /** A look at the first bytes, because most words of a text come by here. */
  private static boolean mayBeText(String dense) {
    int bits = 0;
    for (int i = 0; i < CHARACTERS_MIN; i++) {
      bits =
          (bits << 6)
              | DIGITS.indexOf(
                  dense.charAt(i) == '-' ? '+' : dense.charAt(i) == '_' ? '/' : dense.charAt(i));
      int left = (i % 4 + 1) * 6 % 8;
      int octet = (bits >> left) & 0xFF;
      boolean isWhole = i % 4 > 0;
      if (i == 1 && octet >= 0xFE) {
        return true;
      } else if (isWhole && ((octet < ' ' && !isSpace(octet)) || octet == 0x7F)) {
        return false;
      } else if (i == 1 && octet >= 0x80 && octet < 0xC0) {
        return false;
      }
    }
    return true;
  }

  /** The bytes as text, if they are nothing but printable. */
  private static Optional<String> decoded(byte[] bytes, Charset charset) {
    try {
      String text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      boolean isText = text.chars().allMatch(c -> c >= ' ' ? !isControl(c) : isSpace(c));
      boolean isLatin = !charset.equals(StandardCharsets.ISO_8859_1) || isMostlyAscii(text);
      boolean isMarked = !charset.equals(StandardCharsets.UTF_16) || hasByteOrder(bytes);
      return Optional.of(text).filter(_ -> isText && isLatin && isMarked && !text.isEmpty());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private static boolean isMostlyAscii(String text) {
    return text.chars().filter(c -> c >= 0x80).count() * ASCII_EACH <= text.length();
  }

  private static boolean hasByteOrder(byte[] bytes) {
    return (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
        || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE);
  }

  private static boolean isControl(int c) {
    return (c >= 0x7F && c < 0xA0) || c == 0xFFFD || c >= 0xFFFE;
  }

  private static boolean isSpace(int c) {
    return c == '\n' || c == '\r' || c == '\t' || c == '\f';
  }
}
