package dev.gatehouse.recordings.timestamp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of the tests' own, which names time-stamping authorities. */
final class TestCertificates {
  static final Instant NOT_BEFORE = Instant.parse("2020-01-01T00:00:00Z");
  static final Instant NOT_AFTER = Instant.parse("2049-01-01T00:00:00Z");

  /** One key for all: making RSA keys takes long. */
  private final KeyPair signerKeys;

  private final Issued root;
  private long serial = 100;

  /** {@code algorithm} is RSA or EC. */
  TestCertificates(String algorithm) {
    KeyPair rootKeys = keys(algorithm);
    signerKeys = keys(algorithm);
    X500Name name = new X500Name("CN=Test Root,O=Gatehouse tests");
    root = new Issued(rootKeys, sign(name, rootKeys, name, rootKeys, Usage.AUTHORITY, NOT_AFTER));
  }

  /** A key and the certificate that names its holder. */
  record Issued(KeyPair keys, X509CertificateHolder certificate) {
    String signatureAlgorithm() {
      return algorithmOf(keys);
    }

    String pem() {
      try {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded());
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    X509Certificate x509() {
      try {
        return (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(encoded()));
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private byte[] encoded() throws IOException {
      return certificate.getEncoded();
    }
  }

  /** What a certificate may be used for. */
  enum Usage {
    AUTHORITY,
    TIME_STAMPING,
    TIME_STAMPING_NOT_CRITICAL,
    TIME_STAMPING_AND_MORE,
    CODE_SIGNING,
    UNSAID
  }

  Issued root() {
    return root;
  }

  TrustAnchors anchors() {
    try {
      return TrustAnchors.ofPem(root.pem().getBytes(US_ASCII));
    } catch (TimestampException e) {
      throw new IllegalStateException(e);
    }
  }

  Issued timestamper() {
    return issue(root, Usage.TIME_STAMPING, NOT_AFTER);
  }

  Issued issue(Issued issuer, Usage usage, Instant notAfter) {
    String name = usage == Usage.AUTHORITY ? "CN=Test Intermediate" : "CN=Test TSA";
    X500Name subject = new X500Name(name + ",O=Gatehouse tests");
    X500Name issuedBy = issuer.certificate().getSubject();
    return new Issued(
        signerKeys, sign(issuedBy, issuer.keys(), subject, signerKeys, usage, notAfter));
  }

  private X509CertificateHolder sign(
      X500Name issuer,
      KeyPair issuerKeys,
      X500Name subject,
      KeyPair keys,
      Usage usage,
      Instant notAfter) {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuer,
            BigInteger.valueOf(serial++),
            Date.from(NOT_BEFORE),
            Date.from(notAfter),
            subject,
            SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
    ExtendedKeyUsage timeStamping = new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping);
    KeyPurposeId[] more = {KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_codeSigning};
    try {
      switch (usage) {
        case AUTHORITY ->
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        case TIME_STAMPING -> builder.addExtension(Extension.extendedKeyUsage, true, timeStamping);
        case TIME_STAMPING_NOT_CRITICAL ->
            builder.addExtension(Extension.extendedKeyUsage, false, timeStamping);
        case TIME_STAMPING_AND_MORE ->
            builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(more));
        case CODE_SIGNING ->
            builder.addExtension(
                Extension.extendedKeyUsage,
                true,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
        case UNSAID -> {}
      }
      return builder.build(
          new JcaContentSignerBuilder(algorithmOf(issuerKeys)).build(issuerKeys.getPrivate()));
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  static String algorithmOf(KeyPair keys) {
    return keys.getPublic().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
  }

  private static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
