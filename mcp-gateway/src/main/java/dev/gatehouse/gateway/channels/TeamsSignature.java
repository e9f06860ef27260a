package dev.gatehouse.gateway.channels;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.gateway.credentials.Secret;
import java.time.Duration;
import java.util.Base64;

/**
 * Signatures of outgoing webhooks of Microsoft Teams. When it was sent stands in what is signed.
 *
 * <p>Shape: {@code Authorization: HMAC Base64}; signed is the body with HMAC-SHA-256, by the bytes
 * of the security token.
 *
 * <p>Source: Microsoft Teams' documentation, "Create an Outgoing Webhook".
 */
final class TeamsSignature {
  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final String PREFIX = "HMAC ";

  private TeamsSignature() {}

  /** Whether it is by who knows the token; of its time nothing is known yet. */
  static Genuine check(Secret token, String authorization, String body) {
    if (!authorization.startsWith(PREFIX) || authorization.length() > 100) {
      return Genuine.MALFORMED;
    }
    byte[] mac = Hmac.sha256(Base64.getDecoder().decode(token.text()), body);
    byte[] right = Base64.getEncoder().encodeToString(mac).getBytes(UTF_8);
    byte[] found = authorization.substring(PREFIX.length()).strip().getBytes(UTF_8);
    return Hmac.equal(right, found) ? Genuine.GENUINE : Genuine.FORGED;
  }
}
