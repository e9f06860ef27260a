package dev.gatehouse.gateway.credentials;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A private key, and how it signs. Immutable.
 *
 * @param algorithm as JOSE calls it
 * @param id under which the other side knows the public key
 */
public record SigningKey(PrivateKey key, String algorithm, Optional<String> id) {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  /**
   * Reads a key.
   *
   * <p>Shape: PKCS #8 in PEM, RSA, EC on P-256, P-384 or P-521, or Ed25519; RFC 5958, RFC 7468.
   *
   * @return nothing where the text is no such key
   */
  public static Optional<SigningKey> read(String pem) {
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      return Optional.empty();
    }
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    for (String kind : List.of("EC", "RSA", "Ed25519")) {
      try {
        PrivateKey key = KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
        return algorithm(key).map(algorithm -> new SigningKey(key, algorithm, Optional.empty()));
      } catch (GeneralSecurityException _) {
        // It is of another kind.
      }
    }
    return Optional.empty();
  }

  /** The same, known to the other side by this id. */
  public SigningKey known(String by) {
    return new SigningKey(key, algorithm, Optional.of(by));
  }

  private static Optional<String> algorithm(PrivateKey key) {
    if (!(key instanceof ECPrivateKey ec)) {
      return Optional.of(key.getAlgorithm().equals("RSA") ? "RS256" : "EdDSA");
    }
    return switch (ec.getParams().getOrder().bitLength()) {
      case 256 -> Optional.of("ES256");
      case 384 -> Optional.of("ES384");
      case 521 -> Optional.of("ES512");
      default -> Optional.empty();
    };
  }

  /** The algorithm only. */
  @Override
  public String toString() {
    return "SigningKey[" + algorithm + "]";
  }
}
