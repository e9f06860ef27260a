package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.mcp.ScriptedServer.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyResumptionTest {
  private final List<Request> resumed = new CopyOnWriteArrayList<>();
  private final AtomicInteger callId = new AtomicInteger();

  private static HttpUpstream upstream(ScriptedServer server) {
    return HttpUpstream.of(HttpSettings.of("u", server.uri()));
  }

  private static String event(String id, String data) {
    return "id: " + id + "\ndata: " + data + "\n\n";
  }

  private static String notification(int n) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"n" + n + "\"}";
  }

  private String answer() {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + callId.get() + ",\"result\":{}}";
  }

  private UpstreamReply call(HttpUpstream upstream, List<String> heard) throws Exception {
    return upstream.call(Calls.legacyCall(n -> heard.add(n.method())), Calls.soon());
  }

  /** A server whose calls end their stream by this text, or cut it off there. */
  private LegacyServer ending(String text, boolean isCut) {
    return new LegacyServer(
        (request, reply) -> {
          callId.set(Integer.parseInt(request.id()));
          reply.events().chunk(text);
          if (isCut) {
            reply.drop();
          } else {
            reply.end();
          }
        });
  }

  /** Whose streams are scripted but for the session's own, of which there is none. */
  private LegacyServer resuming(LegacyServer server, ScriptedServer.Script script) {
    return server.withStreams(
        (request, reply) -> {
          if (request.header("Last-Event-ID").isEmpty()) {
            reply.empty(405);
          } else {
            resumed.add(request);
            script.answer(request, reply);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesAStreamUpBehindItsLastEvent(boolean isCut) throws Exception {
    String text =
        "retry: 30\n"
            + event("a", "")
            + event("b", notification(1))
            + "id: c\ndata: "
            + notification(2);
    LegacyServer legacy =
        resuming(
            ending(text, isCut),
            (_, reply) -> {
              reply.events().chunk(event("c", notification(2)) + event("d", answer()));
              reply.end();
            });
    List<String> heard = new ArrayList<>();
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      assertTrue(call(upstream, heard).message() instanceof Message.Result);
      assertEquals(List.of("n1", "n2"), heard);
      assertEquals(1, resumed.size());
      assertEquals("b", resumed.getFirst().header("Last-Event-ID"));
      assertEquals("s-1", resumed.getFirst().header("Mcp-Session-Id"));
      assertEquals("2025-11-25", resumed.getFirst().header("MCP-Protocol-Version"));
      assertEquals("text/event-stream", resumed.getFirst().header("Accept"));
      assertEquals(1, server.methods().stream().filter("tools/call"::equals).count());
    }
  }

  @Test
  void waitsAsLongAsTheServerAsks() throws Exception {
    LegacyServer legacy =
        resuming(
            ending("retry: 400\n" + event("a", ""), false),
            (_, reply) -> {
              reply.events().chunk(event("b", answer()));
              reply.end();
            });
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      upstream.describe(Calls.LEGACY, Calls.soon());
      long start = System.nanoTime();
      call(upstream, new ArrayList<>());
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertTrue(millis >= 400 && millis < 5_000, "took " + millis);
    }
  }

  @Test
  void takesAStreamUpAsOftenAsTheServerEndsIt() throws Exception {
    LegacyServer legacy =
        resuming(
            ending("retry: 20\n" + event("0", ""), false),
            (_, reply) -> {
              int count = resumed.size();
              reply.events().chunk(event("" + count, count < 8 ? notification(count) : answer()));
              reply.end();
            });
    List<String> heard = new ArrayList<>();
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      call(upstream, heard);
      assertEquals(List.of("n1", "n2", "n3", "n4", "n5", "n6", "n7"), heard);
      assertEquals(
          List.of("0", "1", "2", "3", "4", "5", "6", "7"),
          resumed.stream().map(request -> request.header("Last-Event-ID")).toList());
    }
  }

  @Test
  void triesAgainWhereTheServerIsBusy() throws Exception {
    LegacyServer legacy =
        resuming(
            ending("retry: 20\n" + event("a", ""), false),
            (_, reply) -> {
              if (resumed.size() == 1) {
                reply.empty(503);
                return;
              }
              reply.events().chunk(event("b", answer()));
              reply.end();
            });
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      call(upstream, new ArrayList<>());
      assertEquals(2, resumed.size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 405})
  void givesUpWhereTheServerDoesNotHaveTheStream(int status) throws Exception {
    LegacyServer legacy =
        resuming(ending("retry: 20\n" + event("a", ""), false), (_, reply) -> reply.empty(status));
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      Calls.refused(Kind.BROKEN_OFF, () -> call(upstream, new ArrayList<>()));
      assertEquals(1, resumed.size());
    }
  }

  @Test
  void givesUpAtOnceWhereEventsHaveNoIds() throws Exception {
    LegacyServer legacy =
        resuming(
            ending("data: " + notification(1) + "\n\n", false), (_, reply) -> reply.empty(500));
    List<String> heard = new ArrayList<>();
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      Calls.refused(Kind.BROKEN_OFF, () -> call(upstream, heard));
      assertEquals(List.of("n1"), heard);
      assertEquals(List.of(), resumed);
    }
  }

  @Test
  void endsByTheCallsDeadlineWhileItWaits() throws Exception {
    LegacyServer legacy =
        resuming(ending("retry: 60000\n" + event("a", ""), false), (_, reply) -> reply.empty(500));
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      upstream.describe(Calls.LEGACY, Calls.soon());
      Calls.refused(Kind.TIMED_OUT, () -> upstream.call(Calls.legacyCall(), Calls.after(200)));
      server.awaitMethod("notifications/cancelled");
      assertEquals(List.of(), resumed);
    }
  }

  @Test
  void takesAStreamUpWhileItsClientIsAsked() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    String ask =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sampling/createMessage\",\"params\":{}}";
    LegacyServer legacy =
        resuming(
            ending("retry: 20\n" + event("a", ask), false),
            (_, reply) -> {
              reply.events();
              ScriptedServer.await(answered);
              reply.chunk(event("b", answer()));
              reply.end();
            });
    legacy.telling(
        request -> {
          if (request.rpc().equals("(response)")) {
            answered.countDown();
          }
        });
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      UpstreamReply asking = upstream.call(Calls.legacyCall(), Calls.soon());
      String state = InputRequired.in(asking.message()).orElseThrow().state().orElseThrow();
      for (int i = 0; i < 500 && resumed.isEmpty(); i++) {
        Thread.sleep(10);
      }
      assertEquals("a", resumed.getFirst().header("Last-Event-ID"));
      String retry =
          Calls.LEGACY_CALL.replace(
              "\"params\":{",
              "\"params\":{\"inputResponses\":{\"1\":{}},\"requestState\":\"" + state + "\",");
      UpstreamReply reply =
          upstream.call(Calls.call(retry, "echo", Era.LEGACY, Calls.LEGACY, _ -> {}), Calls.soon());
      assertTrue(reply.message() instanceof Message.Result);
    }
  }
}
