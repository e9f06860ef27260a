package dev.gatehouse.policies.mask;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Pseudonyms that depend on a key alone, so that every gateway with the key gives the same, and
 * nobody has to look up what a value was called before.
 *
 * <p>Shape: {@code [email:h:9f2c41d07a3be512]}, the first 64 bits of an HMAC; for a token {@code
 * [email:t:0b7e6a1f93c24d5588e1a6f0]}, the first 96 bits of another, because one that stood for two
 * values would give back the wrong one. The kind is part of what is hashed: a number that is two
 * kinds of data has two names. Spelling is not: spaces and dashes within a number, capitals, and
 * full-width digits give the same name. Guarantee: immutable. Source: RFC 2104 with SHA-256.
 */
public final class KeyedPseudonyms implements Pseudonyms {
  /** As many as the digest has, so that guessing the key is no easier than guessing that. */
  public static final int KEY_BYTES_MIN = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int HASH_BYTES = 8;
  private static final int TOKEN_BYTES = 12;

  private final SecretKeySpec key;
  private final TokenVault vault;

  private KeyedPseudonyms(SecretKeySpec key, TokenVault vault) {
    this.key = key;
    this.vault = vault;
  }

  /** By this key, of {@link #KEY_BYTES_MIN} bytes or more; without a vault no token is kept. */
  public static KeyedPseudonyms of(byte[] key) {
    return of(key, TokenVault.none());
  }

  /** The same with tokens, whose values {@code vault} keeps. */
  public static KeyedPseudonyms of(byte[] key, TokenVault vault) {
    if (key.length < KEY_BYTES_MIN) {
      throw new IllegalArgumentException("a key of " + key.length + " bytes, expected 32 or more");
    }
    return new KeyedPseudonyms(new SecretKeySpec(key, ALGORITHM), vault);
  }

  @Override
  public String hash(String kind, String value) throws MaskingException {
    byte[] digest = digest("hash", kind, canonical(value));
    return "[" + kind + ":h:" + HexFormat.of().formatHex(digest, 0, HASH_BYTES) + "]";
  }

  @Override
  public String token(String kind, String value) throws MaskingException {
    byte[] digest = digest("token", kind, canonical(value));
    return "[" + kind + ":t:" + HexFormat.of().formatHex(digest, 0, TOKEN_BYTES) + "]";
  }

  @Override
  public void keep(Map<String, String> values) throws MaskingException {
    vault.keep(values);
  }

  @Override
  public int shiftDays(String subject, int most) throws MaskingException {
    byte[] digest = digest("shift", "", subject);
    long number = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      number = (number << Byte.SIZE) | (digest[i] & 0xFF);
    }
    int days = 1 + (int) (number % most);
    return (digest[Integer.BYTES] & 1) == 0 ? days : -days;
  }

  /** One spelling for all of one value. */
  static String canonical(String value) {
    String plain = Normalizer.normalize(value, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    StringBuilder dense = new StringBuilder(plain.length());
    boolean isNumber = true;
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      int type = Character.getType(c);
      if (Character.isDigit(c)) {
        dense.append((char) ('0' + Character.digit(c, 10)));
      } else if (Character.isLetter(c)) {
        dense.append(c);
      } else if (type != Character.FORMAT
          && type != Character.DASH_PUNCTUATION
          && !Character.isSpaceChar(c)
          && c != '.') {
        isNumber = false;
      }
    }
    return isNumber ? dense.toString() : plain.strip();
  }

  private byte[] digest(String purpose, String kind, String value) throws MaskingException {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      String text = purpose + '\u0000' + kind + '\u0000' + value;
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new MaskingException("cannot hash by the key of the masks", e);
    }
  }
}
