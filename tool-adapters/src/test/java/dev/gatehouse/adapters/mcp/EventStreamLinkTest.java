package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamLinkTest {
  private static final String PROGRESS =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{"
          + "\"progressToken\":%s,\"progress\":1}}";

  private static HttpUpstream upstream(ScriptedServer server) {
    return HttpUpstream.of(HttpSettings.of("u", server.uri()));
  }

  private static String result(UpstreamReply reply) {
    Message.Result result = (Message.Result) reply.message();
    return result.json().slice(result.result());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/messages?session=", "messages?session=", "ABSOLUTE/messages?session="})
  void postsWhereTheServerSays(String address) throws Exception {
    OldServer old =
        new OldServer((request, stream) -> OldServer.result(request, stream, "{\"a\": 1.0}"));
    try (ScriptedServer server = new ScriptedServer(old);
        HttpUpstream upstream = upstream(server)) {
      old.at(address.replace("ABSOLUTE", "http://127.0.0.1:" + server.port()));
      assertEquals("{\"a\": 1.0}", result(upstream.call(Calls.legacyCall(), Calls.soon())));
      assertEquals("{\"a\": 1.0}", result(upstream.call(Calls.legacyCall(), Calls.soon())));
      assertEquals(
          List.of(
              "server/discover",
              "initialize",
              "GET",
              "initialize",
              "notifications/initialized",
              "tools/call",
              "tools/call"),
          server.methods());
      assertEquals("/messages?session=1", server.last("tools/call").target());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost.example/messages?session=",
        "//127.0.0.2/messages?session=",
        "https://127.0.0.1/messages?session=",
        "http://127.0.0.1:1/messages?session=",
        "http://u@127.0.0.1/messages?session=",
        "http://[/"
      })
  void postsNowhereElse(String address) throws Exception {
    OldServer old = new OldServer((_, _) -> {});
    try (ScriptedServer server = new ScriptedServer(old.at(address));
        HttpUpstream upstream = upstream(server)) {
      Calls.refused(Kind.UNINTELLIGIBLE, () -> upstream.call(Calls.legacyCall(), Calls.soon()));
      assertFalse(server.methods().contains("tools/call"));
    }
  }

  @Test
  void sortsWhatComesForCallsThatRunAtOnce() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    OldServer old =
        new OldServer(
            (request, stream) -> {
              both.countDown();
              ScriptedServer.await(both);
              synchronized (both) {
                String token = request.body().replaceAll(".*\"progressToken\":([^,}]*).*", "$1");
                stream.event(PROGRESS.formatted(token));
                OldServer.result(request, stream, "{\"id\":" + request.id() + "}");
              }
            });
    Map<String, String> heard = new ConcurrentHashMap<>();
    try (ScriptedServer server = new ScriptedServer(old);
        HttpUpstream upstream = upstream(server)) {
      upstream.describe(Calls.LEGACY, Calls.soon());
      List<Thread> callers = new ArrayList<>();
      for (String name : List.of("a", "b")) {
        callers.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        UpstreamReply reply =
                            upstream.call(
                                Calls.call(
                                    Calls.LEGACY_CALL,
                                    "echo",
                                    Era.LEGACY,
                                    Calls.LEGACY,
                                    n -> heard.merge(name, n.json().text(), String::concat)),
                                Calls.soon());
                        Message.Result result = (Message.Result) reply.message();
                        assertEquals("{\"id\":" + result.id().json() + "}", result(reply));
                      } catch (Exception e) {
                        heard.put(name, e.toString());
                      }
                    }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      String own = PROGRESS.formatted("\"pt\"");
      assertEquals(Map.of("a", own, "b", own), heard);
    }
  }

  @Test
  void asksTheClientWhatTheServerAsksInMidCall() throws Exception {
    OldServer[] old = new OldServer[1];
    old[0] =
        new OldServer(
            (request, stream) -> {
              stream.event(
                  "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sampling/createMessage\","
                      + "\"params\":{\"maxTokens\":9,\"_meta\":{\"progressToken\":1}}}");
              OldServer.result(request, stream, old[0].nextTold());
            });
    try (ScriptedServer server = new ScriptedServer(old[0]);
        HttpUpstream upstream = upstream(server)) {
      UpstreamReply asking = upstream.call(Calls.legacyCall(), Calls.soon());
      InputRequired asked = InputRequired.in(asking.message()).orElseThrow();
      assertEquals(
          Map.of("1", "{\"method\":\"sampling/createMessage\",\"params\":{\"maxTokens\":9}}"),
          asked.requests());
      String retry =
          Calls.LEGACY_CALL.replace(
              "\"params\":{",
              "\"params\":{\"inputResponses\":{\"1\":{\"model\":\"m\"}},\"requestState\":\""
                  + asked.state().orElseThrow()
                  + "\",");
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"model\":\"m\"}}",
          result(
              upstream.call(
                  Calls.call(retry, "echo", Era.LEGACY, Calls.LEGACY, _ -> {}), Calls.soon())));
    }
  }

  @Test
  void tellsTheServerWhatIsCancelled() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    OldServer old = new OldServer((_, _) -> arrived.countDown());
    try (ScriptedServer server = new ScriptedServer(old);
        HttpUpstream upstream = upstream(server)) {
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () ->
                      assertThrows(
                          InterruptedException.class,
                          () -> upstream.call(Calls.legacyCall(), Calls.soon())));
      ScriptedServer.await(arrived);
      caller.interrupt();
      assertTrue(old.nextTold().contains("\"requestId\":" + server.last("tools/call").id() + "}"));
    }
  }

  @Test
  void failsCallsWhoseStreamEndsAndOpensAnotherForTheNext() throws Exception {
    List<String> seen = new ArrayList<>();
    OldServer old =
        new OldServer(
            (request, stream) -> {
              seen.add(request.target());
              if (seen.size() == 1) {
                stream.drop();
              } else {
                OldServer.result(request, stream, "{}");
              }
            });
    try (ScriptedServer server = new ScriptedServer(old);
        HttpUpstream upstream = upstream(server)) {
      Calls.refused(Kind.BROKEN_OFF, () -> upstream.call(Calls.legacyCall(), Calls.soon()));
      assertEquals("{}", result(upstream.call(Calls.legacyCall(), Calls.soon())));
      assertEquals(List.of("/messages?session=1", "/messages?session=2"), seen);
    }
  }

  @Test
  void listensByTheOneStreamAndBreaksOffWhereItEnds() throws Exception {
    String changed = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";
    String filter = "{\"toolsListChanged\":true}";
    OldServer old = new OldServer((_, _) -> {});
    try (ScriptedServer server = new ScriptedServer(old);
        HttpUpstream upstream = upstream(server);
        Listener listener = new Listener(upstream, Calls.MODERN, filter)) {
      assertTrue(listener.next().contains("acknowledged"));
      old.stream().event(changed);
      assertTrue(listener.next().contains("list_changed"));
      old.forgetSessions();
      assertEquals(Kind.BROKEN_OFF, ((UpstreamException) listener.end()).kind());
      try (Listener again = new Listener(upstream, Calls.MODERN, filter)) {
        assertTrue(again.next().contains("acknowledged"));
        old.stream(2).event(changed);
        assertTrue(again.next().contains("list_changed"));
      }
    }
  }

  @Test
  void closesTheStreamWhenTheConversationEnds() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    OldServer old = new OldServer((_, _) -> {});
    ScriptedServer.Script watched =
        (request, reply) -> {
          old.answer(request, reply);
          if (request.method().equals("GET")) {
            closed.countDown();
          }
        };
    try (ScriptedServer server = new ScriptedServer(watched);
        HttpUpstream upstream = upstream(server)) {
      upstream.describe(Calls.LEGACY, Calls.soon());
      upstream.end(Calls.LEGACY.key());
      ScriptedServer.await(closed);
    }
  }

  @Test
  void saysWhatTheServerSaidWhereItIsOfNeitherKind() throws Exception {
    try (ScriptedServer server = new ScriptedServer((_, reply) -> reply.empty(404));
        HttpUpstream upstream = upstream(server)) {
      assertTrue(
          Calls.refused(Kind.UNINTELLIGIBLE, () -> upstream.call(Calls.legacyCall(), Calls.soon()))
              .problem()
              .contains("404"));
    }
  }
}
