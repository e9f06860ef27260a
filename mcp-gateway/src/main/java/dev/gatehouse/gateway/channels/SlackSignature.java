package dev.gatehouse.gateway.channels;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.gateway.credentials.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Signatures of Slack.
 *
 * <p>Shape: {@code X-Slack-Request-Timestamp: 1700000000}, {@code X-Slack-Signature: v0=hex};
 * signed is {@code v0:timestamp:body} with HMAC-SHA-256.
 *
 * <p>Source: Slack's documentation, "Verifying requests from Slack".
 */
final class SlackSignature {
  static final Duration WINDOW = Duration.ofMinutes(5);

  static final String TIMESTAMP = "x-slack-request-timestamp";
  static final String SIGNATURE = "x-slack-signature";

  private SlackSignature() {}

  static Genuine check(
      Secret secret, String timestamp, String signature, String body, Instant now) {
    if (!timestamp.matches("[0-9]{1,12}") || !signature.matches("v0=[0-9a-f]{64}")) {
      return Genuine.MALFORMED;
    }
    byte[] mac = Hmac.sha256(secret.text().getBytes(UTF_8), "v0:" + timestamp + ":" + body);
    byte[] right = ("v0=" + HexFormat.of().formatHex(mac)).getBytes(UTF_8);
    return Hmac.equal(right, signature.getBytes(UTF_8))
        ? Genuine.inTime(Instant.ofEpochSecond(Long.parseLong(timestamp)), now, WINDOW)
        : Genuine.FORGED;
  }
}
