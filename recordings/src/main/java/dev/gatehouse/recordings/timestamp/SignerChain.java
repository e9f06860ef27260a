package dev.gatehouse.recordings.timestamp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * The signer's certificate and those of a token that lead upward from it, each signed by the next.
 * A root does not belong to it: who trusts it has it, and nothing in the token vouches for it.
 */
record SignerChain(List<Link> links) {
  SignerChain {
    links = List.copyOf(links);
  }

  /** One certificate, as its bytes are and as the JDK reads them. */
  record Link(Certificate form, X509Certificate certificate) {}

  static SignerChain of(Certificate signer, List<Certificate> others)
      throws TimestampException, IOException, CertificateException {
    List<Link> rest = new ArrayList<>();
    for (Certificate other : others) {
      rest.add(link(other));
    }
    List<Link> links = new ArrayList<>();
    Link top = link(signer);
    links.add(top);
    while (!isSelfIssued(top)) {
      Optional<Link> issuer = issuer(top, rest);
      if (issuer.isEmpty()) {
        break;
      }
      top = issuer.get();
      rest.remove(top);
      links.add(top);
    }
    return new SignerChain(links);
  }

  X509Certificate signer() {
    return links.getFirst().certificate();
  }

  List<X509Certificate> certificates() {
    return links.stream().map(Link::certificate).toList();
  }

  private static Link link(Certificate form)
      throws TimestampException, IOException, CertificateException {
    // The parts beside the signed one: what the signature does not cover must follow from it.
    if (!form.getSignatureAlgorithm().equals(form.getTBSCertificate().getSignature())
        || form.getSignature().getPadBits() != 0) {
      throw new TimestampException(
          "certificate of `" + form.getSubject() + "` expected to name one signature algorithm");
    }
    byte[] der = form.getEncoded(ASN1Encoding.DER);
    return new Link(
        form,
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der)));
  }

  private static boolean isSelfIssued(Link link) {
    X509Certificate certificate = link.certificate();
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static Optional<Link> issuer(Link link, List<Link> candidates) {
    return candidates.stream()
        .filter(candidate -> !isSelfIssued(candidate) && signed(candidate, link))
        .findFirst();
  }

  private static boolean signed(Link issuer, Link link) {
    X509Certificate above = issuer.certificate();
    if (!above.getSubjectX500Principal().equals(link.certificate().getIssuerX500Principal())) {
      return false;
    }
    try {
      link.certificate().verify(above.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
