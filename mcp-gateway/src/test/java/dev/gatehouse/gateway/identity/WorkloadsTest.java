package dev.gatehouse.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A token of a pipeline names no person: rules say who it is, or it is nobody. */
class WorkloadsTest {
  private TestIssuer issuer;

  @BeforeEach
  void start() throws Exception {
    issuer = TestIssuer.start();
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void theFirstRuleThatHoldsSaysWhoItIs() throws Exception {
    assertEquals("ci:acme/shop[deployers]", who("acme/shop", "refs/heads/main"));
    assertEquals("ci:acme/shop:refs/heads/x[]", who("acme/shop", "refs/heads/x"));
    assertEquals("no-rule", who("evil/shop", "refs/heads/main"));
  }

  @Test
  void aNameNeedsAllOfItsClaims() throws Exception {
    WorkloadRule rule = new WorkloadRule(_ -> true, "ci:{repository}", List.of());
    assertEquals("no-name", reason(List.of(), List.of(rule), issuer.token(_ -> {})));
  }

  @Test
  void whatIsRequiredIsRequiredOfWorkloadsToo() throws Exception {
    ClaimTest required = claims -> claims.getString("repository_owner", "").equals("acme");
    WorkloadRule rule = new WorkloadRule(_ -> true, "ci", List.of());
    assertEquals("claims", reason(List.of(required), List.of(rule), issuer.token(_ -> {})));
    String token = issuer.token(claims -> claims.setStringClaim("repository_owner", "acme"));
    assertEquals("ci[]", reason(List.of(required), List.of(rule), token));
  }

  private String who(String repository, String ref) throws Exception {
    List<WorkloadRule> rules =
        List.of(
            new WorkloadRule(
                claims ->
                    claims.getString("repository").equals("acme/shop")
                        && claims.getString("ref").equals("refs/heads/main"),
                "ci:{repository}",
                List.of("deployers")),
            new WorkloadRule(
                claims -> claims.getString("repository").startsWith("acme/"),
                "ci:{repository}:{ref}",
                List.of()));
    String token =
        issuer.token(
            claims -> {
              claims.setStringClaim("repository", repository);
              claims.setStringClaim("ref", ref);
              // A claim of the token's own choosing gives no groups.
              claims.setStringListClaim("groups", "admins");
            });
    return reason(List.of(), rules, token);
  }

  private String reason(List<ClaimTest> required, List<WorkloadRule> rules, String token) {
    TokenIdentifier identifier =
        Issuers.identifier(List.of(Issuers.settings(issuer, required, rules)), List.of());
    return switch (identifier.identify(Credentials.bearer(token, "192.0.2.1"))) {
      case Identification.Known(Principal principal) -> principal.name() + principal.groups();
      case Identification.Challenged challenged -> challenged.reason();
    };
  }
}
