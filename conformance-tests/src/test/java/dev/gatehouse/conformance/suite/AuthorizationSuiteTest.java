package dev.gatehouse.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.conformance.clients.NodePackages;
import dev.gatehouse.conformance.identity.Chromium;
import dev.gatehouse.conformance.identity.Keycloak;
import dev.gatehouse.conformance.product.FreePort;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The suite is content with the gateway as an authorization server: with its metadata, and with the
 * code that it gives a client whose person has signed in by a browser.
 */
@ResourceLock(value = Keycloak.REALM, mode = ResourceAccessMode.READ)
class AuthorizationSuiteTest {
  private static final Duration AT_MOST = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  /** Where the suite wants a browser to go; a line in a terminal may have colours around it. */
  private static final Pattern ADDRESS =
      Pattern.compile("http://[^\\s\\x1b]+/signin/authorize\\?[^\\s\\x1b]+");

  @TempDir private Path folder;

  @Test
  void suiteFindsNoFaultInTheSignIn() throws Exception {
    Chromium.assumeThere();
    Keycloak keycloak = Keycloak.shared();
    int port = FreePort.find();
    Installation installation =
        new Installation(folder)
            .port(port)
            .identity("identity: { mode: oidc }\n")
            .more(
                """
                signin:
                  provider: { issuer: "%s", client-id: "%s", client-secret: "%s" }
                  clients:
                    suite: { name: The suite, redirects: "http://127.0.0.1/callback" }
                """
                    .formatted(keycloak.issuer(), Keycloak.CLIENT, Keycloak.CLIENT_SECRET))
            .upstream("none", URI.create("http://127.0.0.1:9/mcp"));
    Path found = folder.resolve("found");
    try (GatehouseProcess gateway = installation.serve()) {
      Path said = folder.resolve("suite.out");
      Process suite = start(gateway, said, found);
      try {
        Chromium.Visit visit = Chromium.visit(address(suite, said), "alice");
        assertEquals(List.of("consent", "login"), visit.pages());
        if (!suite.waitFor(AT_MOST.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError("the suite did not end\n" + Files.readString(said));
        }
        assertEquals(0, suite.exitValue(), () -> text(said));
      } finally {
        suite.destroyForcibly();
      }
    }
    Results results = Results.read(found);
    assertEquals(
        Set.of(
            "authorization-server-authorization-code-grant",
            "authorization-server-authorization-server-metadata-endpoint"),
        results.scenarios().keySet());
    assertEquals(List.of(), problems(results));
    assertEquals(3, results.count("SUCCESS"), results::toString);
    installation.verify().expecting(0);
  }

  private static List<String> problems(Results results) {
    Expectations expectations = Expectations.read().of("gateway", "authorization");
    return results.scenarios().keySet().stream()
        .filter(
            scenario ->
                !expectations
                    .checks(scenario)
                    .equals(
                        results.checks(scenario).stream()
                            .filter(Check::isFault)
                            .map(Check::name)
                            .sorted()
                            .toList()))
        .map(scenario -> scenario + " " + results.checks(scenario))
        .toList();
  }

  private static Process start(GatehouseProcess gateway, Path said, Path found) throws IOException {
    String issuer = gateway.at("/").toString();
    return new ProcessBuilder(
            NodePackages.recentNode(),
            Part.MODERN.script(),
            "authorization",
            "--url",
            issuer.substring(0, issuer.length() - 1),
            "--client-id",
            "suite",
            "--resource",
            gateway.mcp().toString(),
            "--port",
            String.valueOf(FreePort.find()),
            "-o",
            found.toString())
        .directory(NodePackages.folder().toFile())
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }

  /** The address that the suite prints for a person to open. */
  private static URI address(Process suite, Path said) throws InterruptedException {
    long end = System.nanoTime() + AT_MOST.toNanos();
    while (System.nanoTime() < end && suite.isAlive()) {
      Matcher address = ADDRESS.matcher(text(said));
      if (address.find()) {
        return URI.create(address.group());
      }
      Thread.sleep(LOOK_EVERY);
    }
    throw new AssertionError("the suite wants no browser\n" + text(said));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }
}
