package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "serve",
        "stdio",
        "check",
        "tools",
        "call",
        "log",
        "export",
        "verify",
        "seal-key",
        "unseal",
        "version"
      })
  void everyCommandExplainsItself(String command) {
    CommandLineRun run = CommandLineRun.of(command, "--help");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().startsWith("Usage: gatehouse " + command), run::out);
    assertEquals("", run.err());
    assertTrue(CommandLineRun.of("--help").out().contains("  " + command + " "));
  }

  @Test
  void showsItsCommandsWhenNoneIsGiven() {
    CommandLineRun run = CommandLineRun.of();
    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("Usage: gatehouse"), run::err);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "serve --nonsense",
        "export",
        "verify",
        "call",
        "call tool pair",
        "call tool a=1 a=2",
        "call tool a=1 --arguments {}",
        "call tool --arguments [1]",
        "call tool --arguments {",
        "tools --url ftp://127.0.0.1/mcp",
        "tools --url http://127.0.0.1:1/mcp --token a\u0007b",
        "log --kind nonsense --data .",
        "log --last many",
        "verify no-such-directory",
        "seal-key",
        "unseal",
        "unseal .",
        "unseal . --key no-such-key",
        "unseal no-such-directory --key k",
        "unseal . --key k --entry many",
        "check --config no-such-file.yaml",
        "serve --config no-such-file.yaml",
        "stdio --config no-such-file.yaml",
        "tools --config no-such-file.yaml",
        "export --config no-such-file.yaml target"
      })
  void wrongUsageEndsWithTwoAndPrintsNothing(String line) {
    CommandLineRun run = CommandLineRun.of(line.split(" "));
    assertEquals(2, run.exitCode(), run::err);
    assertEquals("", run.out());
    assertFalse(run.err().isBlank());
  }

  @Test
  void showsItsVersionForPeopleAndPrograms() {
    assertTrue(CommandLineRun.of("version").out().startsWith("gatehouse "));
    assertEquals(CommandLineRun.of("version").out(), CommandLineRun.of("--version").out());
    assertTrue(CommandLineRun.of("version", "--json").out().startsWith("{\"version\":\""));
  }

  @Test
  void saysWhereItLookedForAGateway() {
    CommandLineRun run = CommandLineRun.of("tools", "--url", "http://127.0.0.1:1/mcp");
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("no gateway answers at http://127.0.0.1:1/mcp"), run::err);
  }

  @Test
  void paintsOnlyWhereThereAreColours() {
    List<String> line = List.of("check", "--config", "no-such-file.yaml");
    String[] arguments = line.toArray(String[]::new);
    assertTrue(CommandLineRun.with(Map.of(), true, arguments).err().contains("\u001b["));
    assertFalse(CommandLineRun.with(Map.of(), false, arguments).err().contains("\u001b["));
  }
}
