package dev.gatehouse.recordings.timestamp;

import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Which signatures count: RSA (PKCS #1 v1.5) and ECDSA over SHA-2, as authorities use them. */
final class SignatureForm {
  private static final Map<ASN1ObjectIdentifier, Set<ASN1ObjectIdentifier>> SIGNATURES_BY_DIGEST =
      Map.of(
          NISTObjectIdentifiers.id_sha256,
          Set.of(
              PKCSObjectIdentifiers.rsaEncryption,
              PKCSObjectIdentifiers.sha256WithRSAEncryption,
              X9ObjectIdentifiers.ecdsa_with_SHA256),
          NISTObjectIdentifiers.id_sha384,
          Set.of(
              PKCSObjectIdentifiers.rsaEncryption,
              PKCSObjectIdentifiers.sha384WithRSAEncryption,
              X9ObjectIdentifiers.ecdsa_with_SHA384),
          NISTObjectIdentifiers.id_sha512,
          Set.of(
              PKCSObjectIdentifiers.rsaEncryption,
              PKCSObjectIdentifiers.sha512WithRSAEncryption,
              X9ObjectIdentifiers.ecdsa_with_SHA512));

  private SignatureForm() {}

  static void require(SignerInfo signer) throws TimestampException {
    AlgorithmIdentifier digest = signer.getDigestAlgorithm();
    AlgorithmIdentifier signature = signer.getDigestEncryptionAlgorithm();
    Set<ASN1ObjectIdentifier> signatures =
        SIGNATURES_BY_DIGEST.getOrDefault(digest.getAlgorithm(), Set.of());
    if (!signatures.contains(signature.getAlgorithm())
        || !hasNoParameters(digest)
        || !hasNoParameters(signature)) {
      throw new TimestampException(
          "token signed with `"
              + signature.getAlgorithm()
              + "` over `"
              + digest.getAlgorithm()
              + "`, expected RSA or ECDSA over SHA-2");
    }
  }

  /** Absent, or the NULL that RSA's and the hashes' may have instead. */
  static boolean hasNoParameters(AlgorithmIdentifier algorithm) {
    ASN1Encodable parameters = algorithm.getParameters();
    return parameters == null || parameters.toASN1Primitive().equals(DERNull.INSTANCE);
  }
}
