package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.ExportedLog;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import dev.gatehouse.recordings.postgres.PostgresServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Limits hold over restarts, over gateways, and no longer than the calls that they are about. */
@Isolated("times, threads or memory are measured")
class LimitsTest {
  private static final String ROLE = "gateway";
  private static final int BUDGET = 3;

  /** Where it is noon, so that no day ends while a test runs. */
  private final ZoneOffset noon =
      ZoneOffset.ofHours(12 - Instant.now().atOffset(ZoneOffset.UTC).getHour());

  private final String policy =
      """
      default: permit
      rules:
        - name: three a day for each customer
          tools: [ crm__find ]
          limit: { daily: %d, zone: "%s", by: args.customer }
        - name: one at a time
          tools: [ crm__export ]
          limit: { concurrent: 1 }
        - name: small results
          tools: [ crm__dump ]
          limit: { result: 1KiB }
      """
          .formatted(BUDGET, noon);

  private static final String CUSTOMER = "{\"customer\":\"hidden-customer-17\"}";

  private static FixtureUpstream crm() {
    return FixtureUpstream.modern()
        .tool("find", Answer.text("found"))
        .tool("dump", Answer.text("secret ".repeat(200)))
        .tool("export", new Answer.Late(Duration.ofSeconds(20), Answer.text("exported")));
  }

