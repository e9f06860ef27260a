package dev.gatehouse.recordings.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.recordings.leaf.Disclosure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;

/**
 * One line of a payload file: what opens one commitment of one entry.
 *
 * <p>Shape: {@code {"content":"<base64>","entry":7,"part":"msg","salt":"<base64>"}} LF.
 */
public final class DisclosureLine {
  private static final byte[] BEFORE_CONTENT = "{\"content\":\"".getBytes(US_ASCII);
  private static final byte[] END = "\"}".getBytes(US_ASCII);
  private static final int SALT_CHARS = 44;

  private static final String ENTRY = "\",\"entry\":";
  private static final int DIGITS_MAX = 18;

  /** All that stands behind the content. */
  private static final int TAIL_CHARS_MAX = 128;

  private DisclosureLine() {}

  private static byte[] beforeSalt(long entry, String part) {
    return ("\",\"entry\":" + entry + ",\"part\":\"" + part + "\",\"salt\":\"").getBytes(US_ASCII);
  }

  /** Writes the line of {@code disclosure} of entry {@code entry} with its LF. */
  static void write(long entry, Disclosure disclosure, OutputStream out) throws IOException {
    Base64.Encoder base64 = Base64.getEncoder();
    out.write(BEFORE_CONTENT);
    out.write(base64.encode(disclosure.content()));
    out.write(beforeSalt(entry, disclosure.part()));
    out.write(base64.encode(disclosure.salt()));
    out.write(END);
    out.write('\n');
  }

  /**
   * Reads the line in {@code bytes} from {@code start} to before {@code end}, which must be that of
   * {@code part} of entry {@code entry}.
   *
   * <p>Errors: {@code IllegalArgumentException} for another's line and for every other spelling.
   */
  public static Disclosure parse(byte[] bytes, int start, int end, long entry, String part) {
    byte[] beforeSalt = beforeSalt(entry, part);
    int salt = end - END.length - SALT_CHARS;
    int content = start + BEFORE_CONTENT.length;
    int contentEnd = salt - beforeSalt.length;
    boolean inForm =
        contentEnd >= content
            && matches(bytes, start, BEFORE_CONTENT)
            && matches(bytes, contentEnd, beforeSalt)
            && matches(bytes, end - END.length, END);
    if (!inForm) {
      throw new IllegalArgumentException("a line that is another's or not in its one spelling");
    }
    return new Disclosure(
        part, decode(bytes, salt, end - END.length), decode(bytes, content, contentEnd));
  }

  /** The entry that a line says it belongs to; none where it says nothing of the sort. */
  public static OptionalLong entryOf(byte[] bytes, int start, int end) {
    int tail = Math.max(start, end - TAIL_CHARS_MAX);
    String text = new String(bytes, tail, end - tail, ISO_8859_1);
    int number = text.lastIndexOf(ENTRY) + ENTRY.length();
    int numberEnd = text.indexOf(',', number);
    if (number < ENTRY.length() || numberEnd < 0 || numberEnd - number > DIGITS_MAX) {
      return OptionalLong.empty();
    }
    String digits = text.substring(number, numberEnd);
    return digits.matches("[0-9]+")
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }

  private static boolean matches(byte[] bytes, int at, byte[] expected) {
    return Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
  }

  private static byte[] decode(byte[] bytes, int start, int end) {
    ByteBuffer found = Base64.getDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
    byte[] decoded =
        found.remaining() == found.array().length
            ? found.array()
            : Arrays.copyOf(found.array(), found.remaining());
    // What the decoder lets pass are missing padding and bits left over, both in the last group.
    int last = decoded.length % 3 == 0 ? 3 : decoded.length % 3;
    byte[] tail = Arrays.copyOfRange(decoded, Math.max(0, decoded.length - last), decoded.length);
    byte[] again = Base64.getEncoder().encode(tail);
    if ((end - start) != (decoded.length + 2) / 3 * 4
        || !matches(bytes, end - again.length, again)) {
      throw new IllegalArgumentException("base64 is not in its one spelling");
    }
    return decoded;
  }
}
