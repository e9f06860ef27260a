package dev.gatehouse.recordings.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.CollectionStore;
import org.jspecify.annotations.Nullable;

/** Makes the responses of an authority that keeps no rule: what each setter changes is wrong. */
final class TokenForge {
  static final Instant GEN_TIME = Instant.parse("2026-11-23T01:23:45.678Z");

  private static final DateTimeFormatter GENERALIZED =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private TestCertificates.Issued signer;
  private X509CertificateHolder named;
  private final List<X509CertificateHolder> certificates = new ArrayList<>();
  private Instant genTime = GEN_TIME;
  private Duration signingLag = Duration.ZERO;
  private ASN1ObjectIdentifier imprint = NISTObjectIdentifiers.id_sha256;
  private ASN1ObjectIdentifier contentType = PKCSObjectIdentifiers.id_ct_TSTInfo;
  private String digest = "SHA-256";
  private String signatureAlgorithm;
  private int essVersion = 2;
  private @Nullable Extensions extensions;
  private @Nullable Attribute unsigned;

  TokenForge(TestCertificates.Issued signer) {
    this.signer = signer;
    this.named = signer.certificate();
    this.signatureAlgorithm = signer.signatureAlgorithm();
    certificates.add(named);
  }

  /** Signs with {@code other}'s key in the name of the first. */
  TokenForge signedBy(TestCertificates.Issued other) {
    this.signer = new TestCertificates.Issued(other.keys(), named);
    return this;
  }

  /** The signing-certificate attribute is about {@code certificate}. */
  TokenForge naming(X509CertificateHolder certificate) {
    this.named = certificate;
    return this;
  }

  TokenForge with(X509CertificateHolder certificate) {
    certificates.add(certificate);
    return this;
  }

  TokenForge withoutCertificates() {
    certificates.clear();
    return this;
  }

  TokenForge genTime(Instant time) {
    this.genTime = time;
    return this;
  }

  /** The attribute beside the statement says a time later by {@code lag}. */
  TokenForge signingLag(Duration lag) {
    this.signingLag = lag;
    return this;
  }

  TokenForge imprint(ASN1ObjectIdentifier oid, String algorithm) {
    this.imprint = oid;
    this.digest = algorithm;
    return this;
  }

  TokenForge contentType(ASN1ObjectIdentifier oid) {
    this.contentType = oid;
    return this;
  }

  TokenForge signatureAlgorithm(String algorithm) {
    this.signatureAlgorithm = algorithm;
    return this;
  }

  /** One with SHA-1, two with SHA-256, zero for none. */
  TokenForge essVersion(int version) {
    this.essVersion = version;
    return this;
  }

  TokenForge extensions(Extensions with) {
    this.extensions = with;
    return this;
  }

  TokenForge unsigned(Attribute attribute) {
    this.unsigned = attribute;
    return this;
  }

  byte[] response(byte[] note, BigInteger nonce) {
    try {
      return new TimeStampResp(
              new PKIStatusInfo(PKIStatus.granted),
              signed(statement(note, nonce)).toASN1Structure())
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException | GeneralSecurityException | CMSException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  static Attribute signingTime(Instant time) {
    return new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(time))));
  }

  private byte[] statement(byte[] note, BigInteger nonce)
      throws IOException, GeneralSecurityException {
    return new TSTInfo(
            new ASN1ObjectIdentifier(TestTsa.POLICY),
            new MessageImprint(
                new AlgorithmIdentifier(imprint), MessageDigest.getInstance(digest).digest(note)),
            new ASN1Integer(7),
            new ASN1GeneralizedTime(GENERALIZED.format(genTime)),
            null,
            null,
            new ASN1Integer(nonce),
            null,
            extensions)
        .getEncoded(ASN1Encoding.DER);
  }

  private CMSSignedData signed(byte[] statement)
      throws IOException, CMSException, OperatorCreationException, GeneralSecurityException {
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(signingTime(genTime.plus(signingLag)));
    if (essVersion == 1) {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(named.getEncoded());
      attributes.add(
          new Attribute(
              PKCSObjectIdentifiers.id_aa_signingCertificate,
              new DERSet(new SigningCertificate(new ESSCertID(hash)))));
    } else if (essVersion == 2) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(named.getEncoded());
      attributes.add(
          new Attribute(
              PKCSObjectIdentifiers.id_aa_signingCertificateV2,
              new DERSet(new SigningCertificateV2(new ESSCertIDv2(hash)))));
    }
    JcaSimpleSignerInfoGeneratorBuilder builder =
        new JcaSimpleSignerInfoGeneratorBuilder()
            .setSignedAttributeGenerator(
                new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes)));
    Attribute beside = unsigned;
    if (beside != null) {
      builder.setUnsignedAttributeGenerator(ignored -> new AttributeTable(beside));
    }
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        builder.build(signatureAlgorithm, signer.keys().getPrivate(), signer.x509()));
    generator.addCertificates(new CollectionStore<>(certificates));
    return generator.generate(new CMSProcessableByteArray(contentType, statement), true);
  }
}
