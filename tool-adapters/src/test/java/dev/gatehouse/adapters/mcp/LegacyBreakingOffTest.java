package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.mcp.ScriptedServer.Request;
import dev.gatehouse.adapters.mcp.ScriptedServer.Script;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a legacy server over HTTP is told of calls that break off, and when it can be heard. */
class LegacyBreakingOffTest {
  private static final Conversation CLIENT = Askings.client("key");
  private static final String ELICIT =
      "{\"jsonrpc\":\"2.0\",\"id\":\"e\",\"method\":\"elicitation/create\",\"params\":{}}";
  private static final String SAMPLE =
      "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"sampling/createMessage\",\"params\":{}}";
  private static final String ROOTS = "{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"roots/list\"}";

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private LegacyServer server(Script calls) {
    return new LegacyServer(calls).telling(this::note);
  }

  private void note(Request request) {
    if (!request.rpc().equals("notifications/initialized")) {
      told.add(request.body());
    }
  }

  /** The same, but that it takes no answers to what it asks. */
  private Script takingNoAnswers(Script server) {
    return (request, reply) -> {
      if (request.body().contains("\"result\":")) {
        reply.empty(500);
      } else {
        server.answer(request, reply);
      }
    };
  }

  private String nextTold() throws InterruptedException {
    String next = told.poll(10, TimeUnit.SECONDS);
    assertTrue(next != null, "nothing came");
    return next;
  }

  private static HttpUpstream upstream(ScriptedServer server) {
    return HttpUpstream.of(HttpSettings.of("u", server.uri()));
  }

  private static InputRequired asked(HttpUpstream upstream) throws Exception {
    return Askings.asked(upstream.call(Askings.call("x", CLIENT), Calls.soon()));
  }

  @Test
  void anAnswerThatTheServerDoesNotTakeEndsTheCallThereToo() throws Exception {
    LegacyServer legacy =
        server((_, reply) -> reply.events().eventsAtOnce(ELICIT, SAMPLE).awaitHangUp());
    try (ScriptedServer server = new ScriptedServer(takingNoAnswers(legacy));
        HttpUpstream upstream = upstream(server)) {
      InputRequired asked = asked(upstream);
      Calls.refused(
          Kind.UNINTELLIGIBLE,
          () -> upstream.call(Askings.retry("x", CLIENT, asked, "{}"), Calls.soon()));
      assertTrue(nextTold().contains("\"requestId\":" + server.last("tools/call").id()));
      assertTrue(nextTold().contains("\"id\":\"e\",\"error\""));
      assertTrue(nextTold().contains("\"id\":5,\"error\""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"jsonrpc\":\"2.0\",\"method\":\"x\"}", "no message"})
  void aReplyThatBreaksOffEndsTheCallThereToo(String event) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(server((_, reply) -> reply.events().event(event).end()));
        HttpUpstream upstream = upstream(server)) {
      Assertions.assertThrows(
          UpstreamException.class, () -> upstream.call(Askings.call("x", CLIENT), Calls.soon()));
      assertTrue(nextTold().contains("\"requestId\":" + server.last("tools/call").id()));
    }
  }

  @Test
  void aCallThatTheServerRejectedIsNotCancelled() throws Exception {
    try (ScriptedServer server = new ScriptedServer(server((_, reply) -> reply.empty(401)));
        HttpUpstream upstream = upstream(server)) {
      Calls.refused(Kind.FORBIDDEN, () -> upstream.call(Askings.call("x", CLIENT), Calls.soon()));
      Thread.sleep(100);
      assertEquals(List.of(), List.copyOf(told));
    }
  }

  @Test
  void aCallThatWasNotSentBeginsThoughTheServerDoesNotTakeWhatItAskedFor() throws Exception {
    LegacyServer legacy =
        server((request, reply) -> reply.result(request, "{}"))
            .withStreams((_, reply) -> reply.events().event(ROOTS).awaitHangUp());
    try (ScriptedServer server = new ScriptedServer(takingNoAnswers(legacy));
        HttpUpstream upstream = upstream(server)) {
      upstream.describe(CLIENT, Calls.soon());
      Thread.sleep(100);
      InputRequired asked = asked(upstream);
      assertFalse(server.methods().contains("tools/call"));
      upstream.call(Askings.retry("x", CLIENT, asked, "{}"), Calls.soon());
      assertTrue(nextTold().contains("\"id\":6,\"error\""));
      assertTrue(server.methods().contains("tools/call"));
    }
  }

  @Test
  void aCallThatWasNotSentBeginsInAnotherSessionWhereItsOwnIsLost() throws Exception {
    CopyOnWriteArrayList<String> streams = new CopyOnWriteArrayList<>();
    LegacyServer legacy =
        server((request, reply) -> reply.result(request, "{}"))
            .withStreams(
                (_, reply) -> {
                  streams.add("open");
                  reply.events();
                  (streams.size() == 1 ? reply.event(ROOTS) : reply).awaitHangUp();
                });
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      upstream.describe(CLIENT, Calls.soon());
      Thread.sleep(100);
      InputRequired asked = asked(upstream);
      legacy.forgetSessions();
      upstream.call(Askings.retry("x", CLIENT, asked, "{}"), Calls.soon());
      assertEquals("s-2", server.last("tools/call").header("Mcp-Session-Id"));
    }
  }

  @Test
  void aStreamThatWasCutWhileNobodyWaitedIsOpenAgainBeforeTheNextCall() throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    LegacyServer legacy =
        server(
                (request, reply) -> {
                  order.add("call");
                  reply.result(request, "{}");
                })
            .withStreams(
                (_, reply) -> {
                  // So that what does not wait for it comes first.
                  Thread.sleep(order.isEmpty() ? 0 : 100);
                  order.add("open");
                  reply.events();
                  if (order.size() == 1) {
                    reply.end();
                  } else {
                    reply.awaitHangUp();
                  }
                });
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      upstream.describe(CLIENT, Calls.soon());
      Thread.sleep(400);
      upstream.call(Askings.call("x", CLIENT), Calls.soon());
      assertEquals(List.of("open", "open", "call"), order);
    }
  }
}
