package dev.gatehouse.recordings.proof;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.note.StrictUtf8;
import java.nio.charset.CharacterCodingException;

/** Text, numbers and hashes, each in its one spelling. */
final class StrictText {
  /** So that no number overflows: 19 digits would. */
  private static final int DIGITS_MAX = 18;

  private StrictText() {}

  /** The text in {@code bytes}, of which there may be {@code bytesMax}. */
  static String utf8(byte[] bytes, int bytesMax, String what) throws ProofException {
    if (bytes.length > bytesMax) {
      throw new ProofException(
          what + " expected to have at most " + bytesMax + " bytes, not " + bytes.length);
    }
    try {
      return StrictUtf8.decode(bytes);
    } catch (CharacterCodingException e) {
      throw new ProofException(what + " expected to be UTF-8", e);
    }
  }

  /** A whole number from 0 on, in decimal, without zeros before it. */
  static long number(String text, String what) throws ProofException {
    boolean wellFormed =
        !text.isEmpty()
            && text.length() <= DIGITS_MAX
            && text.chars().allMatch(c -> c >= '0' && c <= '9')
            && (text.length() == 1 || text.charAt(0) != '0');
    if (!wellFormed) {
      throw new ProofException(what + " expected a whole number of 1 to " + DIGITS_MAX + " digits");
    }
    return Long.parseLong(text);
  }

  static Hash hash(String text, String what) throws ProofException {
    try {
      return Hash.ofBase64(text);
    } catch (IllegalArgumentException e) {
      throw new ProofException(what + " expected base64 of 32 bytes", e);
    }
  }
}
