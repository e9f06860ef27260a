package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A held call is told to a program by webhook, decided by what that sends back, and runs once; what
 * is forged, late, replayed, stale or of nobody decides nothing, and is recorded.
 */
class ChannelsTest {
  private static final String POLICY =
      """
      default: permit
      rules:
        - { name: payments, tools: [ bank__pay ], approve: { groups: [ finance ] } }
      """;

  @TempDir private Path folder;

  private Installation installation(FixtureUpstream bank, Pager pager) {
    return new Installation(folder)
        .policy(POLICY)
        .upstream("bank", bank.uri())
        .more(
            """
            approvals:
              hold: 40s
              channels:
                pager: { webhook: { url: "%s", secret: %s, answer-secret: %s } }
              people:
                - { name: bob, groups: [ finance ], ids: { pager: bob-1 } }
                - { name: eve, groups: [ kitchen ], ids: { pager: eve-1 } }
            """
                .formatted(pager.address(), Pager.SECRET, Pager.ANSWER_SECRET));
  }

  private static FixtureUpstream bank() {
    return FixtureUpstream.legacy().tool("pay", Answer.text("paid"));
  }

  private static FutureTask<String> calling(URI endpoint, String arguments) {
    FutureTask<String> call =
        started(
            () -> {
              try (RawClient client = RawClient.modern(endpoint)) {
                return client.call("1", "bank__pay", arguments).body();
              }
            });
    return call;
  }

  private static FutureTask<String> started(Callable<String> work) {
    FutureTask<String> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static URI door(GatehouseProcess gateway) {
    return gateway.at("/approvals/webhooks/pager");
  }

  @Test
  void whatIsDecidedByAWebhookRunsOnce() throws Exception {
    try (FixtureUpstream bank = bank();
        Pager pager = new Pager();
        GatehouseProcess gateway = installation(bank, pager).serve()) {
      FutureTask<String> call = calling(gateway.mcp(), "{\"amount\":250}");
      JsonObject asked = pager.awaitLatest("approval.asked");
      assertEquals("{\"amount\":250}", asked.getString("arguments"));
      assertTrue(asked.getString("link").endsWith("/approvals/" + asked.getString("id")));
      assertEquals(0, bank.calls());

      refusals(pager, gateway, asked);
      assertEquals(0, bank.calls());

      String body = Pager.decision(asked, "approve", "bob-1");
      Map<String, String> headers = Pager.signed("msg_yes", Instant.now(), body);
      String answered = pager.send(door(gateway), headers, body);
      assertTrue(answered.startsWith("200 {\"state\":\"granted\"}"), answered);
      assertTrue(call.get().contains("paid"), call.get());
      assertEquals(1, bank.calls());
      String again = pager.send(door(gateway), headers, body);
      assertTrue(again.startsWith("409"), again);
      assertEquals(1, bank.calls());
      pager.awaitLatest("approval.granted");
      assertTrue(pager.forged().isEmpty());
    }
    assertRecorded();
  }

  /** What decides nothing. */
  private static void refusals(Pager pager, GatehouseProcess gateway, JsonObject asked)
      throws InterruptedException {
    String yes = Pager.decision(asked, "approve", "bob-1");
    Instant now = Instant.now();
    Map<String, String> right = Pager.signed("msg_1", now, yes);
    String forged = pager.send(door(gateway), right, yes.replace("4711", "4712"));
    assertTrue(forged.startsWith("401"), forged);
    String unsigned = pager.send(door(gateway), Map.of(), yes);
    assertTrue(unsigned.startsWith("400"), unsigned);
    Map<String, String> old = Pager.signed("msg_2", now.minusSeconds(600), yes);
    String late = pager.send(door(gateway), old, yes);
    assertTrue(late.startsWith("401"), late);
    String nobody = Pager.decision(asked, "approve", "mallory");
    String unknown = pager.send(door(gateway), Pager.signed("msg_3", now, nobody), nobody);
    assertTrue(unknown.startsWith("403"), unknown);
    String eve = Pager.decision(asked, "approve", "eve-1");
    String another = pager.send(door(gateway), Pager.signed("msg_4", now, eve), eve);
    assertTrue(another.startsWith("409"), another);
    String stale = yes.replace(asked.getString("seen"), "0000000000000000");
    String changed = pager.send(door(gateway), Pager.signed("msg_5", now, stale), stale);
    assertTrue(changed.startsWith("409"), changed);
    String large = "{\"a\":\"" + "x".repeat(100_000) + "\"}";
    String cut = pager.send(door(gateway), Pager.signed("msg_6", now, large), large);
    assertTrue(cut.startsWith("413"), cut);
    assertTrue(
        RawClient.fetch(door(gateway)).status() == 405, "a look at the address decides nothing");
  }

  private void assertRecorded() {
    String log = Product.run(folder, "log", "--last", "200", "--json").expecting(0).out();
    for (String word :
        new String[] {
          "approvals-webhook-forged",
          "approvals-webhook-malformed",
          "approvals-webhook-late",
          "approvals-webhook-pager-unknown-person",
          "approvals-webhook-pager-replayed"
        }) {
      assertTrue(log.contains(word), word + " in " + log);
    }
    assertFalse(log.contains("whsec_"), log);
    Product.run(folder, "verify", "data").expecting(0);
  }

  @Test
  void isToldAfterAKillWhatItWasDeafTo() throws Exception {
    try (FixtureUpstream bank = bank();
        Pager pager = new Pager()) {
      Installation installation = installation(bank, pager);
      pager.deaf(true);
      try (GatehouseProcess gateway = installation.serve()) {
        FutureTask<String> call = calling(gateway.mcp(), "{\"amount\":300}");
        long end = System.nanoTime() + 30_000_000_000L;
        while (!gateway.said().contains("channel-away") && System.nanoTime() < end) {
          Thread.sleep(50);
        }
        gateway.kill();
        call.cancel(true);
      }
      pager.deaf(false);
      try (GatehouseProcess gateway = installation.serve()) {
        JsonObject asked = pager.awaitLatest("approval.asked");
        String body = Pager.decision(asked, "approve", "bob-1");
        String answered =
            pager.send(door(gateway), Pager.signed("msg_1", Instant.now(), body), body);
        assertTrue(answered.startsWith("200 {\"state\":\"granted\"}"), answered);
        FutureTask<String> call = calling(gateway.mcp(), "{\"amount\":300}");
        assertTrue(call.get().contains("paid"), call.get());
        assertEquals(1, bank.calls());
      }
      installation.verify().expecting(0);
    }
  }
}
