package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.product.ExportedLog;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import dev.gatehouse.conformance.product.Receipt;
import dev.gatehouse.recordings.durability.Guarantees;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Killed at any moment, the log holds every reply that a client has seen, and says what it lost.
 */
class KilledTest {
  private static final int KILLS = Guarantees.size("kills", 25);
  private static final int CLIENTS = 4;

  @Test
  void noReplyThatAClientSawIsMissing(@TempDir Path folder)
      throws InterruptedException, IOException {
    Random random = new Random(7);
    List<Receipt> seen = new ArrayList<>();
    Installation installation = new Installation(folder);
    try (FixtureUpstream upstream = slow()) {
      installation.upstream("slow", upstream.uri());
      for (int kill = 0; kill < KILLS; kill++) {
        try (GatehouseProcess gateway = installation.serve()) {
          Load load = Load.on(gateway.mcp(), "slow__work", CLIENTS);
          load.awaitReplies(1 + random.nextInt(12));
          Thread.sleep(random.nextInt(12));
          gateway.kill();
          seen.addAll(load.stop());
        }
      }
      try (GatehouseProcess gateway = installation.serve()) {
        gateway.stop();
      }
    }

    installation.verify().expecting(0);
    ExportedLog log = ExportedLog.read(installation.export("export"));
    List<Receipt> missing = seen.stream().filter(receipt -> !receipt.isIn(log)).toList();
    assertEquals(List.of(), missing);
    assertTrue(seen.size() >= KILLS, "some replies were seen before each kill");
    // Whoever reads a log that nobody has open opens it to say so.
    assertEquals(KILLS + 1, log.count("boot") - log.count("read"));
    assertNotEquals(0, log.count("outcome-unknown"), "some calls were cut off");
    assertEquals(List.of(), notClosedOnce(log));
    Guarantees.figure(
        "G1",
        "%d kills, 0 of %d replies missing; every request of %d entries is closed once"
            .formatted(KILLS, seen.size(), log.size()));
  }

  @Test
  void aSecondProcessOnTheSameRecordingsIsRefused(@TempDir Path folder) {
    try (FixtureUpstream upstream = slow()) {
      Installation installation = new Installation(folder).upstream("slow", upstream.uri());
      try (GatehouseProcess first = installation.serve()) {
        Finished second = Product.run(folder, "serve", "--config", "gatehouse.yaml");
        assertNotEquals(0, second.exitCode());
        assertTrue(second.err().contains("data"), second::err);
        assertTrue(!second.out().contains("ready"), second::out);
        assertTrue(first.isAlive());
      }
      installation.verify().expecting(0);
    }
  }

  private static FixtureUpstream slow() {
    return FixtureUpstream.legacy()
        .tool("work", new Answer.Late(Duration.ofMillis(4), Answer.text("done")));
  }

  private static List<String> notClosedOnce(ExportedLog log) {
    Map<String, Integer> closings = new TreeMap<>();
    for (JsonObject entry : log.statements()) {
      switch (entry.getString("type")) {
        case "request" -> closings.merge(entry.getString("ex"), 0, Integer::sum);
        case "response", "outcome-unknown" ->
            closings.merge(entry.getString("ex"), 1, Integer::sum);
        default -> {}
      }
    }
    return closings.entrySet().stream()
        .filter(entry -> entry.getValue() != 1)
        .map(entry -> entry.getKey() + " is closed " + entry.getValue() + " times")
        .toList();
  }
}
