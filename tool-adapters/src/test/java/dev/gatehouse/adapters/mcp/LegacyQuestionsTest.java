package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.adapters.mcp.ScriptedServer.Reply;
import dev.gatehouse.adapters.mcp.ScriptedServer.Request;
import dev.gatehouse.adapters.mcp.ScriptedServer.Script;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyQuestionsTest {
  private static final String CAPABILITIES =
      "{\"sampling\":{},\"elicitation\":{\"form\":{},\"url\":{}},\"roots\":{}}";
  private static final Conversation MODERN = client("2026-07-28");
  private static final Conversation LEGACY = client("2025-11-25");
  private static final String ELICIT =
      "{\"jsonrpc\":\"2.0\",\"id\":\"e\",\"method\":\"elicitation/create\","
          + "\"params\":{\"message\": \"who?\"}}";
  private static final String SAMPLE =
      "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"sampling/createMessage\","
          + "\"params\":{\"maxTokens\": 1.0}}";
  private static final String ROOTS = "{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"roots/list\"}";

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private static Conversation client(String revision) {
    return new Conversation(
        "key-" + revision,
        new RequestMetadata(revision, Optional.empty(), CAPABILITIES, Optional.empty()));
  }

  /** A server that carries out calls by a script, and notes what else it is told. */
  private LegacyServer server(Script calls) {
    return new LegacyServer(calls).telling(request -> told.add(request.body()));
  }

  private static HttpUpstream upstream(ScriptedServer server) {
    return HttpUpstream.of(HttpSettings.of("u", server.uri()));
  }

  /** What the server is told next, but for the handshake. */
  private String nextTold() throws InterruptedException {
    String next = told.poll(10, TimeUnit.SECONDS);
    assertTrue(next != null, "nothing came");
    return next.contains("notifications/initialized") ? nextTold() : next;
  }

  private void answer(Request request, Reply reply, String result) throws IOException {
    reply.event("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":" + result + "}");
    reply.end();
  }

  private static UpstreamCall call(Conversation who, UpstreamCall.Listener listener) {
    return Calls.call(Calls.LEGACY_CALL, "echo", Era.LEGACY, who, listener);
  }

  private static UpstreamCall call() {
    return call(MODERN, _ -> {});
  }

  /** The same call again, with answers. */
  private static UpstreamCall again(
      UpstreamCall first, Map<String, String> answers, Optional<String> state) {
    Map<String, String> members = new InputResponses(answers, state).members();
    String text =
        Rewrite.of(first.request().json())
            .members(first.request().params().orElseThrow(), Set.of(), members)
            .text();
    return Calls.call(text, first.name(), first.shape(), first.conversation(), first.listener());
  }

  private static InputRequired asked(UpstreamReply reply) {
    assertEquals(Era.MODERN, reply.shape());
    return InputRequired.in(reply.message()).orElseThrow();
  }

  private static String result(UpstreamReply reply) {
    assertEquals(Era.LEGACY, reply.shape());
    Message.Result result = (Message.Result) reply.message();
    return result.json().slice(result.result());
  }

  @Test
  void aQuestionInMidCallIsAskedAndItsAnswerContinuesTheCall() throws Exception {
    LegacyServer legacy =
        server(
            (request, reply) -> {
              reply.events().event(ELICIT);
              answer(request, reply, "{\"got\":" + nextTold() + "}");
            });
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      InputRequired asked = asked(upstream.call(call(), Calls.soon()));
      assertEquals(
          Map.of("e", "{\"method\":\"elicitation/create\",\"params\":{\"message\": \"who?\"}}"),
          asked.requests());
      UpstreamReply reply =
          upstream.call(
              again(call(), Map.of("e", "{\"action\": \"accept\"}"), asked.state()), Calls.soon());
      assertEquals(
          "{\"got\":{\"jsonrpc\":\"2.0\",\"id\":\"e\",\"result\":{\"action\": \"accept\"}}}",
          result(reply));
      assertEquals(1, server.methods().stream().filter("tools/call"::equals).count());
      assertTrue(server.last("initialize").body().contains(CAPABILITIES));
    }
  }

  @Test
  void threeQuestionsAtOnceAreAskedTogether() throws Exception {
    LegacyServer legacy =
        server(
            (request, reply) -> {
              reply.events().eventsAtOnce(ELICIT, SAMPLE, ROOTS);
              List<String> answers = List.of(nextTold(), nextTold(), nextTold());
              answer(request, reply, "{\"count\":" + answers.size() + "}");
            });
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      InputRequired asked = asked(upstream.call(call(), Calls.soon()));
      assertEquals(List.of("e", "5", "6"), List.copyOf(asked.requests().keySet()));
      assertEquals("{\"method\":\"roots/list\"}", asked.requests().get("6"));
      Map<String, String> answers = Map.of("e", "{}", "5", "{}", "6", "{}");
      assertEquals(
          "{\"count\":3}",
          result(upstream.call(again(call(), answers, asked.state()), Calls.soon())));
    }
  }

  @Test
  void whatIsLeftUnansweredIsAskedAgain() throws Exception {
    LegacyServer legacy =
        server(
            (request, reply) -> {
              reply.events().eventsAtOnce(ELICIT, SAMPLE);
              nextTold();
              nextTold();
              answer(request, reply, "{}");
            });
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      InputRequired first = asked(upstream.call(call(), Calls.soon()));
      InputRequired second =
          asked(upstream.call(again(call(), Map.of("5", "{}"), first.state()), Calls.soon()));
      assertEquals(Set.of("e"), second.requests().keySet());
      assertNotEquals(first.state(), second.state());
      result(upstream.call(again(call(), Map.of("e", "{}"), second.state()), Calls.soon()));
    }
  }

  @Test
  void severalRoundsKeepTheOrderOfWhatIsHeard() throws Exception {
    LegacyServer legacy =
        server(
            (request, reply) -> {
              reply.events().event(progress(1)).event(ELICIT);
              nextTold();
              reply.event(progress(2)).event(SAMPLE);
              nextTold();
              reply.event(progress(3));
              answer(request, reply, "{}");
            });
    List<String> heard = new ArrayList<>();
    UpstreamCall call =
        call(
            LEGACY,
            n -> heard.add(n.json().slice(n.params().flatMap(p -> p.member("n")).orElseThrow())));
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      InputRequired first = asked(upstream.call(call, Calls.soon()));
      assertEquals(List.of("1"), heard);
      InputRequired second =
          asked(upstream.call(again(call, Map.of("e", "{}"), first.state()), Calls.soon()));
      assertEquals(List.of("1", "2"), heard);
      result(upstream.call(again(call, Map.of("5", "{}"), second.state()), Calls.soon()));
      assertEquals(List.of("1", "2", "3"), heard);
    }
  }

  private static String progress(int n) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"n\":"
        + n
        + ",\"progressToken\":\"pt\"}}";
  }

  @Test
  void progressAfterARetryCarriesTheRetrysToken() throws Exception {
    LegacyServer legacy =
        server(
            (request, reply) -> {
              reply.events().event(ELICIT);
              nextTold();
              reply.event(progress(1));
              answer(request, reply, "{}");
            });
    List<String> heard = new ArrayList<>();
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      InputRequired asked = asked(upstream.call(call(), Calls.soon()));
      UpstreamCall retry = again(call(), Map.of("e", "{}"), asked.state());
      UpstreamCall other =
          Calls.call(
              retry.text().text().replace("\"pt\"", "\"other\""),
              "echo",
              Era.LEGACY,
              MODERN,
              n -> heard.add(n.json().text()));
      result(upstream.call(other, Calls.soon()));
      assertEquals(List.of(progress(1).replace("\"pt\"", "\"other\"")), heard);
    }
  }

  @Test
  void anErrorOfTheClientsReachesTheServer() throws Exception {
    LegacyServer legacy =
        server(
            (request, reply) -> {
              reply.events().event(SAMPLE);
              answer(request, reply, nextTold());
            });
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      InputRequired asked = asked(upstream.call(call(), Calls.soon()));
      String error = "{\"dev.gatehouse/error\":{\"code\":-1,\"message\":\"no\"}}";
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":-1,\"message\":\"no\"}}",
          result(upstream.call(again(call(), Map.of("5", error), asked.state()), Calls.soon())));
    }
  }

  @Test
  void aClientThatDeclaredNothingIsNotAsked() throws Exception {
    LegacyServer legacy =
        server(
            (request, reply) -> {
              reply.events().event(ELICIT);
              answer(request, reply, nextTold());
            });
    Conversation silent =
        new Conversation(
            "silent", new RequestMetadata("2025-11-25", Optional.empty(), "{}", Optional.empty()));
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"id\":\"e\",\"error\":{\"code\":-32601,"
              + "\"message\":\"method not found\"}}",
          result(upstream.call(call(silent, _ -> {}), Calls.soon())));
      assertFalse(server.methods().contains("GET"));
    }
  }

  @ParameterizedTest
  @CsvSource({"true,false,false", "false,true,false", "false,false,true"})
  void onlyTheRightStateContinuesACall(
      boolean otherConversation, boolean otherState, boolean otherTool) throws Exception {
    LegacyServer legacy = server((_, reply) -> reply.events().event(ELICIT).awaitHangUp());
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      InputRequired asked = asked(upstream.call(call(), Calls.soon()));
      UpstreamCall retry =
          again(
              otherConversation ? call(LEGACY, _ -> {}) : call(),
              Map.of("e", "{}"),
              otherState ? Optional.of("x") : asked.state());
      UpstreamCall tried =
          otherTool ? Calls.call(retry.text().text(), "other", Era.LEGACY, MODERN, _ -> {}) : retry;
      Calls.refused(Kind.NOT_WAITING, () -> upstream.call(tried, Calls.soon()));
      assertFalse(told.stream().anyMatch(body -> body.contains("\"result\"")));
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aCallThatIsGivenUpIsCancelledAndItsQuestionRefused(boolean byState) throws Exception {
    LegacyServer legacy = server((_, reply) -> reply.events().event(ELICIT).awaitHangUp());
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      InputRequired asked = asked(upstream.call(call(), Calls.soon()));
      if (byState) {
        upstream.giveUp(asked.state().orElseThrow());
      } else {
        upstream.end(MODERN.key());
      }
      Request cancelled = server.awaitMethod("notifications/cancelled");
      assertTrue(cancelled.body().contains("\"requestId\":" + server.last("tools/call").id()));
      if (byState) {
        nextTold();
        assertTrue(nextTold().contains("\"id\":\"e\",\"error\":{\"code\":-32603"));
      } else {
        server.awaitMethod("DELETE");
      }
      Calls.refused(
          Kind.NOT_WAITING,
          () -> upstream.call(again(call(), Map.of("e", "{}"), asked.state()), Calls.soon()));
    }
  }

  @Test
  void aQuestionThatTheServerTakesBackIsNotAsked() throws Exception {
    LegacyServer legacy =
        server(
            (request, reply) -> {
              reply
                  .events()
                  .eventsAtOnce(
                      ELICIT,
                      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                          + "\"params\":{\"requestId\":\"e\"}}");
              Thread.sleep(150);
              answer(request, reply, "{}");
            });
    List<String> heard = new ArrayList<>();
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      assertEquals(
          "{}", result(upstream.call(call(MODERN, n -> heard.add(n.method())), Calls.soon())));
      assertEquals(List.of(), heard);
    }
  }

  @Test
  void aServerThatDoesNotWaitForItsAnswerIsToldThatNoneComes() throws Exception {
    LegacyServer legacy =
        server(
            (request, reply) -> {
              String answer = "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{}}";
              reply.events().eventsAtOnce(ELICIT, answer).end();
            });
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      assertEquals("{}", result(upstream.call(call(), Calls.soon())));
      assertTrue(nextTold().contains("\"id\":\"e\",\"error\":"));
    }
  }

  @Test
  void aRequestOnTheSessionsStreamIsAskedByTheCallThatIsUnderWay() throws Exception {
    LegacyServer legacy =
        server(
                (request, reply) -> {
                  reply.events();
                  answer(request, reply, nextTold());
                })
            .withStreams(
                (_, reply) -> {
                  reply.events();
                  Thread.sleep(200);
                  reply.event(ELICIT).awaitHangUp();
                });
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      InputRequired asked = asked(upstream.call(call(), Calls.soon()));
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"id\":\"e\",\"result\":{}}",
          result(upstream.call(again(call(), Map.of("e", "{}"), asked.state()), Calls.soon())));
    }
  }

  @Test
  void aRequestThatBelongsToNoCallIsAskedByTheNext() throws Exception {
    LegacyServer legacy =
        server((request, reply) -> reply.result(request, nextTold()))
            .withStreams((_, reply) -> reply.events().event(ROOTS).awaitHangUp());
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      upstream.describe(MODERN, Calls.soon());
      Thread.sleep(100);
      InputRequired asked = asked(upstream.call(call(), Calls.soon()));
      assertEquals(Set.of("6"), asked.requests().keySet());
      assertFalse(server.methods().contains("tools/call"));
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"id\":6,\"result\":{\"roots\":[]}}",
          result(
              upstream.call(
                  again(call(), Map.of("6", "{\"roots\":[]}"), asked.state()), Calls.soon())));
      assertEquals(
          Calls.LEGACY_CALL.replace("\"id\":7", "\"id\":" + server.last("tools/call").id()),
          server.last("tools/call").body());
    }
  }

  @Test
  void aChangeOfRootsIsToldToAServerThatHasASession() throws Exception {
    Message.Notification changed =
        (Message.Notification)
            Calls.message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}");
    try (ScriptedServer server = new ScriptedServer(server((_, reply) -> reply.empty(500)));
        HttpUpstream upstream = upstream(server)) {
      upstream.tell(changed, MODERN, Calls.soon());
      assertFalse(server.methods().contains("initialize"));
      upstream.describe(MODERN, Calls.soon());
      upstream.tell(changed, MODERN, Calls.soon());
      assertEquals(changed.json().text(), nextTold());
    }
  }
}
