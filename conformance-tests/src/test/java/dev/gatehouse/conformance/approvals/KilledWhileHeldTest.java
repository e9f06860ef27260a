package dev.gatehouse.conformance.approvals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.ExportedLog;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import dev.gatehouse.recordings.postgres.PostgresServer;
import jakarta.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway is killed while a call waits, when it is granted and not made yet, while its upstream
 * is at work, and when its reply has reached nobody: the wait goes on, the same call attaches, and
 * it is made at most once.
 */
class KilledWhileHeldTest {
  private static final String ROLE = "held";
  private static final String POLICY =
      """
      rules:
        - { name: leads look, tools: [ "up__*" ], approve: { groups: [ leads ] } }
      """;
  private static final String HOLD = "approvals: { hold: 1s }\n";

  /** Until the gateway is dead; then nobody waits for the answer. */
  private static final Duration WORK = Duration.ofSeconds(20);

  /** Long enough for a client to give up in. */
  private static final Duration SHORT_WORK = Duration.ofSeconds(1);

  private static final Pattern ID = Pattern.compile("approval ([0-9A-Z]{26})");

  @TempDir private Path folder;

  @Test
  void goesOnFromAFile() throws Exception {
    goesOn(new Installation(folder));
  }

  @Test
  void goesOnFromPostgres() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      String database = server.newDatabase();
      server.executeAt(database, "CREATE ROLE " + ROLE + " LOGIN");
      String script = Product.run(folder, "postgres-setup", "--role", ROLE).expecting(0).out();
      server.executeAt(database, script);
      goesOn(
          new Installation(folder)
              .recordings(
                  "node: a, postgres: { url: \"%s\", user: %s }".formatted(database, ROLE)));
    }
  }

  private void goesOn(Installation installation) throws Exception {
    Approver approver = Approver.owner(folder);
    try (FixtureUpstream upstream =
        FixtureUpstream.legacy()
            .tool("pay", new Answer.Late(WORK, Answer.text("paid")))
            .tool("note", new Answer.Late(SHORT_WORK, Answer.text("noted")))) {
      installation.policy(POLICY).more(HOLD).upstream("up", upstream.uri());
      String id;
      String note;
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.modern(gateway.mcp())) {
        id = asked(call(client, "pay"));
        // Killed while it waits, and while a client waits with it.
        Thread waiting = inVain(client, "pay");
        gateway.kill();
        waiting.join();
      }
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.legacy(gateway.mcp())) {
        assertEquals("pending", approver.show(id).getString("state"));
        assertEquals(id, asked(call(client, "pay")), "the same call attaches");
        note = asked(call(client, "note"));
        approver.approve(id);
        approver.approve(note);
        // Killed when it is granted, before its client has come back.
        gateway.kill();
      }
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.modern(gateway.mcp())) {
        assertEquals("granted", approver.show(id).getString("state"));
        assertEquals(0, upstream.calls());
        giveUp(gateway, upstream);
        approver.awaiting(note, row -> outcomes(row).equals(List.of("replied")));
        Thread running = inVain(client, "pay");
        await(() -> upstream.calls() == 2);
        // Killed while the upstream is at work.
        gateway.kill();
        running.join();
      }
      assertUnknown(installation, approver, upstream, id);
    }
    installation.verify().expecting(0);
    ExportedLog log = ExportedLog.read(installation.export("export"));
    assertNotEquals(0, log.count("outcome-unknown"), "the log says so too");
  }

  /** A client gives up while its call is made, and says so as the official ones do. */
  private static void giveUp(GatehouseProcess gateway, FixtureUpstream upstream)
      throws InterruptedException {
    try (RawClient client = RawClient.legacy(gateway.mcp())) {
      Thread leaving = inVain(client, "note");
      await(() -> upstream.calls() == 1);
      client.post(
          """
          {"jsonrpc":"2.0","method":"notifications/cancelled",\
          "params":{"requestId":1,"reason":"Error: Request timed out"}}\
          """);
      leaving.join();
    }
  }

  /**
   * Nobody knows what came of it: people see that, the client is told, and it is not made again.
   */
  private static void assertUnknown(
      Installation installation, Approver approver, FixtureUpstream upstream, String id)
      throws InterruptedException {
    try (GatehouseProcess gateway = installation.serve();
        RawClient client = RawClient.modern(gateway.mcp())) {
      JsonObject shown = approver.awaiting(id, row -> outcomes(row).equals(List.of("unknown")));
      assertEquals("used", shown.getString("state"));
      assertTrue(approver.read(id).contains("unknown"), () -> approver.read(id));
      String told = call(client, "pay");
      assertTrue(told.contains("what came of it is not known") && told.contains(id), told);
      assertNotEquals(
          id, asked(call(client, "pay")), "who calls again all the same asks people anew");
      assertTrue(call(client, "note").contains("noted"), "what came of the other is kept");
      assertEquals(2, upstream.calls());
    }
  }

  private static List<String> outcomes(JsonObject row) {
    return row.getJsonArray("runs").getValuesAs(JsonObject.class).stream()
        .map(run -> run.getString("outcome"))
        .toList();
  }

  private static String call(RawClient client, String tool) {
    return client.call("1", "up__" + tool, "{\"amount\":10}").last();
  }

  /** Calls in the background, for an answer that will not be read. */
  private static Thread inVain(RawClient client, String tool) {
    return Thread.startVirtualThread(
        () -> {
          try {
            call(client, tool);
          } catch (UncheckedIOException | AssertionError e) {
            // The gateway was killed, or the client gave up.
          }
        });
  }

  private static String asked(String reply) {
    assertTrue(reply.contains("waits for approval"), reply);
    Matcher matcher = ID.matcher(reply);
    assertTrue(matcher.find(), reply);
    return matcher.group(1);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "did not happen within 30 seconds");
      Thread.sleep(20);
    }
  }
}
