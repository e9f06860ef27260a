package dev.gatehouse.gateway.unseal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.gateway.seal.AuditorKey;
import dev.gatehouse.gateway.seal.KeyFileException;
import dev.gatehouse.gateway.seal.KeyText;
import dev.gatehouse.gateway.seal.SealedPlace;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwe.KeyManagementAlgorithmIdentifiers;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * An auditor's private key. Immutable; thread-safe.
 *
 * <p>Shape: a JWK with its private members, or PKCS#8 in PEM ({@code PRIVATE KEY}). An elliptic
 * curve key in PEM does not tell its public half, and so not its name: then every original is
 * tried, and one that is for others cannot be told from one that was changed.
 */
public final class AuditorPrivateKey {
  private static final AlgorithmConstraints KEY_ENCRYPTIONS =
      new AlgorithmConstraints(
          ConstraintType.PERMIT,
          KeyManagementAlgorithmIdentifiers.ECDH_ES_A256KW,
          KeyManagementAlgorithmIdentifiers.RSA_OAEP_256);

  private static final AlgorithmConstraints CONTENT_ENCRYPTIONS =
      new AlgorithmConstraints(ConstraintType.PERMIT, AuditorKey.CONTENT_ENCRYPTION);

  private final Optional<String> id;
  private final PrivateKey key;

  private AuditorPrivateKey(Optional<String> id, PrivateKey key) {
    this.id = id;
    this.key = key;
  }

  /** Reads the key that a file holds. */
  public static AuditorPrivateKey read(Path file) throws KeyFileException {
    return switch (KeyText.read(file)) {
      case KeyText.Pem pem -> ofPem(pem);
      case KeyText.Jwks(var jwks) when jwks.size() == 1 -> ofJwk(jwks.getFirst());
      case KeyText.Jwks(var jwks) ->
          throw new KeyFileException("expected to hold one key, found " + jwks.size());
    };
  }

  /** The key's name, where its file tells. */
  public Optional<String> id() {
    return id;
  }

  /** Its name, and nothing else. */
  @Override
  public String toString() {
    return id.map(name -> "key " + name).orElse("key without a name");
  }

  /**
   * Opens a sealed original.
   *
   * @param sealed the part of an entry: a compact JWE a line
   * @param place the entry that it stands in
   */
  public Opening open(SealedPlace place, String sealed) {
    List<String> others = new ArrayList<>();
    for (String line : sealed.split("\n", -1)) {
      JsonWebEncryption jwe = new JsonWebEncryption();
      jwe.setAlgorithmConstraints(KEY_ENCRYPTIONS);
      jwe.setContentEncryptionAlgorithmConstraints(CONTENT_ENCRYPTIONS);
      try {
        jwe.setCompactSerialization(line);
      } catch (JoseException | RuntimeException e) {
        return new Opening.Broken("it is no JWE");
      }
      String named = Optional.ofNullable(jwe.getKeyIdHeaderValue()).orElse("no name");
      if (id.isEmpty() || id.get().equals(named)) {
        Opening opening = open(place, jwe);
        if (id.isPresent() || opening instanceof Opening.Opened) {
          return opening;
        }
      }
      others.add(named);
    }
    return new Opening.ForOthers(others);
  }

  private Opening open(SealedPlace place, JsonWebEncryption jwe) {
    String original;
    jwe.setKey(key);
    try {
      original = new String(jwe.getPlaintextBytes(), UTF_8);
    } catch (JoseException | RuntimeException e) {
      // Unchecked where a member of the header is missing, or of another type than expected.
      return new Opening.Broken("it was changed, or sealed to another key under this one's name");
    }
    for (Map.Entry<String, String> member : place.header().entrySet()) {
      String found = String.valueOf(jwe.getHeader(member.getKey()));
      if (!found.equals(member.getValue())) {
        return new Opening.Broken(
            "it was sealed for another entry: `%s` is `%s`, expected `%s`"
                .formatted(member.getKey(), found, member.getValue()));
      }
    }
    return new Opening.Opened(original);
  }

  private static AuditorPrivateKey ofJwk(Map<String, Object> members) throws KeyFileException {
    try {
      PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(members);
      PrivateKey key =
          Optional.ofNullable(jwk.getPrivateKey())
              .orElseThrow(
                  () -> new KeyFileException("holds a public key; expected the private one"));
      return new AuditorPrivateKey(Optional.of(thumbprint(jwk)), key);
    } catch (JoseException | RuntimeException e) {
      throw new KeyFileException("expected to hold a private JSON Web Key of kty EC or RSA");
    }
  }

  private static AuditorPrivateKey ofPem(KeyText.Pem pem) throws KeyFileException {
    if (!pem.label().equals("PRIVATE KEY")) {
      throw new KeyFileException(
          "holds a `"
              + pem.label()
              + "`; expected an unencrypted `PRIVATE KEY`, which `openssl pkcs8 -topk8 -nocrypt`"
              + " makes of others");
    }
    for (String type : List.of("EC", "RSA")) {
      try {
        KeyFactory factory = KeyFactory.getInstance(type);
        PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(pem.der().toArray()));
        if (key instanceof RSAPrivateCrtKey rsa) {
          var half = new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent());
          var jwk = PublicJsonWebKey.Factory.newPublicJwk(factory.generatePublic(half));
          return new AuditorPrivateKey(Optional.of(thumbprint(jwk)), key);
        }
        return new AuditorPrivateKey(Optional.empty(), key);
      } catch (GeneralSecurityException | JoseException e) {
        // Of the other type, or none.
      }
    }
    throw new KeyFileException("expected to hold an elliptic curve or RSA private key");
  }

  private static String thumbprint(PublicJsonWebKey jwk) {
    return jwk.calculateBase64urlEncodedThumbprint("SHA-256");
  }
}
