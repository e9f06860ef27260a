package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.product.ExportedLog;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import dev.gatehouse.conformance.product.Receipt;
import dev.gatehouse.recordings.postgres.PostgresServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three gateways on one PostgreSQL make one log, whatever ends: one of them at once, then the
 * database.
 */
class SharedLogTest {
  private static final int CLIENTS = 2;
  private static final int REPLIES = 40;
  private static final String ROLE = "gateway";

  @TempDir Path temporary;
  private final List<Installation> installations = new ArrayList<>();

  private Installation installation(String node, String database, FixtureUpstream upstream)
      throws IOException {
    Path folder = Files.createDirectories(temporary.resolve(node));
    Installation installation =
        new Installation(folder)
            .upstream("slow", upstream.uri())
            .recordings(
                "node: %s, postgres: { url: \"%s\", user: %s }".formatted(node, database, ROLE));
    if (!installations.isEmpty()) {
      Files.createDirectories(installation.data());
      for (String file : List.of("signing.pem", "signing-ml-dsa-44.pem", "master.key")) {
        Files.copy(
            installations.getFirst().data().resolve(file), installation.data().resolve(file));
      }
    }
    installations.add(installation);
    return installation;
  }

  /** The tables belong to their owner; gateways come as a role that may only add. */
  private String preparedDatabase(PostgresServer server) {
    String database = server.newDatabase();
    server.executeAt(database, "CREATE ROLE " + ROLE + " LOGIN");
    Finished script = Product.run(temporary, "postgres-setup", "--role", ROLE).expecting(0);
    server.executeAt(database, script.out());
    return database;
  }

  @Test
  void nothingAcknowledgedIsLostWhenAGatewayIsKilledAndTheDatabaseEnds() throws Exception {
    List<Receipt> seen = new ArrayList<>();
    try (PostgresServer server = PostgresServer.start();
        FixtureUpstream upstream =
            FixtureUpstream.legacy()
                .tool("work", new Answer.Late(Duration.ofMillis(4), Answer.text("done")))) {
      String database = preparedDatabase(server);
      try (GatehouseProcess a = installation("a", database, upstream).serve();
          GatehouseProcess b = installation("b", database, upstream).serve();
          GatehouseProcess c = installation("c", database, upstream).serve()) {
        Load ofA = load(a);
        Load ofB = load(b);
        Load ofC = load(c);

        // 1. One of them ends at once, under load, and comes back.
        ofC.awaitReplies(REPLIES);
        c.kill();
        seen.addAll(ofC.stop());
        try (GatehouseProcess again = installations.getLast().serve()) {
          Load ofAgain = load(again);
          ofAgain.awaitReplies(REPLIES);

          // 2. The database ends at once, and comes back: callers only wait.
          server.stop(PostgresServer.Stop.IMMEDIATE);
          Thread.sleep(500);
          server.startAgain();
          List<Load> loads = List.of(ofA, ofB, ofAgain);
          for (Load load : loads) {
            load.awaitMore(REPLIES);
          }
          for (Load load : loads) {
            seen.addAll(load.stop());
          }
          again.stop();
          a.stop();
          b.stop();
        }
      }
      requireOneLog(seen);
    }
  }

  private static Load load(GatehouseProcess gateway) {
    return Load.on(gateway.mcp(), "slow__work", CLIENTS);
  }

  private void requireOneLog(List<Receipt> seen) throws IOException {
    for (Installation installation : installations) {
      installation.verify().expecting(0);
    }
    Installation first = installations.getFirst();
    ExportedLog log = ExportedLog.read(first.export("export"));
    Product.run(first.folder(), "verify", "export").expecting(0);

    List<Receipt> missing = seen.stream().filter(receipt -> !receipt.isIn(log)).toList();
    assertEquals(List.of(), missing);
    assertTrue(seen.size() >= 7 * REPLIES, "replies were seen all the time: " + seen.size());
    // Three, and the one that came back; whoever reads a log that nobody has open opens it too.
    assertEquals(4, log.count("boot") - log.count("read"));

    // One log, and each of the three wrote some of it; what one began, the same one ended.
    Map<String, String> began = new HashMap<>();
    Set<String> ended = new HashSet<>();
    for (JsonObject entry : log.statements()) {
      String node = entry.getString("node");
      switch (entry.getString("type")) {
        case "request" -> began.put(entry.getString("ex"), node);
        case "response", "outcome-unknown" -> {
          assertEquals(began.get(entry.getString("ex")), node, entry::toString);
          assertTrue(ended.add(entry.getString("ex")), "ended twice: " + entry);
        }
        default -> {}
      }
    }
    assertEquals(began.keySet(), ended);
    assertEquals(Set.of("a", "b", "c"), new HashSet<>(began.values()));
    requireNoKeysInOrdinaryFiles();
  }

  /** What a gateway keeps beside its keys says where the log lies, and nothing secret. */
  private void requireNoKeysInOrdinaryFiles() throws IOException {
    for (Installation installation : installations) {
      Path data = installation.data();
      assertFalse(Files.exists(data.resolve("log.db")));
      assertFalse(Files.exists(data.resolve("keys.db")));
      assertTrue(Files.readString(data.resolve("postgres")).contains("user " + ROLE));
    }
  }
}
