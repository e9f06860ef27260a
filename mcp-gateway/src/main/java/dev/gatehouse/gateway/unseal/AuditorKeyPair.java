package dev.gatehouse.gateway.unseal;

import dev.gatehouse.gateway.seal.AuditorKey;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * A new key of an auditor's on the curve P-256, as two JWKs of one line each.
 *
 * @param id the thumbprint, which is the {@code kid} of both
 * @param privateJwk for the auditor alone
 * @param publicJwk for the gateway's configuration
 */
public record AuditorKeyPair(String id, String privateJwk, String publicJwk) {

  /** Makes one. */
  public static AuditorKeyPair generate() {
    try {
      EllipticCurveJsonWebKey jwk = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      String id = jwk.calculateBase64urlEncodedThumbprint("SHA-256");
      jwk.setKeyId(id);
      jwk.setUse("enc");
      AuditorKey.algorithm(jwk).ifPresent(jwk::setAlgorithm);
      return new AuditorKeyPair(
          id,
          jwk.toJson(OutputControlLevel.INCLUDE_PRIVATE),
          jwk.toJson(OutputControlLevel.PUBLIC_ONLY));
    } catch (JoseException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /** Its name, and nothing else. */
  @Override
  public String toString() {
    return "key " + id;
  }
}
