package dev.gatehouse.gateway.credentials;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Texts that nobody guesses, and digests by which they are kept. */
final class Nonces {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Nonces() {}

  /** A new one: 43 characters of base64url, which is a PKCE verifier too; RFC 7636 §4.1. */
  static String fresh() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return base64(bytes);
  }

  /** SHA-256 in base64url, which is a PKCE challenge too; RFC 7636 §4.2. */
  static String digest(String text) {
    try {
      return base64(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether two are the same; takes as long whichever way. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(digest(one).getBytes(US_ASCII), digest(other).getBytes(US_ASCII));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
