package dev.gatehouse.gateway.identity.presented;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A caller's token as the subject of a token exchange.
 *
 * <p>Source: RFC 8693 §2.1.
 */
public final class SubjectToken {
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  private SubjectToken() {}

  /** The parameters that say for whom a token is wanted: for the exchange's form, nothing else. */
  public static Map<String, String> parameters(PresentedToken token) {
    return Map.of("subject_token", token.text(), "subject_token_type", ACCESS_TOKEN);
  }

  /** By which the token that it was exchanged for is found again. */
  public static String digest(PresentedToken token) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha256.digest(token.text().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
