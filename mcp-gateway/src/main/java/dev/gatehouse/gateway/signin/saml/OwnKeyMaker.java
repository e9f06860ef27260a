package dev.gatehouse.gateway.signin.saml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes a key of ours and a certificate that it signs itself: in SAML a certificate is no more than
 * a form in which keys are passed on.
 */
final class OwnKeyMaker {
  private static final int RSA_BITS = 3072;

  /** Some providers refuse one that is over, so it outlives the installation. */
  private static final Duration GOOD_FOR = Duration.ofDays(20 * 365);

  private static final int COMMON_NAME_CHARS_MAX = 64;

  private OwnKeyMaker() {}

  static OwnKey make(String entityId, Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      KeyPair pair = generator.generateKeyPair();
      return new OwnKey(pair.getPrivate(), certificate(pair, entityId, now));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("no RSA key could be made", e);
    }
  }

  static X509Certificate certificate(KeyPair pair, String entityId, Instant now)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    String shown = entityId.substring(0, Math.min(entityId.length(), COMMON_NAME_CHARS_MAX));
    X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, shown).build();
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            name,
            new BigInteger(120, new SecureRandom()).add(BigInteger.ONE),
            Date.from(now.minus(Duration.ofDays(1))),
            Date.from(now.plus(GOOD_FOR)),
            name,
            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    byte[] der =
        builder
            .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
            .getEncoded();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
