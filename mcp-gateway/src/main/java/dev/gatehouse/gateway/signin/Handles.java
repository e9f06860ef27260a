package dev.gatehouse.gateway.signin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Texts that nobody guesses, and digests of them, by which they are kept. */
public final class Handles {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Handles() {}

  /** A new one: 43 characters of base64url. */
  public static String fresh() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A short one that people type, such as {@code BCDF-GHJK}. Source: RFC 8628 §6.1. */
  static String typed() {
    String letters = "BCDFGHJKLMNPQRSTVWXZ";
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      text.append(i == 4 ? "-" : "").append(letters.charAt(RANDOM.nextInt(letters.length())));
    }
    return text.toString();
  }

  /** SHA-256 in base64url. */
  public static String digest(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(text.getBytes(UTF_8)));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether two are the same; takes as long whichever way. */
  public static boolean same(String one, String other) {
    return MessageDigest.isEqual(digest(one).getBytes(US_ASCII), digest(other).getBytes(US_ASCII));
  }
}
