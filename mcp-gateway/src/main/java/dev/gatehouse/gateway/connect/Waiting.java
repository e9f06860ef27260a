package dev.gatehouse.gateway.connect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Browsers that are somewhere else, or have a page before them. Each is taken out once, by a text
 * that nobody guesses, in the same browser. They are forgotten when the gateway ends. Thread-safe.
 */
final class Waiting {
  /** As long as people take over a password and a second factor. */
  private static final Duration LIFE = Duration.ofMinutes(10);

  private static final long MAX = 20_000;
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * One of them.
   *
   * @param handle of the link that it opened
   * @param browser its cookie
   * @param verifier of PKCE, where it signs in
   */
  record One(String handle, String browser, String verifier) {
    @Override
    public String toString() {
      return "One[]";
    }
  }

  private final Cache<String, One> all =
      Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(LIFE).build();

  /** Keeps it under a new text. */
  String put(One one) {
    String text = fresh();
    all.put(digest(text), one);
    return text;
  }

  /** Takes it, if this is the same browser. */
  Optional<One> take(String text, Optional<String> browser) {
    return Optional.ofNullable(all.asMap().remove(digest(text)))
        .filter(one -> browser.filter(it -> same(it, one.browser())).isPresent());
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(US_ASCII), other.getBytes(US_ASCII));
  }

  /** 43 characters of base64url. */
  static String fresh() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** SHA-256 in base64url. */
  static String digest(String text) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
