package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upstreams ask clients of either era in the course of a call. */
class RoundsTest {
  private static final String PERMIT = "default: permit\nrules: []\n";
  private static final String ABLE = "{\"elicitation\":{},\"roots\":{}}";
  private static final String CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"crm__ask\",\"arguments\":{\"a\":1}}}";
  private static final String QUESTIONS =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"input_required\",\"inputRequests\":{\"name\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"Who?"
          + " 4111111111111111\"}},\"roots\":{\"method\":\"roots/list\"}},\"requestState\":\"upstream's"
          + " own\"}}";

  @TempDir private Path directory;

  private static FakeUpstream asking(Era era) {
    return new FakeUpstream(
        "crm",
        era,
        call ->
            InputResponses.in(call.request()).isPresent()
                ? "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\",\"content\":[],\"got\":"
                    + brought(call)
                    + "}}"
                : QUESTIONS);
  }

  private static String brought(UpstreamCall call) {
    return call.request().json().slice(call.request().params().orElseThrow());
  }

  /** Waits for so many questions, and gives their texts. */
  private static List<String> questions(CapturedSink sink, int count) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < end) {
      List<String> asked =
          sink.received().stream().filter(line -> line.startsWith("question ")).toList();
      if (asked.size() >= count) {
        return asked;
      }
      Thread.sleep(5);
    }
    throw new AssertionError("not asked: " + sink.received());
  }

  private static String id(String question) {
    Matcher matcher = Pattern.compile("\"id\":(\\d+)").matcher(question);
    assertTrue(matcher.find(), question);
    return matcher.group(1);
  }

  @Test
  void asksALegacyClientOnTheStreamOfItsCallAndGoesOnWithTheAnswers() throws Exception {
    FakeUpstream crm = asking(Era.MODERN);
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      String session = gateway.session(ABLE);
      CapturedSink sink = new CapturedSink();
      Thread calling =
          Thread.startVirtualThread(
              () -> gateway.post(CALL, Map.of("mcp-session-id", session), sink));
      List<String> asked = questions(sink, 2);
      assertTrue(asked.getFirst().contains("\"method\":\"elicitation/create\""), asked.toString());
      assertTrue(asked.getLast().contains("\"method\":\"roots/list\""), asked.toString());
      assertEquals(
          "accepted",
          gateway
              .legacy(
                  session,
                  "{\"jsonrpc\":\"2.0\",\"id\":"
                      + id(asked.getLast())
                      + ",\"result\":{\"roots\":[]}}")
              .reply());
      assertEquals(
          "accepted",
          gateway
              .legacy(
                  session,
                  "{\"jsonrpc\":\"2.0\",\"id\":"
                      + id(asked.getFirst())
                      + ",\"result\":{\"action\":\"accept\",\"content\":{\"name\":\"ada\"}}}")
              .reply());
      assertTrue(calling.join(Duration.ofSeconds(10)));
      String reply = sink.received().getLast();
      assertTrue(reply.startsWith("200 "), reply);
      assertTrue(
          reply.contains(
              "\"inputResponses\":{\"name\":{\"action\":\"accept\",\"content\":{\"name\":\"ada\"}},\"roots\":{\"roots\":[]}},\"requestState\":\"upstream's"
                  + " own\""),
          reply);
      assertFalse(reply.contains("resultType"), reply);
      // Asked, answered, sent on: all of it is in the log.
      String log = String.join("\n", gateway.lines(0));
      assertTrue(log.contains("\"action\":\"accept\""), log);
      assertTrue(log.contains("\"method\":\"roots/list\""), log);
      assertTrue(log.contains("\"inputResponses\""), log);
    }
  }

  @Test
  void takesAnAnswerFromNobodyElse() throws Exception {
    FakeUpstream crm = asking(Era.MODERN);
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      String session = gateway.session(ABLE);
      CapturedSink sink = new CapturedSink();
      Thread.startVirtualThread(() -> gateway.post(CALL, Map.of("mcp-session-id", session), sink));
      String answer =
          "{\"jsonrpc\":\"2.0\",\"id\":"
              + id(questions(sink, 2).getFirst())
              + ",\"result\":{\"action\":\"accept\"}}";
      assertEquals("rejected 400", gateway.legacy(gateway.session(ABLE), answer).reply());
      assertEquals("accepted", gateway.legacy(session, answer).reply());
      assertEquals("rejected 400", gateway.legacy(session, answer).reply());
    }
  }

  @Test
  void asksNothingOfAClientThatCannotBeAsked() throws Exception {
    FakeUpstream crm = asking(Era.MODERN);
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      String reply = gateway.legacy(gateway.session(), CALL).reply();
      assertTrue(reply.contains("\"kind\":\"input-required\""), reply);
      assertEquals(1, crm.sent().size());
    }
  }

  @Test
  void recordsNothingAsSentToAClientThatTakesNoStream() throws Exception {
    FakeUpstream crm =
        new FakeUpstream(
            "crm",
            Era.MODERN,
            call -> {
              String log = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}";
              call.listener().heard((Message.Notification) FakeUpstream.message(log));
              return QUESTIONS;
            });
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      CapturedSink sink = new CapturedSink(false);
      gateway.post(CALL, Map.of("mcp-session-id", gateway.session(ABLE)), sink);
      assertTrue(sink.reply().contains("\"kind\":\"input-required\""), sink.reply());
      String stored = String.join("\n", gateway.lines(0));
      assertFalse(stored.contains("notifications/message"), stored);
      assertFalse(stored.contains("elicitation/create"), stored);
      CapturedSink listening = new CapturedSink(false);
      gateway.modern("subscriptions/listen", "", "\"notifications\":{}", listening);
      assertTrue(listening.reply().startsWith("406 "), listening.reply());
    }
  }

  @Test
  void aModernClientBringsTheStateThatItWasGivenForThatRequestAlone() throws Exception {
    FakeUpstream crm = asking(Era.MODERN);
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      String first =
          gateway
              .modern("tools/call", "crm__ask", "\"name\":\"crm__ask\",\"arguments\":{\"a\":1}")
              .reply();
      assertTrue(first.contains("\"resultType\":\"input_required\""), first);
      assertFalse(first.contains("upstream's own"), first);
      Matcher state = Pattern.compile("\"requestState\":\"([^\"]+)\"").matcher(first);
      assertTrue(state.find(), first);
      String answers =
          ",\"inputResponses\":{\"roots\":{\"roots\":[]}},\"requestState\":\""
              + state.group(1)
              + "\"";
      String second =
          gateway
              .modern(
                  "tools/call",
                  "crm__ask",
                  "\"arguments\":{\"a\":1},\"name\":\"crm__ask\"" + answers)
              .reply();
      assertTrue(second.contains("\"resultType\":\"complete\""), second);
      assertTrue(
          crm.sent().getLast().contains("\"requestState\":\"upstream's own\""),
          crm.sent().toString());
      String other =
          gateway
              .modern(
                  "tools/call",
                  "crm__ask",
                  "\"name\":\"crm__ask\",\"arguments\":{\"a\":2}" + answers)
              .reply();
      assertTrue(other.contains("\"code\":-32602"), other);
      assertEquals(2, crm.sent().size());
    }
  }

  @Test
  void hidesInQuestionsAndAnswersWhatPolicyHides() throws Exception {
    String policy =
        """
        default: permit
        rules:
          - name: cards
            tools: ["*"]
            mask: { result: [ { detect: [ payment-card ] } ], arguments: [ { detect: [ payment-card ] } ] }
        """;
    FakeUpstream crm = asking(Era.MODERN);
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, crm)) {
      String session = gateway.session(ABLE);
      CapturedSink sink = new CapturedSink();
      Thread calling =
          Thread.startVirtualThread(
              () -> gateway.post(CALL, Map.of("mcp-session-id", session), sink));
      List<String> asked = questions(sink, 2);
      for (String question : asked) {
        assertFalse(question.contains("4111111111111111"), question);
        gateway.legacy(
            session,
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + id(question)
                + ",\"result\":{\"action\":\"accept\",\"content\":{\"card\":\"4111111111111111\"}}}");
      }
      assertTrue(calling.join(Duration.ofSeconds(10)));
      assertFalse(crm.sent().getLast().contains("4111111111111111"), crm.sent().toString());
      assertFalse(String.join("\n", gateway.lines(0)).contains("4111111111111111"));
    }
  }
}
