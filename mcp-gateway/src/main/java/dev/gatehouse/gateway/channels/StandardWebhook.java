package dev.gatehouse.gateway.channels;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.gateway.credentials.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Signatures of webhooks.
 *
 * <p>Shape: {@code webhook-id: msg_…}, {@code webhook-timestamp: 1700000000}, {@code
 * webhook-signature: v1,Base64 v1,Base64}; signed is {@code id.timestamp.body} with HMAC-SHA-256.
 *
 * <p>Source: Standard Webhooks specification 1.0.0.
 */
final class StandardWebhook {
  static final Duration WINDOW = Duration.ofMinutes(5);

  static final String ID = "webhook-id";
  static final String TIMESTAMP = "webhook-timestamp";
  static final String SIGNATURE = "webhook-signature";

  private static final String PREFIX = "whsec_";
  private static final String VERSION = "v1,";

  /** While its secret changes a sender may send two; more would be work for nothing. */
  private static final int SIGNATURES_MAX = 5;

  private StandardWebhook() {}

  /** The headers of a message that goes out. */
  static Map<String, String> headers(Secret secret, String id, Instant at, String body) {
    String seconds = Long.toString(at.getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put(ID, id);
    headers.put(TIMESTAMP, seconds);
    headers.put(SIGNATURE, VERSION + signature(secret, id, seconds, body));
    return headers;
  }

  /** Whether one that came in is by who knows the secret, and for now. */
  static Genuine check(
      Secret secret, String id, String timestamp, String signatures, String body, Instant now) {
    // What ends an id in the signed text must not stand in it.
    if (!id.matches("[A-Za-z0-9_-]{1,256}") || !timestamp.matches("[0-9]{1,12}")) {
      return Genuine.MALFORMED;
    }
    String[] parts = signatures.split(" ", SIGNATURES_MAX + 1);
    if (parts.length > SIGNATURES_MAX) {
      return Genuine.MALFORMED;
    }
    byte[] right = (VERSION + signature(secret, id, timestamp, body)).getBytes(UTF_8);
    boolean isRight = false;
    for (String part : parts) {
      isRight |= Hmac.equal(right, part.getBytes(UTF_8));
    }
    if (!isRight) {
      return Genuine.FORGED;
    }
    return Genuine.inTime(Instant.ofEpochSecond(Long.parseLong(timestamp)), now, WINDOW);
  }

  private static String signature(Secret secret, String id, String seconds, String body) {
    byte[] key = Base64.getDecoder().decode(secret.text().substring(PREFIX.length()));
    return Base64.getEncoder().encodeToString(Hmac.sha256(key, id + "." + seconds + "." + body));
  }
}
