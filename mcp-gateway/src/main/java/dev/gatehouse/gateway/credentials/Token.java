package dev.gatehouse.gateway.credentials;

import java.time.Duration;
import java.util.Optional;

/**
 * A token as its source gives it.
 *
 * @param lifetime from now; nothing where that is not known
 */
record Token(String text, Optional<Duration> lifetime) {
  /** Larger than any token that servers take in a header. */
  static final int CHARS_MAX = 16 << 10;

  /** Whether a header can carry the text as a token: visible ASCII without blanks. */
  static boolean isToken(String text) {
    return !text.isEmpty()
        && text.length() <= CHARS_MAX
        && text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }

  /** Its lifetime only. */
  @Override
  public String toString() {
    return "Token[lifetime=" + lifetime + "]";
  }
}
