package dev.gatehouse.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.conformance.clients.NodePackages;
import dev.gatehouse.conformance.product.Product;
import jakarta.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The suite's servers are content with a gateway as their client, which an official client drives:
 * all its scenarios that are not about authorization, and of those the ones for clients that get
 * tokens in their own name, or in a person's, who goes through the page that connects the server.
 *
 * <p>Left out are extensions that the gateway does not have as a client: DPoP, assertions of
 * workloads, and grants of the company's provider; and two scenarios of 2025-03-26, whose servers
 * have no metadata.
 */
class ClientSuiteTest {
  private static final Duration AT_MOST = Duration.ofMinutes(2);

  // Twice the suite's own, for a machine that is busy with the rest of the build.
  private static final Duration SCENARIO_AT_MOST = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private final Expectations expectations = Expectations.read();

  /** One scenario in one revision. */
  private record Scenario(String revision, String name) {
    String file() {
      return name.replace('/', '-') + "-" + revision;
    }
  }

  @Test
  void gatewayIsAClientOfTheLegacyEra() {
    play(
        List.of(
            legacy("initialize"),
            legacy("tools_call"),
            legacy("elicitation-sep1034-client-defaults"),
            legacy("json-schema-2020-12-preservation")));
  }

  /** Alone, because it measures time. */
  @Test
  void gatewayComesBackForAStreamThatWasClosedWhenItIsTold() {
    play(List.of(legacy("sse-retry")));
  }

  @Test
  void gatewayIsAClientOfTheModernEra() {
    play(
        List.of(
            modern("tools_call"),
            modern("request-metadata"),
            modern("sep-2322-client-request-state"),
            modern("http-standard-headers"),
            modern("http-custom-headers"),
            modern("http-invalid-tool-headers"),
            modern("json-schema-ref-no-deref"),
            modern("json-schema-2020-12-preservation")));
  }

  @Test
  void gatewayGetsTokensInItsOwnName() {
    play(
        List.of(
            extension("auth/client-credentials-basic"), extension("auth/client-credentials-jwt")));
  }

  @Test
  void aPersonConnectsServersWhereverTheirMetadataAre() {
    play(
        List.of(
            modern("auth/metadata-default"),
            modern("auth/metadata-var1"),
            modern("auth/metadata-var2"),
            modern("auth/metadata-var3"),
            legacy("auth/metadata-var1"),
            modern("auth/metadata-issuer-mismatch"),
            modern("auth/resource-mismatch"),
            modern("auth/authorization-server-migration")));
  }

  @Test
  void theServersOfAPersonKnowTheGatewayInEveryWay() {
    play(
        List.of(
            legacy("auth/pre-registration"),
            modern("auth/pre-registration"),
            modern("auth/basic-cimd"),
            modern("auth/token-endpoint-auth-basic"),
            modern("auth/token-endpoint-auth-post"),
            modern("auth/token-endpoint-auth-none")));
  }

  @Test
  void aPersonIsAskedForTheScopesThatAreNeeded() {
    play(
        List.of(
            modern("auth/scope-from-www-authenticate"),
            modern("auth/scope-from-scopes-supported"),
            modern("auth/scope-omitted-when-undefined"),
            legacy("auth/scope-step-up"),
            modern("auth/scope-step-up"),
            modern("auth/scope-retry-limit"),
            modern("auth/offline-access-scope"),
            modern("auth/offline-access-not-supported")));
  }

  @Test
  void whatABrowserBringsCountsOnlyFromTheServerThatWasAsked() {
    play(
        List.of(
            modern("auth/iss-supported"),
            modern("auth/iss-not-advertised"),
            modern("auth/iss-supported-missing"),
            modern("auth/iss-wrong-issuer"),
            modern("auth/iss-unexpected"),
            modern("auth/iss-normalized")));
  }

  /**
   * One of an extension, which the suite plays in one revision only, and only where none is named.
   */
  private static Scenario extension(String name) {
    return new Scenario("", name);
  }

  private static Scenario legacy(String name) {
    return new Scenario("2025-11-25", name);
  }

  private static Scenario modern(String name) {
    return new Scenario("2026-07-28", name);
  }

  /** Two at a time: each starts a gateway of its own. */
  private void play(List<Scenario> scenarios) {
    List<String> problems = new ArrayList<>();
    for (int first = 0; first < scenarios.size(); first += 2) {
      List<Scenario> both = scenarios.subList(first, Math.min(first + 2, scenarios.size()));
      List<Process> processes = both.stream().map(this::start).toList();
      for (int i = 0; i < both.size(); i++) {
        problems.addAll(problems(both.get(i), processes.get(i)));
      }
    }
    assertEquals(List.of(), problems);
  }

  private Process start(Scenario scenario) {
    String node = NodePackages.recentNode();
    List<String> command =
        new ArrayList<>(
            List.of(
                node,
                Part.LEGACY.script(),
                "client",
                "--command",
                node + " suite/through.mjs",
                "--scenario",
                scenario.name(),
                "--timeout",
                Long.toString(SCENARIO_AT_MOST.toMillis()),
                "-o",
                results(scenario).toString()));
    if (!scenario.revision().isEmpty()) {
      command.addAll(List.of("--spec-version", scenario.revision()));
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(NodePackages.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(said(scenario).toFile()));
    List<String> gateway = Product.command("serve", "--config", "gatehouse.yaml");
    builder.environment().put("GATEWAY", Json.createArrayBuilder(gateway).build().toString());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("running the suite", e);
    }
  }

  private List<String> problems(Scenario scenario, Process process) {
    try {
      if (!process.waitFor(AT_MOST.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return List.of(scenario + " did not end within " + AT_MOST);
      }
      if (process.exitValue() != 0 || !Files.isDirectory(results(scenario))) {
        return List.of(scenario + ":\n" + Files.readString(said(scenario)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading what the suite said", e);
    }
    Results results = Results.read(results(scenario));
    List<String> faults =
        results.checks(scenario.name()).stream()
            .filter(Check::isFault)
            .map(Check::name)
            .sorted()
            .toList();
    boolean isAsExpected =
        results.count("SUCCESS") > 0
            && faults.equals(
                expectations.of("client", scenario.revision()).checks(scenario.name()));
    return isAsExpected ? List.of() : List.of(scenario + ": " + results.scenarios());
  }

  private Path results(Scenario scenario) {
    return folder.resolve(scenario.file());
  }

  private Path said(Scenario scenario) {
    return folder.resolve(scenario.file() + ".out");
  }
}
