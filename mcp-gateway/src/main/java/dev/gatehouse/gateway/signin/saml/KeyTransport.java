package dev.gatehouse.gateway.signin.saml;

import static dev.gatehouse.gateway.signin.saml.Elements.atMostOne;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.w3c.dom.Element;

/**
 * How the key of an encrypted element is encrypted to ours: RSA-OAEP with these digests. RSA 1.5 is
 * refused: it tells whoever asks often enough what the key is.
 *
 * <p>Source: XML Encryption 1.1 §5.5.2.
 */
record KeyTransport(String digest, String maskDigest) {
  static final String OAEP = SamlNames.ENCRYPTION_11 + "rsa-oaep";
  static final String OAEP_MGF1P = SamlNames.ENCRYPTION + "rsa-oaep-mgf1p";
  private static final String MASK = SamlNames.ENCRYPTION_11 + "mgf1";

  static KeyTransport of(Element method) throws RefusedException {
    String algorithm = method.getAttribute("Algorithm");
    if (!algorithm.equals(OAEP) && !algorithm.equals(OAEP_MGF1P)) {
      throw new RefusedException(Refusal.ALGORITHM);
    }
    Optional<Element> digest =
        atMostOne(method, SamlNames.SIGNATURE, "DigestMethod", Refusal.ALGORITHM);
    Optional<Element> mask = atMostOne(method, SamlNames.ENCRYPTION_11, "MGF", Refusal.ALGORITHM);
    return new KeyTransport(
        digest.isPresent() ? digest(digest.get().getAttribute("Algorithm")) : "SHA-1",
        mask.isPresent() && algorithm.equals(OAEP)
            ? mask(mask.get().getAttribute("Algorithm"))
            : "SHA-1");
  }

  SecretKey unwrap(byte[] wrapped, PrivateKey ours) throws GeneralSecurityException {
    Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
    rsa.init(
        Cipher.DECRYPT_MODE,
        ours,
        new OAEPParameterSpec(
            digest, "MGF1", new MGF1ParameterSpec(maskDigest), PSource.PSpecified.DEFAULT));
    byte[] key = rsa.doFinal(wrapped);
    if (key.length == 0) {
      throw new InvalidKeyException("an empty key");
    }
    return new SecretKeySpec(key, "AES");
  }

  private static String digest(String uri) throws RefusedException {
    return switch (uri) {
      case SamlNames.SIGNATURE + "sha1" -> "SHA-1";
      case SamlNames.ENCRYPTION + "sha256" -> "SHA-256";
      case SamlNames.SIGNATURE_MORE + "sha384" -> "SHA-384";
      case SamlNames.ENCRYPTION + "sha512" -> "SHA-512";
      default -> throw new RefusedException(Refusal.ALGORITHM);
    };
  }

  private static String mask(String uri) throws RefusedException {
    return switch (uri) {
      case MASK + "sha1" -> "SHA-1";
      case MASK + "sha256" -> "SHA-256";
      case MASK + "sha384" -> "SHA-384";
      case MASK + "sha512" -> "SHA-512";
      default -> throw new RefusedException(Refusal.ALGORITHM);
    };
  }
}
