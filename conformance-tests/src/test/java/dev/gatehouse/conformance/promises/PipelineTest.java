package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.Issuer;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pipeline calls tools by the token that its CI gave it, under a policy of its own, and the token
 * is found nowhere.
 */
class PipelineTest {
  private static final String AUDIENCE = "https://gatehouse.example.com/mcp";
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  private static final String POLICY =
      """
      rules:
        - { name: deployers announce, groups: [ deployers ], tools: [ shop__announce ], permit: true }
      """;

  @TempDir private Path folder;

  @Test
  void callsWhatItsBranchMayCallAndNothingElse() throws IOException {
    try (Issuer issuer = new Issuer();
        FixtureUpstream shop =
            FixtureUpstream.legacy().tool("announce", Answer.text("announced"))) {
      Installation installation =
          new Installation(folder)
              .identity(identity(issuer))
              .policy(POLICY)
              .upstream("shop", shop.uri());
      List<String> tokens = new ArrayList<>();
      try (GatehouseProcess gateway = installation.serve()) {
        tokens.add(issuer.token(AUDIENCE, "repo:acme/shop", claims("acme/shop", "production")));
        Finished released = step(gateway, tokens.getLast()).expecting(0);
        assertTrue(released.out().contains("announced"), released::out);

        // The issuer's keys change, and what the new one signs is good at once.
        issuer.rotate();
        tokens.add(issuer.token(AUDIENCE, "repo:acme/shop", claims("acme/shop", "production")));
        step(gateway, tokens.getLast()).expecting(0);

        // The pipeline of another repository of the same owner is known, and may not.
        tokens.add(issuer.token(AUDIENCE, "repo:acme/blog", claims("acme/blog", "production")));
        Finished kept = step(gateway, tokens.getLast()).expecting(1);
        assertTrue(kept.err().contains("unknown tool"), kept::toString);
        // A pull request is nobody; nor is another owner, nor a token for another audience.
        tokens.add(issuer.token(AUDIENCE, "repo:acme/shop", claims("acme/shop", "")));
        tokens.add(issuer.token(AUDIENCE, "repo:evil/shop", claims("evil/shop", "production")));
        tokens.add(
            issuer.token("https://x.example", "repo:acme/shop", claims("acme/shop", "production")));
        for (String nobody : tokens.subList(3, 6)) {
          assertFalse(step(gateway, nobody).expecting(1).out().contains("announced"));
        }
        assertEquals(2, shop.calls());
        nowhere(gateway, shop, tokens);
      }
      installation.verify().expecting(0);
      Finished log =
          Product.run(folder, "log", "--config", "gatehouse.yaml", "--json").expecting(0);
      assertTrue(log.out().contains("\"principal\":\"ci:acme/shop:production\""), log::out);
      assertTrue(log.out().contains("ci:acme/blog"), log::out);
      assertTrue(log.out().contains("no-rule"), log::out);
      assertTrue(log.out().contains("wrong-audience"), log::out);
      installation.export("export");
      assertEquals(List.of(), Search.in(folder, secrets(tokens)));
    }
  }

  private static String identity(Issuer issuer) {
    return """
    identity:
      mode: oidc
      issuers:
        github:
          issuer: %s
          audience: https://gatehouse.example.com/mcp
          require: claims.repository_owner == "acme"
          workloads:
            - when: claims.repository == "acme/shop" && claims.environment == "production"
              name: "ci:{repository}:{environment}"
              groups: [ deployers ]
            - when: claims.event_name != "pull_request"
              name: "ci:{repository}"
    """
        .formatted(issuer.uri());
  }

  private static JsonObject claims(String repository, String environment) {
    return Json.createObjectBuilder()
        .add("repository", repository)
        .add("repository_owner", repository.replaceAll("/.*", ""))
        .add("environment", environment)
        .add("event_name", environment.isEmpty() ? "pull_request" : "push")
        .build();
  }

  /** One step of a pipeline: a script, and the token in its environment. */
  private Finished step(GatehouseProcess gateway, String token) throws IOException {
    String gatehouse =
        Product.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    Path script = Files.createTempFile("step", ".sh");
    try {
      Files.writeString(
          script,
          """
          export GATEHOUSE_TOKEN=%s
          %s call shop__announce --url %s --arguments '{"version":"1.4.0"}'
          """
              .formatted(token, gatehouse, gateway.mcp()));
      return Finished.of(folder, AT_MOST, List.of("sh", script.toString()));
    } finally {
      Files.delete(script);
    }
  }

  private static void nowhere(GatehouseProcess gateway, FixtureUpstream shop, List<String> tokens) {
    for (String secret : secrets(tokens)) {
      assertFalse(gateway.said().contains(secret), gateway::said);
      assertEquals(List.of(), shop.received(secret));
    }
  }

  /** The part that nobody else could make, as long as it is in one piece. */
  private static List<String> secrets(List<String> tokens) {
    return tokens.stream().map(token -> token.replaceAll(".*\\.", "").substring(0, 40)).toList();
  }
}
