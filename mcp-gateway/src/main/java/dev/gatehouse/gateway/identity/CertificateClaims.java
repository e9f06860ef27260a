package dev.gatehouse.gateway.identity;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * What a certificate says of its holder.
 *
 * @param uris alternative names of this kind, as are {@code hosts} and {@code mails}
 * @param subject the distinguished name as RFC 2253 writes it; may be empty
 * @param issuer the name of who signed it
 * @param serial in hexadecimal
 */
record CertificateClaims(
    List<String> uris,
    List<String> hosts,
    List<String> mails,
    String subject,
    String issuer,
    String serial) {
  // RFC 5280 §4.2.1.6.
  private static final int MAIL = 1;
  private static final int HOST = 2;
  private static final int URI = 6;

  CertificateClaims {
    uris = List.copyOf(uris);
    hosts = List.copyOf(hosts);
    mails = List.copyOf(mails);
  }

  static CertificateClaims of(X509Certificate certificate) {
    return new CertificateClaims(
        alternatives(certificate, URI),
        alternatives(certificate, HOST),
        alternatives(certificate, MAIL),
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        certificate.getSerialNumber().toString(16));
  }

  /** The names of one kind. */
  List<String> names(CertificateRules.Name kind) {
    return switch (kind) {
      case SAN_URI -> uris;
      case SAN_DNS -> hosts;
      case SAN_EMAIL -> mails;
      case SUBJECT -> subject.isEmpty() ? List.of() : List.of(subject);
    };
  }

  /** What conditions and policies see. */
  JsonObject json(String name) {
    return Json.createObjectBuilder()
        .add("name", name)
        .add("subject", subject)
        .add("issuer", issuer)
        .add("serial", serial)
        .add("uri", array(uris))
        .add("dns", array(hosts))
        .add("email", array(mails))
        .build();
  }

  private static JsonArrayBuilder array(List<String> texts) {
    return Json.createArrayBuilder(texts);
  }

  private static List<String> alternatives(X509Certificate certificate, int kind) {
    List<String> found = new ArrayList<>();
    try {
      var all = certificate.getSubjectAlternativeNames();
      if (all == null) {
        return List.of();
      }
      for (List<?> each : all) {
        if (each.get(0).equals(kind) && each.get(1) instanceof String text && !text.isBlank()) {
          found.add(text);
        }
      }
      return found;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
