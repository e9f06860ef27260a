package dev.gatehouse.gateway.mcp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Makes the ids of sessions, and tells whether one was made here, by this gateway or another with
 * the same secret, for the same principal and endpoint. Whoever guesses is told apart without a
 * look into any store.
 *
 * <p>Shape: 48 characters of URL-safe Base64: where in the log its {@code initialize} stands (8
 * bytes), 12 random bytes, and the first 16 bytes of an HMAC-SHA-256 over these, the principal and
 * the endpoint. Thread-safe.
 */
public final class SessionIds {
  private static final int PLACE_BYTES = 8;
  private static final int RANDOM_BYTES = 12;
  private static final int MAC_BYTES = 16;
  private static final int BYTES = PLACE_BYTES + RANDOM_BYTES + MAC_BYTES;
  private static final int CHARS = BYTES / 3 * 4;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecureRandom random = new SecureRandom();
  private final SecretKey key;

  /** Authenticated by this key. */
  public SessionIds(SecretKey key) {
    this.key = key;
  }

  /** An id that was never given before and cannot be guessed. */
  String next(String principal, String endpoint, long recordedAt) {
    byte[] head = new byte[PLACE_BYTES + RANDOM_BYTES];
    random.nextBytes(head);
    ByteBuffer.wrap(head).putLong(recordedAt);
    byte[] id = Arrays.copyOf(head, BYTES);
    System.arraycopy(mac(head, principal, endpoint), 0, id, head.length, MAC_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  /** Where the log says how the session began; empty where no such id was given. */
  OptionalLong recordedAt(String id, String principal, String endpoint) {
    if (id.length() != CHARS) {
      return OptionalLong.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(id);
      byte[] head = Arrays.copyOf(bytes, PLACE_BYTES + RANDOM_BYTES);
      byte[] found = Arrays.copyOfRange(bytes, head.length, bytes.length);
      byte[] expected = Arrays.copyOf(mac(head, principal, endpoint), MAC_BYTES);
      return MessageDigest.isEqual(expected, found)
          ? OptionalLong.of(ByteBuffer.wrap(head).getLong())
          : OptionalLong.empty();
    } catch (IllegalArgumentException _) {
      return OptionalLong.empty();
    }
  }

  private byte[] mac(byte[] head, String principal, String endpoint) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(head);
      // The length keeps the two from running into each other.
      byte[] owner = principal.getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(owner.length).array());
      mac.update(owner);
      return mac.doFinal(endpoint.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
