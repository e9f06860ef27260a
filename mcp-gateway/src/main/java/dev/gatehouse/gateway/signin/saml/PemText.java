package dev.gatehouse.gateway.signin.saml;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key and a certificate as PEM. What is wrong is said of the file, never with its text. */
final class PemText {
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));

  private PemText() {}

  static String of(OwnKey key) {
    try {
      return block("PRIVATE KEY", key.key().getEncoded())
          + block("CERTIFICATE", key.certificate().getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate of ours has no encoding", e);
    }
  }

  static PrivateKey privateKey(Path file, String pem) throws SamlKeyException {
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(block(file, pem, "PRIVATE KEY"));
    for (String type : List.of("RSA", "EC")) {
      try {
        return KeyFactory.getInstance(type).generatePrivate(encoded);
      } catch (GeneralSecurityException _) {
        // Of the other type, or none.
      }
    }
    throw new SamlKeyException(file, "expected an RSA or EC key in PKCS #8");
  }

  static X509Certificate certificate(Path file, String pem) throws SamlKeyException {
    byte[] der = block(file, pem, "CERTIFICATE");
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new SamlKeyException(file, "holds a certificate that is none", e);
    }
  }

  private static String block(String label, byte[] der) {
    String body = LINES.encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  /** The first of this label: of a chain that is the certificate of the key. */
  private static byte[] block(Path file, String pem, String label) throws SamlKeyException {
    Matcher found =
        Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label)
            .matcher(pem);
    if (!found.find()) {
      throw new SamlKeyException(file, "expected a PEM `" + label + "`");
    }
    try {
      return Base64.getDecoder().decode(found.group(1).replaceAll("\\s", ""));
    } catch (IllegalArgumentException _) {
      throw new SamlKeyException(file, "has a `" + label + "` that is not base64");
    }
  }
}
