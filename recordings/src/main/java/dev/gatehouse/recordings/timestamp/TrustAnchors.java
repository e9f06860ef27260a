package dev.gatehouse.recordings.timestamp;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The certificates that somebody trusts to name time-stamping authorities. Immutable.
 *
 * <p>Guarantee: a chain is judged as of the time in the token, since tokens outlive certificates;
 * revocation is not looked up, for verifying needs no network.
 */
public record TrustAnchors(List<X509Certificate> certificates) {
  public TrustAnchors {
    certificates = List.copyOf(certificates);
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("trust anchors expected to be one certificate or more");
    }
  }

  /**
   * Reads certificates in PEM, one after the other.
   *
   * <p>Errors: {@link TimestampException} where there is none, or one cannot be read.
   */
  public static TrustAnchors ofPem(byte[] pem) throws TimestampException {
    try {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      return new TrustAnchors(certificates);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new TimestampException("trust anchors expected to be certificates in PEM", e);
    }
  }

  void requireChain(X509Certificate signer, List<X509Certificate> chain, Instant time)
      throws TimestampException {
    Set<TrustAnchor> anchors = new HashSet<>();
    certificates.forEach(certificate -> anchors.add(new TrustAnchor(certificate, null)));
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(signer);
    try {
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
      parameters.setDate(Date.from(time));
      parameters.setRevocationEnabled(false);
      CertPathBuilder.getInstance("PKIX").build(parameters);
    } catch (GeneralSecurityException e) {
      throw new TimestampException(
          "certificate of `"
              + signer.getSubjectX500Principal().getName()
              + "` expected to lead to a trust anchor: "
              + e.getMessage(),
          e);
    }
  }
}
