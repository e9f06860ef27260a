package dev.gatehouse.gateway.signin.saml;

import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a response is held against.
 *
 * @param audience our entity id
 * @param recipient our address for responses
 * @param requestId of the request that this browser was sent with
 * @param provider who has to have signed
 * @param key that opens what is encrypted to us; empty when ours cannot
 * @param rules what settings say of encryption
 * @param now when the response came
 * @param skew allowed between the provider's clock and ours
 */
record Expected(
    String audience,
    String recipient,
    String requestId,
    Provider provider,
    Optional<PrivateKey> key,
    Rules rules,
    Instant now,
    Duration skew) {

  /** What settings say of encryption; see {@link SamlSettings}. */
  record Rules(boolean encryptedOnly, boolean cbcAllowed) {}

  /** Refuses a time that has not come yet. */
  void requireReached(Instant time) throws RefusedException {
    if (time.isAfter(now.plus(skew))) {
      throw new RefusedException(Refusal.EARLY);
    }
  }

  /** Refuses a time that is over: from this moment on a thing is no longer good. */
  void requireAhead(Instant time) throws RefusedException {
    if (!time.isAfter(now.minus(skew))) {
      throw new RefusedException(Refusal.EXPIRED);
    }
  }

  /** Nothing of the key or the request. */
  @Override
  public String toString() {
    return "Expected[audience=" + audience + ", now=" + now + "]";
  }
}
