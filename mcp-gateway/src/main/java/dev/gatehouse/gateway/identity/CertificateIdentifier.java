package dev.gatehouse.gateway.identity;

import jakarta.json.JsonObject;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Tells callers apart by the certificates that they connected with. Who brings a token is who the
 * token says, whatever certificate came with it.
 *
 * <p>Guarantee: a certificate with several names of the kind that counts names nobody. Thread-safe.
 *
 * <p>Source: RFC 5280 §4.2.1.6; SPIFFE X.509-SVID §2.
 */
public final class CertificateIdentifier implements Identifier {
  private final CertificateRules rules;
  private final Identifier tokens;
  private final Challenges challenges;
  private final Function<List<String>, Set<Role>> roles;

  /**
   * By these rules.
   *
   * @param tokens asked about whoever brings one, or brings nothing
   * @param roles of somebody who is in these groups
   */
  public CertificateIdentifier(
      CertificateRules rules,
      Identifier tokens,
      Challenges challenges,
      Function<List<String>, Set<Role>> roles) {
    this.rules = rules;
    this.tokens = tokens;
    this.challenges = challenges;
    this.roles = roles;
  }

  @Override
  public Identification identify(Credentials credentials) {
    return credentials.token().isPresent() || credentials.certificate().isEmpty()
        ? tokens.identify(credentials)
        : identified(credentials.certificate().get());
  }

  private Identification identified(X509Certificate certificate) {
    CertificateClaims said = CertificateClaims.of(certificate);
    List<String> names = said.names(rules.name());
    if (names.size() != 1) {
      return nobody(names.isEmpty() ? "certificate-no-name" : "certificate-names");
    }
    JsonObject claims = said.json(names.getFirst());
    if (rules.workloads().isEmpty()) {
      return granted(principal(names.getFirst(), rules.groups(), claims, certificate, said));
    }
    for (WorkloadRule rule : rules.workloads()) {
      if (rule.when().holds(claims)) {
        Optional<String> name = rule.name(claims);
        return name.isPresent()
            ? granted(principal(name.get(), groups(rule), claims, certificate, said))
            : nobody("certificate-no-name");
      }
    }
    return nobody("no-rule");
  }

  private List<String> groups(WorkloadRule rule) {
    return Stream.concat(rules.groups().stream(), rule.groups().stream()).distinct().toList();
  }

  private Principal principal(
      String name,
      List<String> groups,
      JsonObject claims,
      X509Certificate certificate,
      CertificateClaims said) {
    return new Principal(
        name,
        Optional.of(rules.issuer().orElse(said.issuer())),
        groups,
        roles.apply(groups),
        rules.scopes(),
        Optional.empty(),
        List.of(),
        claims,
        Optional.of(certificate.getNotAfter().toInstant()),
        true);
  }

  private Identification granted(Principal principal) {
    return principal.scopes().containsAll(challenges.usual())
        ? new Identification.Known(principal)
        : challenges.insufficient(principal.scopes(), challenges.usual());
  }

  /** Asked for a token, as if there were no certificate; why is for the record. */
  private Identification nobody(String reason) {
    return switch (challenges.noToken()) {
      case Identification.Challenged(int status, String challenge, String _) ->
          new Identification.Challenged(status, challenge, reason);
      case Identification.Known known -> known;
    };
  }
}
