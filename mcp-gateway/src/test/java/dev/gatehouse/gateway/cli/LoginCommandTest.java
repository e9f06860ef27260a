package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.gateway.login.Visitor;
import dev.gatehouse.gateway.signin.FakeOidc;
import dev.gatehouse.gateway.signin.SigninHouse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of somebody who signs in, calls, and signs out. */
@Timeout(60)
class LoginCommandTest {
  private static final String SECRET = "\"(?:access|refresh)_token\":\"([^\"]+)\"";

  @TempDir private Path folder;
  private FakeOidc provider;
  private FakeServer server;
  private SigninHouse house;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void start() throws Exception {
    provider = FakeOidc.start();
    server = FakeServer.start();
    house = SigninHouse.before(server.uri(), folder, provider);
    environment.put("XDG_CONFIG_HOME", folder.resolve("home").toString());
    // A browser that shows nothing: the test is one.
    environment.put("BROWSER", "true");
  }

  @AfterEach
  void stop() {
    house.close();
    server.close();
    provider.close();
  }

  private String gateway() {
    return house.issuer + "/mcp";
  }

  private CommandLineRun run(String... arguments) {
    return CommandLineRun.with(environment, false, arguments);
  }

  /** Signs in, as the address on the terminal says. */
  private CommandLineRun login(String... options) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            environment);
    List<String> arguments = new ArrayList<>(List.of("login"));
    arguments.addAll(List.of(options));
    AtomicInteger exitCode = new AtomicInteger(-1);
    Thread command =
        Thread.startVirtualThread(
            () -> exitCode.set(Main.run(terminal, arguments.toArray(String[]::new))));
    Optional<String> address = Optional.empty();
    while (address.isEmpty() && command.isAlive()) {
      Thread.sleep(20);
      address =
          err.toString(StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.contains("/signin/authorize?"))
              .findFirst();
    }
    address.map(URI::create).ifPresent(new Visitor(house)::visit);
    command.join();
    return new CommandLineRun(
        exitCode.get(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Path kept() throws Exception {
    try (var files = Files.list(folder.resolve("home/gatehouse/logins"))) {
      return files.filter(it -> it.toString().endsWith(".json")).findFirst().orElseThrow();
    }
  }

  private void assertTellsNothing(CommandLineRun run) throws Exception {
    var secrets = Pattern.compile(SECRET).matcher(Files.readString(kept()));
    int found = 0;
    while (secrets.find()) {
      found++;
      assertFalse(run.out().contains(secrets.group(1)), run::out);
      assertFalse(run.err().contains(secrets.group(1)), run::err);
    }
    assertEquals(2, found);
  }

  @Test
  void callsAsWhoHasSignedInUntilTheySignOut() throws Exception {
    CommandLineRun before = run("tools", "--url", gateway());
    assertEquals(1, before.exitCode());
    String hint = "not signed in at %s: run `gatehouse login %s`".formatted(gateway(), gateway());
    assertTrue(before.err().contains(hint), before::err);
    assertTrue(run("login", "--list").out().startsWith("nobody is signed in"));

    CommandLineRun login = login(gateway());
    assertEquals(0, login.exitCode(), login::err);
    assertTrue(login.out().startsWith(gateway() + "  ada  at " + house.issuer), login::out);
    assertTrue(login.out().contains("  for mcp:use  until "), login::out);
    assertTrue(
        login.err().startsWith(gateway() + " has you sign in at " + house.issuer + " for mcp:use"),
        login::err);
    assertTellsNothing(login);
    CommandLineRun list = run("login", "--list");
    assertEquals(login.out(), list.out());
    assertTellsNothing(list);
    CommandLineRun json = run("login", "--list", "--json");
    assertTrue(json.out().startsWith("[{\"gateway\":\"" + gateway() + "\""), json::out);
    assertTellsNothing(json);

    assertEquals(0, run("tools", "--url", gateway()).exitCode());
    assertEquals(0, run("tools", "-c", folder.resolve("gatehouse.yaml").toString()).exitCode());
    assertEquals(0, run("logout", gateway()).exitCode());
    assertTrue(run("tools", "--url", gateway()).err().contains(hint));
    assertEquals(1, run("logout", gateway()).exitCode());
  }

  @Test
  void showsItsSignInNowhereElseWhateverAConfigurationSays() throws Exception {
    assertEquals(0, login(gateway()).exitCode());
    List<String> shown = new CopyOnWriteArrayList<>();
    HttpServer stranger =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stranger.createContext(
        "/",
        exchange -> {
          shown.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        });
    stranger.start();
    try {
      String address = "127.0.0.1:" + stranger.getAddress().getPort();
      Path theirs =
          Files.writeString(
              folder.resolve("theirs.yaml"),
              Files.readString(folder.resolve("gatehouse.yaml"))
                  .replaceFirst("listen: .*", "listen: " + address)
                  .replace("mode: oidc", "mode: oidc\n  resource: " + gateway())
                  .replace("directory: data", "directory: theirs"));
      assertEquals(0, run("tools", "-c", theirs.toString()).exitCode());
      Path noted = Files.createDirectory(folder.resolve("theirs"));
      Files.writeString(
          noted.resolve("running.properties"), "url=http://" + address + "/mcp\nsocket=/none\n");
      CommandLineRun asked = run("tools", "-c", theirs.toString());
      assertEquals(0, asked.exitCode(), asked::err);
      assertEquals(List.of(), shown);
    } finally {
      stranger.stop(0);
    }
  }

  @Test
  void prefersTheTokenThatItIsGiven() throws Exception {
    assertEquals(0, login(gateway()).exitCode());
    CommandLineRun given = run("tools", "--url", gateway(), "--token", "wrong");
    assertTrue(given.err().contains("does not accept the token of --token"), given::err);
    environment.put("GATEHOUSE_TOKEN", "wrong");
    assertEquals(1, run("tools", "--url", gateway()).exitCode());
    environment.put("GATEHOUSE_TOKEN", "two words");
    assertEquals(2, run("tools", "--url", gateway()).exitCode());
    environment.remove("GATEHOUSE_TOKEN");
    assertEquals(0, run("tools", "--url", gateway()).exitCode());
  }

  @Test
  void saysWhichScopeIsMissingAndGetsIt() throws Exception {
    assertEquals(0, login(gateway()).exitCode());
    CommandLineRun refused = run("call", "crm__find", "name=Ada", "--url", gateway());
    assertEquals(1, refused.exitCode());
    String hint = "run `gatehouse login --scope crm:write " + gateway() + "`";
    assertTrue(refused.err().contains(hint), refused::err);
    CommandLineRun more = login("--scope", "crm:write", gateway());
    assertTrue(more.out().contains("for crm:write mcp:use"), more::out);
    CommandLineRun permitted = run("call", "crm__find", "name=Ada", "--url", gateway());
    assertEquals(0, permitted.exitCode(), permitted::err);
  }

  @Test
  void signsInNowhereInTheClearAndWhereNobodyAsks() throws Exception {
    CommandLineRun clear = run("login", "http://gatehouse.example.com/mcp");
    assertTrue(clear.err().contains("could be read on the way"), clear::err);
    assertEquals(2, run("login", "somewhere").exitCode());
    CommandLineRun elsewhere = run("login", house.issuer + "/other");
    assertTrue(elsewhere.err().contains("there is no gateway at"), elsewhere::err);
    try (FakeServer open = FakeServer.start()) {
      CommandLineRun unasked = run("login", open.uri().toString());
      assertTrue(unasked.err().contains("asks nobody who they are"), unasked::err);
    }
  }

  @Test
  void renewsOnceForSeveralProcesses() throws Exception {
    assertEquals(0, login(gateway()).exitCode());
    Path file = kept();
    String ended = Files.readString(file).replaceAll("\"expires\":[0-9]+", "\"expires\":1");
    Files.writeString(file, ended);
    List<Process> commands = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ProcessBuilder command =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
              Main.class.getName(),
              "tools",
              "--url",
              gateway());
      command.environment().put("XDG_CONFIG_HOME", folder.resolve("home").toString());
      command.environment().remove("GATEHOUSE_TOKEN");
      commands.add(command.redirectErrorStream(true).start());
    }
    for (Process command : commands) {
      String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(command.waitFor(30, TimeUnit.SECONDS));
      assertEquals(0, command.exitValue(), said);
    }
    Files.writeString(
        file, Files.readString(file).replaceAll("\"expires\":[0-9]+", "\"expires\":1"));
    assertEquals(0, run("tools", "--url", gateway()).exitCode(), "the session is still there");
  }
}
