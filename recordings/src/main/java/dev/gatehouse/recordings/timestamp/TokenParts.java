package dev.gatehouse.recordings.timestamp;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/**
 * What of a token counts: the stamped statement, its one signature, and the signer's certificates.
 *
 * <p>Guarantee: {@link #spelling} writes all that no signature covers in one way, so that a
 * response which equals its spelling holds no byte that could be another. Source: RFC 3161 §2.4.2,
 * RFC 5652 §5.
 */
record TokenParts(ASN1OctetString statement, SignerInfo signer, SignerChain chain) {
  /** A chain has two to four; each one more costs a signature check. */
  private static final int CERTIFICATES_MAX = 10;

  static TokenParts of(ContentInfo token)
      throws TimestampException, IOException, CertificateException {
    require(token.getContentType().equals(CMSObjectIdentifiers.signedData), "CMS signed data");
    SignedData signed = SignedData.getInstance(token.getContent());
    ContentInfo content = signed.getEncapContentInfo();
    require(
        content.getContentType().equals(PKCSObjectIdentifiers.id_ct_TSTInfo)
            && content.getContent() != null,
        "a time-stamp statement");
    require(signed.getSignerInfos().size() == 1, "one signature");
    SignerInfo signer = SignerInfo.getInstance(signed.getSignerInfos().getObjectAt(0));
    SignatureForm.require(signer);
    require(signer.getAuthenticatedAttributes() != null, "signed attributes");
    return new TokenParts(
        ASN1OctetString.getInstance(content.getContent()),
        signer,
        chain(signer.getSID(), signed.getCertificates()));
  }

  private static SignerChain chain(SignerIdentifier signerId, ASN1Set set)
      throws TimestampException, IOException, CertificateException {
    require(set != null && set.size() > 0, "the signer's certificate");
    require(set.size() <= CERTIFICATES_MAX, "at most " + CERTIFICATES_MAX + " certificates");
    List<Certificate> signers = new ArrayList<>();
    List<Certificate> others = new ArrayList<>();
    for (ASN1Encodable element : set) {
      require(element.toASN1Primitive() instanceof ASN1Sequence, "certificates of X.509");
      Certificate certificate = Certificate.getInstance(element);
      (names(signerId, certificate) ? signers : others).add(certificate);
    }
    require(signers.size() == 1, "the signer's certificate once");
    return SignerChain.of(signers.getFirst(), others);
  }

  private static boolean names(SignerIdentifier signerId, Certificate certificate) {
    return signerId.isTagged()
        ? signerId.getId().toASN1Primitive().equals(keyId(certificate))
        : IssuerAndSerialNumber.getInstance(signerId.getId()).equals(named(certificate));
  }

  private static IssuerAndSerialNumber named(Certificate certificate) {
    return new IssuerAndSerialNumber(
        certificate.getIssuer(), certificate.getSerialNumber().getValue());
  }

  private static DEROctetString keyId(Certificate certificate) {
    SubjectKeyIdentifier id =
        SubjectKeyIdentifier.fromExtensions(certificate.getTBSCertificate().getExtensions());
    return new DEROctetString(id == null ? new byte[0] : id.getKeyIdentifier());
  }

  /** The response that says just this, in DER: granted, and nothing beside what is signed. */
  byte[] spelling() throws IOException {
    Certificate certificate = chain.links().getFirst().form();
    SignerInfo signature =
        new SignerInfo(
            signer.getSID().isTagged()
                ? new SignerIdentifier(keyId(certificate))
                : new SignerIdentifier(named(certificate)),
            signer.getDigestAlgorithm(),
            signer.getAuthenticatedAttributes(),
            signer.getDigestEncryptionAlgorithm(),
            signer.getEncryptedDigest(),
            null);
    SignedData signed =
        new SignedData(
            new DERSet(signer.getDigestAlgorithm()),
            new ContentInfo(
                PKCSObjectIdentifiers.id_ct_TSTInfo, new DEROctetString(statement.getOctets())),
            new DERSet(
                chain.links().stream().map(SignerChain.Link::form).toArray(ASN1Encodable[]::new)),
            null,
            new DERSet(signature));
    return new TimeStampResp(
            new PKIStatusInfo(PKIStatus.granted),
            new ContentInfo(CMSObjectIdentifiers.signedData, signed))
        .getEncoded(ASN1Encoding.DER);
  }

  private static void require(boolean holds, String expected) throws TimestampException {
    if (!holds) {
      throw new TimestampException("token expected to hold " + expected);
    }
  }
}
