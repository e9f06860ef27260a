package dev.gatehouse.recordings;

import java.security.SecureRandom;
import java.time.Instant;

/**
 * Ids that sort by the time of their making.
 *
 * <p>Shape: 26 characters of Crockford's base 32: 48 bits of milliseconds, 80 random ones.
 */
final class Ulid {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private Ulid() {}

  static String next(Instant now, SecureRandom random) {
    StringBuilder text = new StringBuilder(26);
    for (int shift = 45; shift >= 0; shift -= 5) {
      text.append(ALPHABET.charAt((int) (now.toEpochMilli() >>> shift) & 31));
    }
    for (int i = 0; i < 16; i++) {
      text.append(ALPHABET.charAt(random.nextInt(32)));
    }
    return text.toString();
  }
}