  @Test
  void survivesAKillAndSaysWhenToTryAgain(@TempDir Path folder) throws Exception {
    try (FixtureUpstream upstream = crm()) {
      Installation installation =
          new Installation(folder).upstream("crm", upstream.uri()).policy(policy);
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.modern(gateway.mcp())) {
        for (int i = 0; i < BUDGET; i++) {
          assertPermitted(client.call("" + i, "crm__find", CUSTOMER));
        }
        assertThrottledUntilMidnight(client.call("9", "crm__find", CUSTOMER));
        // What is written behind takes a quarter of a second.
        Thread.sleep(600);
        gateway.kill();
      }
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.modern(gateway.mcp())) {
        assertThrottledUntilMidnight(client.call("1", "crm__find", CUSTOMER));
        assertPermitted(client.call("2", "crm__find", "{\"customer\":\"another\"}"));
        assertEquals(BUDGET + 1, upstream.calls());
      }
      for (String name : List.of("limits.db", "limits.db-wal")) {
        Path file = installation.data().resolve(name);
        String bytes =
            Files.exists(file)
                ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                : "";
        assertFalse(bytes.contains("hidden-customer-17"), name + " holds an argument");
      }
      installation.verify().expecting(0);
    }
  }

  @Test
  void aChangedPolicyGoesOnCounting(@TempDir Path folder) throws Exception {
    try (FixtureUpstream upstream = crm()) {
      Installation installation =
          new Installation(folder).upstream("crm", upstream.uri()).policy(policy);
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.modern(gateway.mcp())) {
        for (int i = 0; i < BUDGET; i++) {
          assertPermitted(client.call("" + i, "crm__find", CUSTOMER));
        }
        installation.policy(policy.replace("daily: " + BUDGET, "daily: " + (BUDGET + 1)));
        installation.configuration();
        Product.run(folder, "policy", "reload", "--config", "gatehouse.yaml").expecting(0);
        assertPermitted(client.call("8", "crm__find", CUSTOMER));
        assertThrottledUntilMidnight(client.call("9", "crm__find", CUSTOMER));
      }
    }
  }

  @Test
  void freesThePlaceOfAClientThatGoesAway(@TempDir Path folder) throws Exception {
    try (FixtureUpstream upstream = crm()) {
      Installation installation =
          new Installation(folder).upstream("crm", upstream.uri()).policy(policy);
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.modern(gateway.mcp())) {
        Thread going = callThatStays(gateway, upstream, 1);
        JsonObject throttled = client.call("2", "crm__export", "{}").json();
        assertEquals("throttle", decision(throttled).getString("decision"));
        assertEquals(1000, decision(throttled).getInt("retryAfterMs"));

        going.interrupt();
        going.join();

        callThatStays(gateway, upstream, 2).interrupt();
        // Stopping it would wait for the upstream.
        gateway.kill();
      }
    }
  }

  @Test
  void withholdsAResultThatIsTooLarge(@TempDir Path folder) throws IOException {
    try (FixtureUpstream upstream = crm()) {
      Installation installation =
          new Installation(folder).upstream("crm", upstream.uri()).policy(policy);
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.modern(gateway.mcp())) {
        JsonObject reply = client.call("1", "crm__dump", "{}").json();

        assertTrue(reply.getJsonObject("result").getBoolean("isError"));
        assertTrue(reply.toString().contains("lets 1024 through: ask for less"), reply::toString);
        assertFalse(reply.toString().contains("secret"), "nothing of it is shown");
        assertEquals(1, upstream.calls());
      }
      ExportedLog log = ExportedLog.read(installation.export("export"));
      JsonObject response =
          log.statements().stream()
              .filter(entry -> entry.getString("type").equals("response"))
              .reduce((_, last) -> last)
              .orElseThrow();
      assertTrue(response.toString().contains("withheld"), response::toString);
    }
  }

  @Test
  void twoGatewaysShareABudget(@TempDir Path folder) throws Exception {
    try (PostgresServer server = PostgresServer.start();
        FixtureUpstream upstream = crm()) {
      String database = server.newDatabase();
      server.executeAt(database, "CREATE ROLE " + ROLE + " LOGIN");
      Finished script = Product.run(folder, "postgres-setup", "--role", ROLE).expecting(0);
      server.executeAt(database, script.out());
      Installation a = node(folder, "a", database, upstream);
      Installation b = node(folder, "b", database, upstream);
      try (GatehouseProcess first = a.serve()) {
        Files.createDirectories(b.data());
        for (String file : List.of("signing.pem", "signing-ml-dsa-44.pem", "master.key")) {
          Files.copy(a.data().resolve(file), b.data().resolve(file));
        }
        try (GatehouseProcess second = b.serve();
            RawClient ofFirst = RawClient.modern(first.mcp());
            RawClient ofSecond = RawClient.modern(second.mcp())) {
          for (int i = 0; i < BUDGET; i++) {
            assertPermitted((i % 2 == 0 ? ofFirst : ofSecond).call("" + i, "crm__find", CUSTOMER));
          }
          assertThrottledUntilMidnight(ofFirst.call("8", "crm__find", CUSTOMER));
          assertThrottledUntilMidnight(ofSecond.call("9", "crm__find", CUSTOMER));
          assertEquals(BUDGET, upstream.calls());
        }
      }
    }
  }

  private Installation node(Path folder, String node, String database, FixtureUpstream upstream)
      throws IOException {
    return new Installation(Files.createDirectories(folder.resolve(node)))
        .upstream("crm", upstream.uri())
        .policy(policy)
        .recordings(
            "node: %s, postgres: { url: \"%s\", user: %s }".formatted(node, database, ROLE));
  }

  /** A call that is at work with the upstream, as its so-manieth; interrupting hangs it up. */
  private static Thread callThatStays(GatehouseProcess gateway, FixtureUpstream upstream, int calls)
      throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    Thread caller = Thread.startVirtualThread(() -> call(gateway));
    while (upstream.calls() < calls) {
      assertTrue(System.nanoTime() < end, "call " + calls + " did not get through");
      Thread.sleep(20);
      if (!caller.isAlive()) {
        // It was throttled: the place is not free yet.
        caller = Thread.startVirtualThread(() -> call(gateway));
      }
    }
    return caller;
  }

  private static void call(GatehouseProcess gateway) {
    try (RawClient client = RawClient.modern(gateway.mcp())) {
      client.call("1", "crm__export", "{}");
    } catch (AssertionError e) {
      // It was hung up.
    }
  }

  private static void assertPermitted(RawClient.Reply reply) {
    assertEquals("permit", decision(reply.json()).getString("decision"), reply::body);
  }

  private static void assertThrottledUntilMidnight(RawClient.Reply reply) {
    JsonObject decision = decision(reply.json());
    assertEquals("throttle", decision.getString("decision"), reply::body);
    long wait = decision.getJsonNumber("retryAfterMs").longValue();
    assertTrue(wait > Duration.ofHours(10).toMillis(), reply::body);
    assertTrue(wait < Duration.ofHours(13).toMillis(), reply::body);
    assertTrue(reply.body().contains("try again in 1"), reply::body);
  }

  private static JsonObject decision(JsonObject reply) {
    return reply
        .getJsonObject("result")
        .getJsonObject("_meta")
        .getJsonObject("dev.gatehouse/decision");
  }
}
