package dev.gatehouse.gateway.signin.saml;

import static dev.gatehouse.gateway.signin.saml.Elements.children;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.w3c.dom.Element;

/** The keys that a provider's metadata says it signs with. */
final class ProviderKeys {
  private static final int RSA_BITS_MIN = 2048;

  /** A provider has one, or two while it changes; each is tried on each signature. */
  private static final int KEYS_MAX = 10;

  private ProviderKeys() {}

  static List<PublicKey> read(Element role) throws RefusedException, IOException {
    List<PublicKey> keys = new ArrayList<>();
    for (Element descriptor : children(role, SamlNames.METADATA, "KeyDescriptor")) {
      if (!descriptor.getAttribute("use").equals("encryption")) {
        for (Element about : children(descriptor, SamlNames.SIGNATURE, "KeyInfo")) {
          for (Element x509 : children(about, SamlNames.SIGNATURE, "X509Data")) {
            for (Element text : children(x509, SamlNames.SIGNATURE, "X509Certificate")) {
              keys.add(key(Elements.text(text)));
            }
          }
        }
      }
    }
    List<PublicKey> usable = keys.stream().filter(ProviderKeys::isUsable).distinct().toList();
    if (usable.isEmpty() || usable.size() > KEYS_MAX) {
      throw new IOException(
          "the metadata has "
              + usable.size()
              + " signing certificates with EC keys or RSA keys of at least "
              + RSA_BITS_MIN
              + " bits, expected 1 to "
              + KEYS_MAX);
    }
    return usable;
  }

  private static PublicKey key(String base64) throws IOException {
    try {
      byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(der))
          .getPublicKey();
    } catch (IllegalArgumentException | CertificateException e) {
      throw new IOException("the metadata has a certificate that is none", e);
    }
  }

  private static boolean isUsable(PublicKey key) {
    return key instanceof ECPublicKey
        || (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= RSA_BITS_MIN);
  }
}
