package dev.gatehouse.gateway.audit;

import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * Names exchanges.
 *
 * <p>Shape: a ULID, 26 characters of Crockford's base 32: 48 bits of milliseconds, then 80 of
 * chance, so that names sort by time and cannot be guessed. Thread-safe.
 */
public final class ExchangeIds {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** Timed by this clock. */
  public ExchangeIds(InstantSource clock) {
    this.clock = clock;
  }

  /** A name that was not given before. */
  public String next() {
    char[] id = new char[26];
    long millis = clock.millis();
    for (int i = 9; i >= 0; i--) {
      id[i] = ALPHABET.charAt((int) (millis & 31));
      millis >>>= 5;
    }
    byte[] chance = new byte[16];
    random.nextBytes(chance);
    for (int i = 10; i < 26; i++) {
      id[i] = ALPHABET.charAt(chance[i - 10] & 31);
    }
    return new String(id);
  }
}
