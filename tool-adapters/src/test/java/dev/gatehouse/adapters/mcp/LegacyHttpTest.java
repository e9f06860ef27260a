package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.mcp.ScriptedServer.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyHttpTest {
  private static LegacyServer answering(String result) {
    return new LegacyServer((request, reply) -> reply.result(request, result));
  }

  private static HttpUpstream upstream(ScriptedServer server) {
    return HttpUpstream.of(HttpSettings.of("u", server.uri()));
  }

  @Test
  void opensASessionAndCallsInIt() throws Exception {
    try (ScriptedServer server = new ScriptedServer(answering("{\"a\": 1.0}"));
        HttpUpstream upstream = upstream(server)) {
      UpstreamReply reply = upstream.call(Calls.legacyCall(), Calls.soon());
      Message.Result result = (Message.Result) reply.message();
      assertEquals("{\"a\": 1.0}", result.json().slice(result.result()));
      assertEquals(Era.LEGACY, reply.shape());
      upstream.call(Calls.legacyCall(), Calls.soon());
      assertEquals(
          List.of(
              "server/discover",
              "initialize",
              "notifications/initialized",
              "GET",
              "tools/call",
              "tools/call"),
          server.methods());
      Request sent = server.last("tools/call");
      assertEquals(Calls.LEGACY_CALL.replace("\"id\":7", "\"id\":" + sent.id()), sent.body());
      assertEquals("s-1", sent.header("Mcp-Session-Id"));
      assertEquals("2025-11-25", sent.header("MCP-Protocol-Version"));
      assertFalse(sent.headers().containsKey("mcp-method"));
    }
  }

  @Test
  void promisesWhatTheClientPromises() throws Exception {
    try (ScriptedServer server = new ScriptedServer(answering("{}"));
        HttpUpstream upstream = upstream(server)) {
      UpstreamDescription description = upstream.describe(Calls.LEGACY, Calls.soon());
      assertEquals(Era.LEGACY, description.era());
      assertEquals("{\"tools\":{}}", description.capabilities());
      assertEquals("{\"name\":\"old\",\"version\":\"1\"}", description.serverInfo().orElseThrow());
      Request sent = server.last("initialize");
      assertEquals(
          """
          {"jsonrpc":"2.0","id":%s,"method":"initialize","params":{\
          "protocolVersion":"2025-11-25","capabilities":{"sampling":{},"experimental":{"x":{}}},\
          "clientInfo":{"name":"old","version":"0"}}}\
          """
              .formatted(sent.id()),
          sent.body());
      assertFalse(sent.headers().containsKey("mcp-session-id"));
    }
  }

  @Test
  void takesTheMetadataOutOfAModernRequest() throws Exception {
    try (ScriptedServer server = new ScriptedServer(answering("{}"));
        HttpUpstream upstream = upstream(server)) {
      UpstreamReply reply = upstream.call(Calls.modernCall(), Calls.soon());
      assertEquals(Era.LEGACY, reply.shape());
      Request sent = server.last("tools/call");
      assertEquals(
          """
          {"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":"echo",\
          "arguments":{"n": 1.0,"big":9007199254740993},"_meta":{"progressToken":"pt","x/y":1}}}\
          """
              .formatted(sent.id()),
          sent.body());
    }
  }

  @Test
  void keepsASessionForEachConversation() throws Exception {
    try (ScriptedServer server = new ScriptedServer(answering("{}"));
        HttpUpstream upstream = upstream(server)) {
      for (String key : List.of("a", "b", "a")) {
        upstream.call(
            Calls.call(Calls.LEGACY_CALL, "echo", Era.LEGACY, Calls.legacy(key), _ -> {}),
            Calls.soon());
      }
      List<String> sessions =
          server.requests().stream()
              .filter(request -> !request.body().isEmpty() && request.rpc().equals("tools/call"))
              .map(request -> request.header("Mcp-Session-Id"))
              .toList();
      assertEquals(List.of("s-1", "s-2", "s-1"), sessions);
    }
  }

  @Test
  void opensOneSessionForCallsThatComeAtOnce() throws Exception {
    try (ScriptedServer server = new ScriptedServer(answering("{}"));
        HttpUpstream upstream = upstream(server)) {
      List<Throwable> faults = new CopyOnWriteArrayList<>();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        callers.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        upstream.call(Calls.legacyCall(), Calls.soon());
                      } catch (Exception e) {
                        faults.add(e);
                      }
                    }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(List.of(), faults);
      assertEquals(1, server.methods().stream().filter("initialize"::equals).count());
      assertEquals(1, server.methods().stream().filter("server/discover"::equals).count());
      assertEquals(20, server.methods().stream().filter("tools/call"::equals).count());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 400})
  void opensASessionThatTheServerLostOnceAgain(int status) throws Exception {
    LegacyServer legacy = answering("{}").sayingOfLost(status);
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      upstream.call(Calls.legacyCall(), Calls.soon());
      legacy.forgetSessions();
      upstream.call(Calls.legacyCall(), Calls.soon());
      assertEquals("s-2", server.last("tools/call").header("Mcp-Session-Id"));
      assertEquals(3, server.methods().stream().filter("tools/call"::equals).count());
    }
  }

  @Test
  void doesNotOpenASessionForEver() throws Exception {
    LegacyServer legacy = new LegacyServer((_, reply) -> reply.json(404, LegacyServer.NOT_FOUND));
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      assertInstanceOf(
          Message.Failure.class, upstream.call(Calls.legacyCall(), Calls.soon()).message());
      assertEquals(2, server.methods().stream().filter("tools/call"::equals).count());
    }
  }

  @Test
  void endsASessionWhenItsConversationEnds() throws Exception {
    try (ScriptedServer server = new ScriptedServer(answering("{}"));
        HttpUpstream upstream = upstream(server)) {
      upstream.call(Calls.legacyCall(), Calls.soon());
      upstream.end("someone else");
      upstream.end(Calls.LEGACY.key());
      assertEquals("s-1", server.awaitMethod("DELETE").header("Mcp-Session-Id"));
      upstream.call(Calls.legacyCall(), Calls.soon());
      assertEquals("s-2", server.last("tools/call").header("Mcp-Session-Id"));
    }
  }

  @Test
  void endsAllSessionsWhenItIsClosed() throws Exception {
    try (ScriptedServer server = new ScriptedServer(answering("{}"))) {
      try (HttpUpstream upstream = upstream(server)) {
        upstream.describe(Calls.LEGACY, Calls.soon());
        upstream.describe(Calls.MODERN, Calls.soon());
      }
      Set<String> ended = new TreeSet<>();
      server.requests().stream()
          .filter(request -> request.method().equals("DELETE"))
          .forEach(request -> ended.add(request.header("Mcp-Session-Id")));
      assertEquals(Set.of("s-1", "s-2"), ended);
    }
  }

  @Test
  void endsTheSessionUnusedForLongestBeyondItsLimit() throws Exception {
    try (ScriptedServer server = new ScriptedServer(answering("{}"));
        HttpUpstream upstream =
            HttpUpstream.of(HttpSettings.of("u", server.uri()).withSessionsMax(2))) {
      for (String key : List.of("a", "b", "a", "c")) {
        upstream.describe(Calls.legacy(key), Calls.soon());
      }
      assertEquals("s-2", server.awaitMethod("DELETE").header("Mcp-Session-Id"));
    }
  }

  @Test
  void takesARequestBackThatIsCancelled() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    LegacyServer legacy =
        new LegacyServer(
            (_, reply) -> {
              reply.events().chunk(": waiting\n\n");
              arrived.countDown();
              reply.awaitHangUp();
            });
    try (ScriptedServer server = new ScriptedServer(legacy);
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
      Request cancelled = server.awaitMethod("notifications/cancelled");
      assertTrue(
          cancelled.body().contains("\"requestId\":" + server.last("tools/call").id() + "}"));
      assertEquals("s-1", cancelled.header("Mcp-Session-Id"));
    }
  }

  @Test
  void takesARequestBackWhoseListenerFails() throws Exception {
    LegacyServer legacy =
        new LegacyServer(
            (_, reply) ->
                reply.events().event("{\"jsonrpc\":\"2.0\",\"method\":\"n\"}").awaitHangUp());
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      assertThrows(
          IllegalMonitorStateException.class,
          () ->
              upstream.call(
                  Calls.legacyCall(
                      _ -> {
                        throw new IllegalMonitorStateException();
                      }),
                  Calls.soon()));
      server.awaitMethod("notifications/cancelled");
    }
  }

  @Test
  void takesARequestBackThatTakesTooLong() throws Exception {
    LegacyServer legacy = new LegacyServer((_, reply) -> reply.awaitHangUp());
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      upstream.describe(Calls.LEGACY, Calls.soon());
      Calls.refused(Kind.TIMED_OUT, () -> upstream.call(Calls.legacyCall(), Calls.after(200)));
      server.awaitMethod("notifications/cancelled");
    }
  }

  @Test
  void answersWhatTheServerAsks() throws Exception {
    LegacyServer legacy =
        new LegacyServer(
            (request, reply) -> {
              reply.events();
              reply.event("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}");
              reply.event("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"roots/list\"}");
              Thread.sleep(200);
              reply.event("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{}}");
              reply.end();
            });
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      List<String> heard = new ArrayList<>();
      upstream.call(Calls.legacyCall(n -> heard.add(n.method())), Calls.soon());
      server.awaitMethod("(response)");
      Thread.sleep(100);
      Set<String> answers = new TreeSet<>();
      server.requests().stream()
          .filter(request -> !request.body().isEmpty() && request.rpc().equals("(response)"))
          .forEach(request -> answers.add(request.body()));
      assertEquals(
          Set.of(
              "{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}",
              "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32601,"
                  + "\"message\":\"method not found\"}}"),
          answers);
      assertEquals(List.of(), heard);
    }
  }

  @Test
  void worksWithAServerThatKeepsNoSessions() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, reply) -> {
                  switch (request.rpc()) {
                    case "server/discover" ->
                        reply.json(
                            200,
                            "{\"jsonrpc\":\"2.0\",\"id\":"
                                + request.id()
                                + ",\"error\":{\"code\":-32601,\"message\":\"m\"}}");
                    case "initialize" ->
                        reply.result(
                            request, "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{}}");
                    case "notifications/initialized" -> reply.empty(202);
                    case "" -> reply.empty(405);
                    default -> reply.result(request, "{}");
                  }
                });
        HttpUpstream upstream = upstream(server)) {
      upstream.call(Calls.legacyCall(), Calls.soon());
      Request sent = server.last("tools/call");
      assertFalse(sent.headers().containsKey("mcp-session-id"));
      assertEquals("2025-06-18", sent.header("MCP-Protocol-Version"));
      upstream.end(Calls.LEGACY.key());
      upstream.describe(Calls.LEGACY, Calls.soon());
      assertFalse(server.methods().contains("DELETE"));
    }
  }

  @ParameterizedTest
  @CsvSource({"2025-03-26,true", "2024-11-05,true", "2026-07-28,false", "1.0,false"})
  void agreesOnKnownLegacyRevisionsOnly(String revision, boolean isKnown) throws Exception {
    try (ScriptedServer server = new ScriptedServer(answering("{}").agreeingOn(revision));
        HttpUpstream upstream = upstream(server)) {
      if (isKnown) {
        upstream.call(Calls.legacyCall(), Calls.soon());
        assertEquals(revision, server.last("tools/call").header("MCP-Protocol-Version"));
      } else {
        Calls.refused(Kind.UNINTELLIGIBLE, () -> upstream.call(Calls.legacyCall(), Calls.soon()));
        assertFalse(server.methods().contains("tools/call"));
      }
    }
  }
}
