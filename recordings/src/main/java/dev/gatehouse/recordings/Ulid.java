package dev.gatehouse.recordings;

import java.security.SecureRandom;
import java.time.Instant;

/**
 * Ids that sort by the time of their making and cannot be guessed.
 *
 * <p>Shape: 26 characters of Crockford's base 32: 48 bits of milliseconds, 80 random ones.
 */
public final class Ulid {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int TIME_CHARS = 10;
  private static final int RANDOM_CHARS = 16;

  private Ulid() {}

  /** An id of this time. */
  public static String next(Instant now, SecureRandom random) {
    char[] id = new char[TIME_CHARS + RANDOM_CHARS];
    long millis = now.toEpochMilli();
    for (int i = TIME_CHARS - 1; i >= 0; i--) {
      id[i] = ALPHABET.charAt((int) (millis & 31));
      millis >>>= 5;
    }
    byte[] chance = new byte[RANDOM_CHARS];
    random.nextBytes(chance);
    for (int i = 0; i < RANDOM_CHARS; i++) {
      id[TIME_CHARS + i] = ALPHABET.charAt(chance[i] & 31);
    }
    return new String(id);
  }
}
