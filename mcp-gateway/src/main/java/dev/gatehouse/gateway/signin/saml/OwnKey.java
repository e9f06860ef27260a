package dev.gatehouse.gateway.signin.saml;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Our own key, and the certificate that tells providers of it. Signs requests; an RSA key also
 * opens what is encrypted to us.
 */
record OwnKey(PrivateKey key, X509Certificate certificate) {
  private static final String RSA_SHA256 = SamlNames.SIGNATURE_MORE + "rsa-sha256";
  private static final String EC_SHA256 = SamlNames.SIGNATURE_MORE + "ecdsa-sha256";

  boolean isRsa() {
    return key.getAlgorithm().equals("RSA");
  }

  Optional<PrivateKey> decryption() {
    return isRsa() ? Optional.of(key) : Optional.empty();
  }

  /** How SAML names the algorithm of {@link #sign}. */
  String signatureAlgorithm() {
    return isRsa() ? RSA_SHA256 : EC_SHA256;
  }

  /** A signature in the form of XML Signature, in which those of EC keys are two plain numbers. */
  byte[] sign(byte[] octets) throws GeneralSecurityException {
    Signature signature = signature();
    signature.initSign(key);
    signature.update(octets);
    return signature.sign();
  }

  /** Whether the certificate is this key's: a provider would refuse all that we sign otherwise. */
  boolean isPair() {
    try {
      byte[] trial = {1};
      Signature signature = signature();
      byte[] signed = sign(trial);
      signature.initVerify(certificate.getPublicKey());
      signature.update(trial);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /** Whose it is, and nothing of the key. */
  @Override
  public String toString() {
    return "OwnKey[" + certificate.getSubjectX500Principal() + "]";
  }

  private Signature signature() throws GeneralSecurityException {
    return Signature.getInstance(isRsa() ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
  }
}
