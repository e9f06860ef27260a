package dev.gatehouse.gateway.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom the certificate of a client names.
 *
 * @param name which of its names is the principal's
 * @param issuer what the issuer is called in policies and in the log; without it, as the
 *     certificate calls it
 * @param groups that all who bring certificates are in
 * @param scopes that all who bring certificates have
 * @param workloads rules that say more, of which the first that holds counts and one must
 */
public record CertificateRules(
    Name name,
    Optional<String> issuer,
    List<String> groups,
    Set<String> scopes,
    List<WorkloadRule> workloads) {

  public CertificateRules {
    groups = List.copyOf(groups);
    scopes = Set.copyOf(scopes);
    workloads = List.copyOf(workloads);
  }

  /** The names that a certificate has. */
  public enum Name {
    /** A URI, such as a SPIFFE ID. */
    SAN_URI("san-uri"),
    /** The name of a host. */
    SAN_DNS("san-dns"),
    /** An address of mail. */
    SAN_EMAIL("san-email"),
    /** The whole distinguished name, as RFC 2253 writes it. */
    SUBJECT("subject");

    private final String word;

    Name(String word) {
      this.word = word;
    }

    /** As the configuration writes it. */
    public String word() {
      return word;
    }
  }
}
