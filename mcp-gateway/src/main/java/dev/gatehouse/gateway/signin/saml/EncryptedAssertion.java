package dev.gatehouse.gateway.signin.saml;

import static dev.gatehouse.gateway.signin.saml.Elements.atMostOne;
import static dev.gatehouse.gateway.signin.saml.Elements.one;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.w3c.dom.Element;

/**
 * An assertion that only we can read.
 *
 * <p>Guarantee: a key inside is taken out by RSA-OAEP only, and content by AES-GCM, or by AES-CBC
 * where the caller says so. What comes out is as strange as what went in: it is parsed, walked and
 * checked like anything else. Thread-safe.
 *
 * <p>Source: SAML core §2.3.4; XML Encryption 1.1.
 */
final class EncryptedAssertion {
  private EncryptedAssertion() {}

  /** The octets inside; {@code cbcAllowed} only for what is signed and was verified. */
  static byte[] decrypt(Element encrypted, PrivateKey key, boolean cbcAllowed)
      throws RefusedException {
    Element content = part(encrypted, "EncryptedData");
    ContentCipher cipher =
        ContentCipher.of(part(content, "EncryptionMethod").getAttribute("Algorithm"))
            .filter(named -> named.isAuthenticated() || cbcAllowed)
            .orElseThrow(() -> new RefusedException(Refusal.ALGORITHM));
    Element wrapped = wrappedKey(encrypted, content);
    KeyTransport transport = KeyTransport.of(part(wrapped, "EncryptionMethod"));
    try {
      SecretKey secret = transport.unwrap(cipherValue(wrapped), key);
      return cipher.decrypt(cipherValue(content), secret);
    } catch (GeneralSecurityException _) {
      throw new RefusedException(Refusal.DECRYPTION);
    }
  }

  /** Either inside of what it opens, or beside it. */
  private static Element wrappedKey(Element encrypted, Element content) throws RefusedException {
    Optional<Element> about =
        atMostOne(content, SamlNames.SIGNATURE, "KeyInfo", Refusal.DECRYPTION);
    if (about.isPresent()) {
      Optional<Element> inside =
          atMostOne(about.get(), SamlNames.ENCRYPTION, "EncryptedKey", Refusal.DECRYPTION);
      if (inside.isPresent()) {
        return inside.get();
      }
    }
    return part(encrypted, "EncryptedKey");
  }

  private static byte[] cipherValue(Element element) throws RefusedException {
    String text = Elements.text(part(part(element, "CipherData"), "CipherValue"));
    try {
      return Base64.getDecoder().decode(text.replaceAll("[ \r\n\t]", ""));
    } catch (IllegalArgumentException _) {
      throw new RefusedException(Refusal.DECRYPTION);
    }
  }

  private static Element part(Element parent, String name) throws RefusedException {
    return one(parent, SamlNames.ENCRYPTION, name, Refusal.DECRYPTION);
  }
}
