package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.connect.ConnectTest;
import dev.gatehouse.gateway.connect.GuardedByPeople;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is erased lets the gateway do nothing any more, also where none is running. */
class ErasedGrantsTest {
  @TempDir private Path folder;

  private CommandLineRun erase(String person, String... more) {
    List<String> command = new ArrayList<>(List.of("erase", "--subject", person));
    command.addAll(List.of("--reason", "a request", "--config"));
    command.add(folder.resolve("gatehouse.yaml").toString());
    command.addAll(List.of(more));
    return CommandLineRun.of(command.toArray(String[]::new));
  }

  @Test
  void theServersOfWhoIsErasedAreTold() throws Exception {
    String person = System.getProperty("user.name");
    try (GuardedByPeople server = GuardedByPeople.start()) {
      try (Gateway gateway = ConnectTest.start(folder, server)) {
        assertEquals(200, ConnectTest.connect(gateway).statusCode());
      }
      assertEquals(0, erase("somebody-else").exitCode());
      assertEquals(0, erase(person, "--dry-run").exitCode());
      assertTrue(server.posted.stream().noneMatch(it -> it.startsWith("/revoke")));
      CommandLineRun run = erase(person);
      assertEquals(0, run.exitCode(), run::err);
      assertTrue(server.posted.getLast().startsWith("/revoke token=planted-refresh-1"));
    }
  }
}
