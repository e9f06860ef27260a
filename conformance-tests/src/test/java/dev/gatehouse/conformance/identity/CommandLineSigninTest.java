package dev.gatehouse.conformance.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.Product;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The built commands, used by somebody who signs in at the gateway and at Keycloak behind it. */
@ResourceLock(Keycloak.REALM)
class CommandLineSigninTest {
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final Pattern REDIRECT = Pattern.compile("redirect_uri=([^&]+)");

  @TempDir private Path folder;
  @TempDir private Path home;
  private Keycloak keycloak;
  private Shop shop;

  @BeforeEach
  void open() {
    keycloak = Keycloak.shared();
    shop =
        Shop.open(
            folder,
            _ ->
                """
                identity:
                  mode: oidc
                  roles: { admin: [ payments ] }
                signin:
                  provider:
                    issuer: %s
                    client-id: %s
                    client-secret: %s
                    claims: { name: preferred_username, groups: groups }
                """
                    .formatted(keycloak.issuer(), Keycloak.CLIENT, Keycloak.CLIENT_SECRET));
  }

  @AfterEach
  void close() {
    shop.close();
    shop.installation().verify().expecting(0);
  }

  /** In a home of its own, with a browser that shows nothing. */
  private List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of("env", "-u", "GATEHOUSE_TOKEN", "XDG_CONFIG_HOME=" + home, "BROWSER=true"));
    command.addAll(Product.command(arguments));
    return command;
  }

  private Finished run(String... arguments) {
    return Finished.of(shop.installation().folder(), AT_MOST, command(arguments));
  }

  /** Has somebody sign in at the address that the command shows; gives what it says then. */
  private String login(String person) throws Exception {
    Path shown = Files.createTempFile(home, "shown", ".txt");
    Path said = Files.createTempFile(home, "said", ".txt");
    Process process =
        new ProcessBuilder(command("login", shop.mcp().toString()))
            .redirectOutput(said.toFile())
            .redirectError(shown.toFile())
            .start();
    try {
      URI address = address(process, shown);
      Matcher redirect = REDIRECT.matcher(address.getRawQuery());
      assertTrue(redirect.find(), address::toString);
      URI until = URI.create(URLDecoder.decode(redirect.group(1), StandardCharsets.UTF_8));
      URI back = keycloak.person(person).signIn(address, until);
      assertEquals(200, RawClient.fetch(back).status());
      assertTrue(process.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), () -> text(shown));
      return text(said);
    } finally {
      process.destroyForcibly();
    }
  }

  private static URI address(Process process, Path shown) throws InterruptedException {
    Optional<String> line = Optional.empty();
    while (line.isEmpty() && process.isAlive()) {
      Thread.sleep(50);
      line = text(shown).lines().filter(each -> each.contains("/signin/authorize?")).findFirst();
    }
    return URI.create(line.orElseThrow(() -> new AssertionError(text(shown))));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void callsToolsAndGivesOrdersAsWhoHasSignedIn() throws Exception {
    String url = shop.mcp().toString();
    assertTrue(run("call", Shop.PAY, "--url", url).expecting(1).err().contains("gatehouse login"));
    assertTrue(hold().expecting(1).err().contains("this needs the role admin"));

    String said = login("alice");
    assertTrue(said.startsWith(url + "  alice  at "), said);
    assertEquals("paid\n", run("call", Shop.PAY, "--url", url).expecting(0).out());
    hold().expecting(0);
    assertTrue(stdio().contains("paid"), this::stdio);
    String issuer = url.substring(0, url.length() - "/mcp".length());
    assertTrue(
        shop.log().stream().anyMatch(entry -> entry.toString().contains("alice of " + issuer)),
        "the order is alice's");

    said = login("bob");
    assertTrue(said.startsWith(url + "  bob  at "), said);
    run("call", Shop.REPORT, "--url", url).expecting(0);
    run("call", Shop.PAY, "--url", url).expecting(1);
    assertTrue(hold().expecting(1).err().contains("which bob does not have"));
    assertFalse(stdio().contains("paid"), this::stdio);

    run("logout", url).expecting(0);
    assertTrue(run("call", Shop.PAY, "--url", url).expecting(1).err().contains("not signed in"));
  }

  private Finished hold() {
    return run("hold", "--subject", "zoe", "--reason", "a lawsuit", "--config", "gatehouse.yaml");
  }

  /** What a client that starts a command is answered, which shares the gateway. */
  private String stdio() {
    try (RawClient client = RawClient.modern(shop.mcp())) {
      Path asked =
          Files.writeString(
              home.resolve("asked"), client.callBody("1", Shop.PAY, "{}").strip() + "\n");
      Path answer = home.resolve("answer");
      Process process =
          new ProcessBuilder(command("stdio", "--config", "gatehouse.yaml"))
              .directory(shop.installation().folder().toFile())
              .redirectInput(asked.toFile())
              .redirectOutput(answer.toFile())
              .redirectError(home.resolve("told").toFile())
              .start();
      assertTrue(process.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS));
      return text(answer) + text(home.resolve("told"));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
