package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgedCallTest {
  private static final String CARD = "4111 1111 1111 1111";
  private static final String PERMIT = "default: permit\nrules: []\n";
  private static final String MASK =
      """
      default: permit
      rules:
        - name: cards
          tools: ["*"]
          mask: { arguments: [ { detect: [ payment-card ] } ], result: [ { detect: [ payment-card ] } ] }
      """;

  @TempDir private Path directory;

  @Test
  void writesTheRequestBeforeTheUpstreamHearsOfIt() throws Exception {
    AtomicReference<ExchangeBench> bench = new AtomicReference<>();
    AtomicReference<List<String>> seen = new AtomicReference<>(List.of());
    FakeUpstream crm =
        new FakeUpstream(
            "crm",
            Era.LEGACY,
            _ -> {
              seen.set(lastLine(bench.get()));
              return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}";
            });
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      bench.set(gateway);
      gateway.legacy(gateway.session(), call("crm__find", "{}"));
      assertEquals(List.of("request tools/call permit " + call("crm__find", "{}")), seen.get());
    }
  }

  @Test
  void writesTheReplyBeforeTheClientSeesIt() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", "{\"content\":[]}");
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      String session = gateway.session();
      AtomicReference<List<String>> seen = new AtomicReference<>(List.of());
      gateway.post(
          call("crm__find", "{}"),
          Map.of("mcp-session-id", session),
          new ForwardingSink(new CapturedSink(), () -> seen.set(lastLine(gateway))));
      assertTrue(seen.get().getFirst().startsWith("response tools/call ok {"), seen.toString());
    }
  }

  @Test
  void givesAReceiptThatTheLogHonours() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", "{\"content\":[]}");
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      String reply = gateway.legacy(gateway.session(), call("crm__find", "{}")).reply();
      StoredEntry last = gateway.entries(gateway.size() - 1).getFirst();
      assertTrue(
          reply.contains("\"index\":" + last.index() + ",\"leaf\":\"" + last.leafHash() + "\""),
          reply);
    }
  }

  @Test
  void masksArgumentsBeforeTheyLeaveAndBeforeTheyAreStored() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", "{\"content\":[]}");
    try (ExchangeBench gateway = new ExchangeBench(directory, MASK, crm)) {
      String session = gateway.session();
      gateway.legacy(session, call("crm__find", "{\"card\":\"" + CARD + "\"}"));
      assertTrue(crm.sent().getFirst().contains("\"card\":\"[masked:payment-card]\""));
      assertFalse(String.join("\n", gateway.lines(0)).contains(CARD));
    }
  }

  @Test
  void masksResultsErrorsAndNotificationsBeforeTheClientSeesThem() throws Exception {
    String progress =
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"message\":\""
            + CARD
            + "\"}}";
    FakeUpstream crm =
        new FakeUpstream(
            "crm",
            Era.LEGACY,
            call -> {
              call.listener().heard((Message.Notification) FakeUpstream.message(progress));
              return "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":1,\"message\":\""
                  + CARD
                  + "\"}}";
            });
    try (ExchangeBench gateway = new ExchangeBench(directory, MASK, crm)) {
      List<String> received = gateway.legacy(gateway.session(), call("crm__find", "{}")).received();
      assertEquals(2, received.size());
      assertEquals(
          "notification " + progress.replace(CARD, "[masked:payment-card]"), received.getFirst());
      assertTrue(received.getLast().contains("\"message\":\"[masked:payment-card]\""));
      assertFalse(String.join("\n", gateway.lines(0)).contains(CARD));
    }
  }

  @Test
  void leavesWhatIsNotMaskedAsItCame() throws Exception {
    String result =
        "{ \"content\" : [ ], \"x\":1.0,\"big\":123456789012345678901234567890,"
            + " \"e\":\"\\u00e9\\/\" }";
    FakeUpstream crm = FakeUpstream.answering("crm", result);
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      String arguments = "{ \"a\" : 1.50,\"b\":\"\\u0041\" ,\"c\":-0 }";
      String reply = gateway.legacy(gateway.session(), call("crm__find", arguments)).reply();
      String upToMeta = result.substring(0, result.length() - 2);
      assertTrue(
          reply.startsWith("200 {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + upToMeta), reply);
      assertEquals(call("find", arguments), crm.sent().getFirst());
    }
  }

  @Test
  void contactsNobodyForARefusedCallAndSaysWhy() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", "{\"content\":[]}");
    String policy =
        """
        default: permit
        rules:
          - name: no deletes
            tools: ["*__delete_*"]
            refuse: "deleting is not allowed here"
        """;
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, crm)) {
      String reply = gateway.legacy(gateway.session(), call("crm__delete_all", "{}")).reply();
      assertEquals(List.of(), crm.sent());
      assertTrue(reply.contains("\"text\":\"deleting is not allowed here\"}],\"isError\":true"));
      assertTrue(reply.contains("\"decision\":\"refuse\",\"rule\":\"no deletes\""));
      List<String> lines = gateway.lines(gateway.size() - 2);
      assertTrue(lines.getFirst().startsWith("request tools/call refuse"));
      assertTrue(lines.getLast().startsWith("response tools/call refused"));
    }
  }

  @Test
  void readsAsAnUnknownToolWhatNoRuleSpeaksOf() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", "{\"content\":[]}");
    String policy = "rules:\n  - name: reading\n    tools: [\"crm__find\"]\n    permit: true\n";
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, crm)) {
      String session = gateway.session();
      assertTrue(
          gateway.legacy(session, call("crm__drop", "{}")).reply().contains("\"code\":-32602"));
      assertTrue(gateway.legacy(session, call("crm__find", "{}")).reply().contains("content"));
      assertEquals(1, crm.sent().size());
    }
  }

  @Test
  void doesNothingWhenTheLogTakesNothing() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", "{\"content\":[]}");
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      String session = gateway.session();
      gateway.failLog();
      assertEquals("rejected 503", gateway.legacy(session, call("crm__find", "{}")).reply());
      assertEquals(List.of(), crm.sent());
    }
  }

  @Test
  void withholdsTheReplyWhenTheLogStopsTakingAnythingMeanwhile() throws Exception {
    AtomicReference<ExchangeBench> bench = new AtomicReference<>();
    FakeUpstream crm =
        new FakeUpstream(
            "crm",
            Era.LEGACY,
            _ -> {
              bench.get().failLog();
              return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}";
            });
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      bench.set(gateway);
      assertEquals(
          "rejected 503", gateway.legacy(gateway.session(), call("crm__find", "{}")).reply());
    }
  }

  @Test
  void saysWhatBecameOfACallWhoseUpstreamFailed() throws Exception {
    FakeUpstream crm =
        new FakeUpstream(
            "crm",
            Era.LEGACY,
            _ -> {
              throw new UpstreamException(
                  UpstreamException.Kind.TIMED_OUT, "upstream `crm` did not reply in 1 s");
            });
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      String reply = gateway.legacy(gateway.session(), call("crm__find", "{}")).reply();
      assertTrue(reply.contains("\"code\":-31010,\"message\":\"upstream `crm` did not reply"));
      assertTrue(gateway.lines(gateway.size() - 1).getFirst().contains("upstream-timed-out"));
    }
  }

  @Test
  void stopsWaitingWhenTheClientCancelsAndRecordsIt() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    FakeUpstream crm =
        new FakeUpstream(
            "crm",
            Era.LEGACY,
            _ -> {
              waiting.countDown();
              Thread.sleep(60_000);
              return "";
            });
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      String session = gateway.session();
      AtomicReference<CapturedSink> sink = new AtomicReference<>(new CapturedSink());
      Thread call =
          Thread.startVirtualThread(
              () -> sink.set(gateway.legacy(session, call("crm__find", "{}"))));
      waiting.await();
      gateway.legacy(
          session,
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");
      call.join();
      assertEquals("ended", sink.get().reply());
      assertTrue(
          gateway.lines(gateway.size() - 1).getFirst().startsWith("response tools/call cancelled"));
    }
  }

  @Test
  void answersAFaultOfItsOwnWithTheExchangeAndClosesIt() throws Exception {
    FakeUpstream crm =
        new FakeUpstream(
            "crm",
            Era.LEGACY,
            _ -> {
              throw new IllegalStateException("a fault with a secret in it");
            });
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      String reply = gateway.legacy(gateway.session(), call("crm__find", "{}")).reply();
      StoredEntry last = gateway.entries(gateway.size() - 1).getFirst();
      assertTrue(
          reply.contains("internal error in exchange " + last.exchange().orElseThrow()), reply);
      assertFalse(reply.contains("secret"));
      assertEquals("fault", last.decision().orElseThrow());
    }
  }

  @Test
  void givesEachEraWhatItAsksFor() throws Exception {
    FakeUpstream old = FakeUpstream.answering("old", "{\"content\":[]}");
    FakeUpstream young =
        new FakeUpstream(
            "young",
            Era.MODERN,
            _ ->
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\",\"content\":[]}}");
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, old, young)) {
      String session = gateway.session();
      String modernFromOld =
          gateway.modern("tools/call", "old__f", "\"name\":\"old__f\",\"arguments\":{}").reply();
      assertTrue(modernFromOld.contains("\"resultType\":\"complete\""), modernFromOld);
      String legacyFromYoung = gateway.legacy(session, call("young__f", "{}")).reply();
      assertFalse(legacyFromYoung.contains("resultType"), legacyFromYoung);
    }
  }

  @Test
  void namesTheToolInClearEvenWhereValuesAreHiddenByTheirPlace() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", "{\"content\":[]}");
    String policy =
        """
        default: permit
        rules:
          - name: notes
            tools: ["*"]
            mask: { arguments: [ { path: "$.note" } ] }
        """;
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, crm)) {
      gateway.legacy(gateway.session(), call("crm__find", "{\"note\":\"private words\"}"));
      StoredEntry request = gateway.entries(gateway.size() - 2).getFirst();
      assertEquals("crm__find", request.tool().orElseThrow());
      assertFalse(String.join("\n", gateway.lines(0)).contains("private words"));
      assertFalse(crm.sent().getFirst().contains("private words"));
    }
  }

  @Test
  void recordsWhoAskedInWhatCircumstancesAndWhyItWasDecidedSo() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", "{\"content\":[]}");
    try (ExchangeBench gateway = new ExchangeBench(directory, MASK, crm)) {
      gateway.legacy(gateway.session(), call("crm__find", "{\"c\":\"" + CARD + "\"}"));
      StoredEntry request = gateway.entries(gateway.size() - 2).getFirst();
      String actor = request.part(PartName.ACTOR).orElseThrow().toText();
      String circumstances = request.part(PartName.CTX).orElseThrow().toText();
      String reasons = request.part(PartName.POL).orElseThrow().toText();
      assertTrue(actor.startsWith("{\"principal\":\"ada\",\"verified\":false"), actor);
      assertTrue(circumstances.contains("\"endpoint\":\"/mcp\""), circumstances);
      assertTrue(reasons.contains("\"masked\":{\"payment-card\":1}"), reasons);
      assertEquals("crm__find", request.tool().orElseThrow());
      assertEquals("crm", request.upstream().orElseThrow());
    }
  }

  private static String call(String tool, String arguments) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\""
        + tool
        + "\",\"arguments\":"
        + arguments
        + "}}";
  }

  private static List<String> lastLine(ExchangeBench gateway) {
    try {
      return gateway.lines(gateway.size() - 1);
    } catch (RecordingException e) {
      throw new AssertionError(e);
    }
  }
}
