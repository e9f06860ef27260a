package dev.gatehouse.gateway.seal;

import dev.gatehouse.recordings.Direction;
import dev.gatehouse.recordings.EntryKind;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwe.ContentEncryptionAlgorithmIdentifiers;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwe.KeyManagementAlgorithmIdentifiers;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * The public half of an auditor's key: what is encrypted to it can be read by the auditor only.
 *
 * <p>Units and ranges: an elliptic curve key (P-256, P-384, P-521; ECDH-ES+A256KW) or an RSA key of
 * at least 2048 bits (RSA-OAEP-256), with A256GCM. Guarantee: immutable; thread-safe. Source: RFC
 * 7516, RFC 7518 §4, RFC 7638.
 */
public final class AuditorKey {
  /** How the content is encrypted, whatever the key. */
  public static final String CONTENT_ENCRYPTION = ContentEncryptionAlgorithmIdentifiers.AES_256_GCM;

  private static final String EC_ALGORITHM = KeyManagementAlgorithmIdentifiers.ECDH_ES_A256KW;
  private static final String RSA_ALGORITHM = KeyManagementAlgorithmIdentifiers.RSA_OAEP_256;

  /** Members that only a private or a symmetric key has: RFC 7518 §6.2.2, §6.3.2, §6.4. */
  private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  private static final String WHY_NOT_PRIVATE =
      "holds a private key, with which the gateway could open what it seals; expected the public"
          + " half alone";

  private final String id;
  private final String algorithm;
  private final PublicKey key;

  private AuditorKey(String id, String algorithm, PublicKey key) {
    this.id = id;
    this.algorithm = algorithm;
    this.key = key;
  }

  /** The keys that a file holds: a JWK, a set of them, or a public key in PEM. */
  public static List<AuditorKey> read(Path file) throws KeyFileException {
    List<AuditorKey> keys = new ArrayList<>();
    switch (KeyText.read(file)) {
      case KeyText.Pem(String label, _) when label.endsWith("PRIVATE KEY") ->
          throw new KeyFileException(WHY_NOT_PRIVATE);
      case KeyText.Pem pem -> keys.add(usable(ofPem(pem)));
      case KeyText.Jwks(var jwks) -> {
        for (Map<String, Object> jwk : jwks) {
          keys.add(usable(ofJwk(jwk)));
        }
      }
    }
    if (keys.isEmpty()) {
      throw new KeyFileException("holds no key");
    }
    return keys;
  }

  /** The key's name: its thumbprint (RFC 7638, SHA-256), which both halves have. */
  public String id() {
    return id;
  }

  /** Its name, and nothing else. */
  @Override
  public String toString() {
    return "auditor's key " + id;
  }

  /** How the content's key is encrypted to this kind of key; empty for kinds that are not used. */
  public static Optional<String> algorithm(PublicJsonWebKey key) {
    if (key instanceof EllipticCurveJsonWebKey) {
      return Optional.of(EC_ALGORITHM);
    }
    return key instanceof RsaJsonWebKey ? Optional.of(RSA_ALGORITHM) : Optional.empty();
  }

  /** A compact JWE of the text, for this place and this auditor. */
  String encrypt(SealedPlace place, String text) throws JoseException {
    JsonWebEncryption jwe = new JsonWebEncryption();
    jwe.setAlgorithmHeaderValue(algorithm);
    jwe.setEncryptionMethodHeaderParameter(CONTENT_ENCRYPTION);
    jwe.setKeyIdHeaderValue(id);
    place.header().forEach(jwe::setHeader);
    jwe.setKey(key);
    jwe.setPlaintext(text);
    return jwe.getCompactSerialization();
  }

  private static PublicJsonWebKey ofPem(KeyText.Pem pem) throws KeyFileException {
    if (!pem.label().equals("PUBLIC KEY")) {
      throw new KeyFileException(
          "holds a " + pem.label().toLowerCase(Locale.ROOT) + "; expected a PEM `PUBLIC KEY`");
    }
    for (String type : List.of("EC", "RSA")) {
      try {
        PublicKey key =
            KeyFactory.getInstance(type)
                .generatePublic(new X509EncodedKeySpec(pem.der().toArray()));
        return PublicJsonWebKey.Factory.newPublicJwk(key);
      } catch (GeneralSecurityException | JoseException e) {
        // Of the other type, or none.
      }
    }
    throw new KeyFileException("expected to hold an elliptic curve or RSA public key");
  }

  private static PublicJsonWebKey ofJwk(Map<String, Object> jwk) throws KeyFileException {
    if (jwk.keySet().stream().anyMatch(PRIVATE::contains)) {
      throw new KeyFileException(WHY_NOT_PRIVATE);
    }
    if (!"enc".equals(jwk.getOrDefault("use", "enc"))) {
      throw new KeyFileException("holds a key that is not for encryption (`use`)");
    }
    try {
      return PublicJsonWebKey.Factory.newPublicJwk(jwk);
    } catch (JoseException | RuntimeException e) {
      // Unchecked where a member is of another type than expected.
      throw new KeyFileException("expected to hold JSON Web Keys of kty EC or RSA");
    }
  }

  /** Encrypts once, because a key that cannot be used must be found before the first call. */
  private static AuditorKey usable(PublicJsonWebKey jwk) throws KeyFileException {
    String algorithm =
        algorithm(jwk)
            .orElseThrow(() -> new KeyFileException("expected keys of kty EC or RSA, no other"));
    if (!Optional.ofNullable(jwk.getAlgorithm()).orElse(algorithm).equals(algorithm)) {
      throw new KeyFileException("holds a key for another `alg` than " + algorithm);
    }
    String id = jwk.calculateBase64urlEncodedThumbprint("SHA-256");
    AuditorKey key = new AuditorKey(id, algorithm, jwk.getPublicKey());
    try {
      key.encrypt(new SealedPlace(EntryKind.REQUEST, "none", Direction.CLIENT_TO_SERVER), "{}");
      return key;
    } catch (JoseException | RuntimeException e) {
      throw new KeyFileException("holds a key that cannot be encrypted to: " + e.getMessage());
    }
  }
}
