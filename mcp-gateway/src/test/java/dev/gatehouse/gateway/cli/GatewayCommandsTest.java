package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.views.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands beside a gateway that works, which they find by its configuration. */
class GatewayCommandsTest {
  @TempDir private Path folder;
  private WorkingGateway gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = WorkingGateway.in(folder);
  }

  @AfterEach
  void stopAndVerify() {
    gateway.close();
    assertEquals(0, CommandLineRun.of("verify", gateway.data().toString()).exitCode());
  }

  @Test
  void listsToolsForPeople() {
    CommandLineRun run = run("tools");
    assertEquals(0, run.exitCode(), run::err);
    List<String> lines = run.out().lines().toList();
    assertEquals("crm__find     Finds a customer. By name.", lines.getFirst());
    assertTrue(lines.get(1).endsWith("…") && lines.get(1).length() < 100, lines::toString);
    assertEquals(3, lines.size());
  }

  @Test
  void listsToolsForPrograms() {
    String out = run("tools", "--json").out();
    assertTrue(out.startsWith("[{\"name\":\"crm__find\""), out);
    assertTrue(out.contains("\"inputSchema\":{\"type\":\"object\"}"), out);
  }

  @Test
  void callsAToolAndShowsWhatPolicyDid() {
    CommandLineRun run = run("call", "crm__find", "name=Ada Lovelace", "age=36");
    assertEquals(0, run.exitCode(), run::err);
    assertEquals("Ada, [masked:payment-card]\n", run.out());
    assertTrue(run.err().contains("permit, rule `customers may be found`"), run::err);
    assertTrue(run.err().contains("masked 1 payment-card"), run::err);
    assertTrue(run.err().matches("(?s).*entry \\d+.*"), run::err);
  }

  @Test
  void callsAToolForPrograms() {
    CommandLineRun run = run("call", "crm__find", "--arguments", "{\"age\":36}", "--json");
    assertTrue(run.out().startsWith("{\"content\""), run::out);
    assertTrue(run.out().contains("\"asked\":true"), run::out);
  }

  @Test
  void failsWhereTheCallIsRefused() {
    CommandLineRun run = run("call", "crm__find", "age=101");
    assertEquals(1, run.exitCode());
    assertTrue(run.out().contains("nobody is that old"), run::out);
    assertTrue(run.err().contains("refuse, rule `the eldest stay`"), run::err);
  }

  @Test
  void failsWhereTheToolFailsOrIsUnknown() {
    assertEquals(1, run("call", "crm__fail").exitCode());
    CommandLineRun unknown = run("call", "nobody__knows");
    assertEquals(1, unknown.exitCode());
    assertTrue(unknown.err().contains("the gateway answers: "), unknown::err);
  }

  @Test
  void describesWhatIsNoTextAndDefusesWhatCouldSteerATerminal() {
    CommandLineRun run = run("call", "crm__picture");
    assertEquals(
        "[image image/png 4 characters of base64]\na <U+001B>[31mred text\n", run.out(), run::err);
  }

  @Test
  void showsWhatWasRecordedByAnyFilter() {
    run("call", "crm__find", "name=Ada");
    run("call", "crm__find", "age=101");
    run("call", "crm__fail");
    assertEquals(4, count("log", "--tool", "crm__find"));
    assertEquals(4, count("log", "--tool", "find"));
    assertEquals(6, count("log", "--tool", "crm__*"));
    assertEquals(0, count("log", "--tool", "f"));
    assertEquals(1, count("log", "--decision", "refuse", "--kind", "request"));
    assertEquals(2, count("log", "--tool", "crm__*", "--last", "2"));
    String user = System.getProperty("user.name");
    assertEquals(6, count("log", "--principal", user, "--tool", "crm__*"));
    assertEquals(0, count("log", "--principal", "nobody"));
    assertTrue(count("log", "--last", "0") > 6);
    String line = run("log", "--decision", "refuse", "--kind", "request").out();
    assertTrue(line.contains("request   refuse    crm__find " + user + " rule `the eldest"), line);
  }

  @Test
  void showsWhatWasRecordedForPrograms() {
    run("call", "crm__find", "name=Ada");
    CommandLineRun run = run("log", "--tool", "crm__find", "--json");
    assertEquals(2, run.out().lines().count());
    for (String line : run.out().lines().toList()) {
      Statement entry = Statement.parse(line).orElseThrow();
      assertTrue(entry.number("index").isPresent(), line);
      assertTrue(entry.object("leaf").flatMap(leaf -> leaf.text("type")).isPresent(), line);
      var parts = entry.object("parts").orElseThrow();
      assertTrue(parts.object("actor").flatMap(a -> a.text("principal")).isPresent(), line);
      assertTrue(parts.object("msg").isPresent(), line);
    }
  }

  @Test
  void exportsAndVerifiesAndFindsWhatWasChanged() throws IOException {
    run("call", "crm__find", "name=Ada");
    gateway.stop();
    Path bundle = folder.resolve("bundle");
    CommandLineRun export = run("export", bundle.toString());
    assertEquals(0, export.exitCode(), export::err);
    assertTrue(export.out().startsWith("exported "), export::out);
    CommandLineRun verified = CommandLineRun.of("verify", bundle.toString());
    assertEquals(0, verified.exitCode(), verified::out);
    assertTrue(verified.out().startsWith("verified: "), verified::out);
    String key = Files.readString(gateway.data().resolve("log.vkey")).strip();
    assertEquals(0, CommandLineRun.of("verify", bundle.toString(), "--key", key).exitCode());

    Path entries = bundle.resolve("tile/entries");
    Path tile;
    try (var files = Files.walk(entries)) {
      tile = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(tile);
    bytes[bytes.length / 2] ^= 1;
    Files.write(tile, bytes);
    CommandLineRun changed = CommandLineRun.of("verify", bundle.toString());
    assertEquals(1, changed.exitCode());
    assertTrue(changed.out().startsWith("not verified: entry "), changed::out);
    assertTrue(
        CommandLineRun.of("verify", bundle.toString(), "--json")
            .out()
            .startsWith("{\"verified\":false"));
    assertEquals(1, run("export", bundle.toString()).exitCode());
  }

  @Test
  void takesTheNoteAwayWhenItEnds() {
    assertTrue(RunningGateway.noted(gateway.data()).isPresent());
    Path socket = RunningGateway.noted(gateway.data()).orElseThrow().socket();
    assertTrue(Files.exists(socket));
    gateway.stop();
    assertFalse(RunningGateway.noted(gateway.data()).isPresent());
    assertFalse(Files.exists(socket.getParent()));
    assertEquals(1, run("tools").exitCode());
  }

  private long count(String... arguments) {
    return run(arguments).out().lines().count();
  }

  private CommandLineRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--config");
    all.add(gateway.configuration());
    return CommandLineRun.of(all.toArray(String[]::new));
  }
}
