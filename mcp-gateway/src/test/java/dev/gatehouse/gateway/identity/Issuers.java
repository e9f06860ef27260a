package dev.gatehouse.gateway.identity;

import dev.gatehouse.adapters.dial.Dialler;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jose4j.jws.AlgorithmIdentifiers;

/** Settings for issuers of tests. */
final class Issuers {
  static final URI METADATA =
      URI.create("https://mcp.example.com/.well-known/oauth-protected-resource/mcp");

  private Issuers() {}

  static IssuerSettings settings(TestIssuer issuer) {
    return settings(issuer, List.of(), List.of());
  }

  static IssuerSettings settings(
      TestIssuer issuer, List<ClaimTest> required, List<WorkloadRule> workloads) {
    return new IssuerSettings(
        issuer.uri().toString(),
        List.of("gatehouse"),
        List.of(AlgorithmIdentifiers.RSA_USING_SHA256),
        new IssuerSettings.Keys.Discovered(),
        new ClaimMapping(
            new ClaimPath("preferred_username"),
            new ClaimPath("groups"),
            new ClaimPath("scope"),
            Optional.empty()),
        required,
        workloads,
        Duration.ofSeconds(5),
        Optional.empty(),
        false);
  }

  static TokenIdentifier identifier(List<IssuerSettings> settings, List<String> scopes) {
    return new TokenIdentifier(
        settings,
        new Challenges(METADATA, scopes, false),
        RoleGrants.NONE::of,
        InstantSource.system(),
        Dialler.standard());
  }
}
