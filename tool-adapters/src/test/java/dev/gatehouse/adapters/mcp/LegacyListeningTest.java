package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.mcp.ScriptedServer.Reply;
import dev.gatehouse.adapters.mcp.ScriptedServer.Request;
import dev.gatehouse.adapters.mcp.ScriptedServer.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyListeningTest {
  private static final String CAPABILITIES =
      "{\"tools\":{\"listChanged\":true},\"resources\":{\"subscribe\":true},\"logging\":{}}";
  private static final Conversation MODERN = client("2026-07-28", Optional.empty());
  private static final Conversation LEGACY = client("2025-11-25", Optional.empty());
  private static final String CHANGED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";
  private static final String TAG =
      "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":\"sub\"}";
  private static final String CHANGED_TAGGED =
      CHANGED.replace("\"}", "\",\"params\":{" + TAG + "}}");

  /** The open streams of sessions. */
  private final List<Reply> streams = new CopyOnWriteArrayList<>();

  private static Conversation client(String revision, Optional<String> level) {
    return new Conversation(
        "key-" + revision, new RequestMetadata(revision, Optional.empty(), "{}", level));
  }

  private static HttpUpstream upstream(ScriptedServer server) {
    return HttpUpstream.of(HttpSettings.of("u", server.uri()));
  }

  private static String acknowledged(String filter) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\","
        + "\"params\":{"
        + TAG
        + ",\"notifications\":"
        + filter
        + "}}";
  }

  private static String updated(String uri) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{"
        + "\"uri\":\""
        + uri
        + "\"}}";
  }

  private LegacyServer server() {
    return server((request, reply) -> reply.result(request, "{}"));
  }

  private LegacyServer server(Script calls) {
    return new LegacyServer(calls)
        .withCapabilities(CAPABILITIES)
        .withStreams(
            (_, reply) -> {
              streams.add(reply.events());
              reply.awaitHangUp();
            });
  }

  private Reply stream(int number) throws InterruptedException {
    for (int i = 0; i < 500 && streams.size() <= number; i++) {
      Thread.sleep(10);
    }
    return streams.get(number);
  }

  @Test
  void hearsWhatWasAskedForAfterTheAcknowledgement() throws Exception {
    try (ScriptedServer server = new ScriptedServer(server());
        HttpUpstream upstream = upstream(server);
        Listener listener =
            new Listener(
                upstream, MODERN, "{\"toolsListChanged\":true,\"promptsListChanged\":true}")) {
      assertEquals(acknowledged("{\"toolsListChanged\":true}"), listener.next());
      stream(0)
          .event(CHANGED.replace("tools", "prompts"))
          .event(updated("a"))
          .event("{\"jsonrpc\":\"2.0\",\"method\":\"x/other\"}")
          .event(CHANGED);
      assertEquals(CHANGED_TAGGED, listener.next());
      assertTrue(listener.hasHeardAll());
    }
  }

  @Test
  void hearsAllThatBelongsToNoCallWhereAsked() throws Exception {
    try (ScriptedServer server = new ScriptedServer(server());
        HttpUpstream upstream = upstream(server);
        Listener listener = new Listener(upstream, LEGACY, "{\"dev.gatehouse/others\":true}")) {
      assertEquals(acknowledged("{\"dev.gatehouse/others\":true}"), listener.next());
      stream(0)
          .event("{\"jsonrpc\":\"2.0\",\"method\":\"x/other\",\"params\":{\"n\": 1.0}}")
          .event(CHANGED);
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"method\":\"x/other\",\"params\":{\"n\": 1.0," + TAG + "}}",
          listener.next());
      assertEquals(CHANGED_TAGGED, listener.next());
    }
  }

  @Test
  void subscribesOnceForAllWhoListenAndUnsubscribesAfterTheLast() throws Exception {
    String filter = "{\"resourceSubscriptions\":[\"file:///a\"]}";
    try (ScriptedServer server = new ScriptedServer(server());
        HttpUpstream upstream = upstream(server);
        Listener first = new Listener(upstream, MODERN, filter)) {
      assertEquals(acknowledged(filter), first.next());
      try (Listener second = new Listener(upstream, MODERN, filter)) {
        assertEquals(acknowledged(filter), second.next());
        stream(0).event(updated("file:///b")).event(updated("file:///a"));
        assertTrue(first.next().contains("file:///a"));
        assertTrue(second.next().contains("file:///a"));
      }
      assertFalse(server.methods().contains("resources/unsubscribe"));
      first.leave();
      assertTrue(
          server
              .awaitMethod("resources/unsubscribe")
              .body()
              .endsWith("\"params\":{\"uri\":\"file:///a\"}}"));
      assertEquals(1, server.methods().stream().filter("resources/subscribe"::equals).count());
      assertEquals(1, server.methods().stream().filter("GET"::equals).count());
    }
  }

  @Test
  void acknowledgesNoSubscriptionThatTheServerRefuses() throws Exception {
    Script refusing =
        (request, reply) ->
            reply.json(
                200,
                "{\"jsonrpc\":\"2.0\",\"id\":"
                    + request.id()
                    + ",\"error\":{\"code\":-32002,\"message\":\"none\"}}");
    try (ScriptedServer server = new ScriptedServer(server(refusing));
        HttpUpstream upstream = upstream(server);
        Listener listener =
            new Listener(upstream, MODERN, "{\"resourceSubscriptions\":[\"file:///a\"]}")) {
      assertEquals(acknowledged("{}"), listener.next());
    }
  }

  @Test
  void opensItsStreamAgainBehindTheLastEvent() throws Exception {
    try (ScriptedServer server = new ScriptedServer(server());
        HttpUpstream upstream = upstream(server);
        Listener listener = new Listener(upstream, MODERN, "{\"toolsListChanged\":true}")) {
      listener.next();
      stream(0).chunk("retry: 20\nid: e1\ndata: " + CHANGED + "\n\n").drop();
      assertEquals(CHANGED_TAGGED, listener.next());
      stream(1).event(CHANGED);
      assertEquals(CHANGED_TAGGED, listener.next());
      List<String> lastIds =
          server.requests().stream()
              .filter(request -> request.method().equals("GET"))
              .map(request -> request.header("Last-Event-ID"))
              .toList();
      assertEquals(List.of("", "e1"), lastIds);
    }
  }

  @Test
  void hearsWhatComesBehindAnEventThatIsNoMessage() throws Exception {
    try (ScriptedServer server = new ScriptedServer(server());
        HttpUpstream upstream = upstream(server);
        Listener listener = new Listener(upstream, MODERN, "{\"toolsListChanged\":true}")) {
      listener.next();
      stream(0).chunk("retry: 20\nid: e1\ndata: none\n\n");
      stream(1).event(CHANGED);
      assertEquals(CHANGED_TAGGED, listener.next());
    }
  }

  @Test
  void breaksOffWhereTheServerForgotTheSessionSoThatWhoListensKnowsThatHeMissedSomething()
      throws Exception {
    LegacyServer legacy = server();
    String filter = "{\"resourceSubscriptions\":[\"file:///a\"]}";
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server);
        Listener first = new Listener(upstream, MODERN, filter)) {
      first.next();
      legacy.forgetSessions();
      stream(0).chunk("retry: 20\n\n").drop();
      assertEquals(Kind.BROKEN_OFF, ((UpstreamException) first.end()).kind());
      assertTrue(first.hasHeardAll());
      try (Listener again = new Listener(upstream, MODERN, filter)) {
        assertEquals(acknowledged(filter), again.next());
        stream(1).event(updated("file:///a"));
        assertTrue(again.next().contains("file:///a"));
      }
      assertEquals(List.of("s-1", "s-2"), subscribedIn(server));
    }
  }

  @Test
  void beginsInAnotherSessionWhereNobodyNoticedThatTheServerForgotTheFirst() throws Exception {
    LegacyServer legacy = server();
    String filter = "{\"resourceSubscriptions\":[\"file:///a\"]}";
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      upstream.describe(MODERN, Calls.soon());
      legacy.forgetSessions();
      try (Listener listener = new Listener(upstream, MODERN, filter)) {
        assertEquals(acknowledged(filter), listener.next());
        assertEquals("s-2", subscribedIn(server).getLast());
      }
    }
  }

  private static List<String> subscribedIn(ScriptedServer server) {
    return server.requests().stream()
        .filter(r -> !r.body().isEmpty() && r.rpc().equals("resources/subscribe"))
        .map(request -> request.header("Mcp-Session-Id"))
        .toList();
  }

  @Test
  void endsWithAResultWhenTheConversationEnds() throws Exception {
    try (ScriptedServer server = new ScriptedServer(server());
        HttpUpstream upstream = upstream(server);
        Listener listener = new Listener(upstream, MODERN, "{\"toolsListChanged\":true}")) {
      listener.next();
      upstream.end(MODERN.key());
      assertTrue(
          listener
              .result()
              .endsWith(
                  "\"result\":{\"resultType\":\"complete\",\"_meta\":{"
                      + "\"io.modelcontextprotocol/subscriptionId\":\"sub\"}}}"));
      server.awaitMethod("DELETE");
    }
  }

  @Test
  void keepsASessionThatIsListenedToBeforeOneThatIsNot() throws Exception {
    try (ScriptedServer server = new ScriptedServer(server())) {
      HttpSettings settings = HttpSettings.of("u", server.uri()).withSessionsMax(2);
      try (HttpUpstream upstream = HttpUpstream.of(settings);
          Listener listener = new Listener(upstream, MODERN, "{\"toolsListChanged\":true}")) {
        listener.next();
        upstream.describe(Calls.legacy("a"), Calls.soon());
        upstream.describe(Calls.legacy("b"), Calls.soon());
        assertEquals("s-2", server.awaitMethod("DELETE").header("Mcp-Session-Id"));
        stream(0).event(CHANGED);
        assertEquals(CHANGED_TAGGED, listener.next());
      }
    }
  }

  @Test
  void endsWhenItIsInterruptedAndLeavesNoStreamOpen() throws Exception {
    try (ScriptedServer server = new ScriptedServer(server());
        HttpUpstream upstream = upstream(server);
        Listener listener = new Listener(upstream, MODERN, "{\"toolsListChanged\":true}")) {
      listener.next();
      listener.leave();
      assertEquals("interrupted", listener.end());
      stream(0).drop();
      Thread.sleep(700);
      assertEquals(1, server.methods().stream().filter("GET"::equals).count());
    }
  }

  @Test
  void listensWhereTheServerHasNoStream() throws Exception {
    LegacyServer legacy = server().withStreams((_, reply) -> reply.empty(405));
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server);
        Listener listener = new Listener(upstream, MODERN, "{\"toolsListChanged\":true}")) {
      assertEquals(acknowledged("{\"toolsListChanged\":true}"), listener.next());
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aChangeInMidCallGoesWhereTheClientsEraWantsIt(boolean isModern) throws Exception {
    Script changing =
        (request, reply) -> {
          reply.events().event(CHANGED);
          reply.event("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{}}");
          reply.end();
        };
    List<String> heard = new ArrayList<>();
    Conversation who = isModern ? MODERN : LEGACY;
    try (ScriptedServer server = new ScriptedServer(server(changing));
        HttpUpstream upstream = upstream(server);
        Listener listener = new Listener(upstream, who, "{\"toolsListChanged\":true}")) {
      listener.next();
      upstream.call(
          Calls.call(Calls.LEGACY_CALL, "echo", Era.LEGACY, who, n -> heard.add(n.json().text())),
          Calls.soon());
      if (isModern) {
        assertEquals(CHANGED_TAGGED, listener.next());
        assertEquals(List.of(), heard);
      } else {
        assertEquals(List.of(CHANGED), heard);
        assertTrue(listener.hasHeardAll());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-07-28, '', ''",
    "2026-07-28, warning, 'warning,error'",
    "2026-07-28, debug, 'info,warning,error'",
    "2025-11-25, '', 'info,warning,error'",
    "2025-11-25, error, error",
  })
  void aClientHearsLogMessagesAsItsEraSays(String revision, String level, String expected)
      throws Exception {
    Script logging =
        (request, reply) -> {
          if (!request.rpc().equals("tools/call")) {
            reply.result(request, "{}");
            return;
          }
          reply.events();
          for (String each : List.of("info", "warning", "error")) {
            reply.event(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\""
                    + each
                    + "\"}}");
          }
          reply.event("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{}}");
          reply.end();
        };
    Optional<String> wanted = level.isEmpty() ? Optional.empty() : Optional.of(level);
    List<String> heard = new ArrayList<>();
    try (ScriptedServer server = new ScriptedServer(server(logging));
        HttpUpstream upstream = upstream(server)) {
      for (int i = 0; i < 2; i++) {
        heard.clear();
        upstream.call(
            Calls.call(
                Calls.LEGACY_CALL,
                "echo",
                Era.LEGACY,
                client(revision, wanted),
                n -> heard.add(n.params().flatMap(p -> p.string("level")).orElseThrow())),
            Calls.soon());
      }
      assertEquals(expected, String.join(",", heard));
      List<String> set =
          server.requests().stream()
              .filter(r -> !r.body().isEmpty() && r.rpc().equals("logging/setLevel"))
              .map(Request::body)
              .toList();
      assertEquals(level.isEmpty() ? 0 : 1, set.size());
      assertTrue(set.isEmpty() || set.getFirst().contains("\"level\":\"" + level + "\""));
    }
  }

  @Test
  void aLegacyClientsLevelIsSetWheneverItChanges() throws Exception {
    try (ScriptedServer server = new ScriptedServer(server());
        HttpUpstream upstream = upstream(server)) {
      for (String level : List.of("info", "error", "error", "nonsense", "debug")) {
        upstream.call(
            Calls.call(
                Calls.LEGACY_CALL,
                "echo",
                Era.LEGACY,
                client("2025-11-25", Optional.of(level)),
                _ -> {}),
            Calls.soon());
      }
      assertEquals(3, server.methods().stream().filter("logging/setLevel"::equals).count());
    }
  }

  @Test
  void aServerThatDoesNotAnswerToItsLevelCarriesCallsOutAndIsNotToldWithEach() throws Exception {
    Script silent =
        (request, reply) -> {
          if (request.rpc().equals("logging/setLevel")) {
            reply.awaitHangUp();
          } else {
            reply.result(request, "{}");
          }
        };
    try (ScriptedServer server = new ScriptedServer(server(silent));
        HttpUpstream upstream = upstream(server)) {
      for (int i = 0; i < 2; i++) {
        upstream.call(
            Calls.call(
                Calls.LEGACY_CALL,
                "echo",
                Era.LEGACY,
                client("2025-11-25", Optional.of("info")),
                _ -> {}),
            Calls.soon());
      }
      assertEquals(1, server.methods().stream().filter("logging/setLevel"::equals).count());
    }
  }

  @Test
  void aServerWithoutLoggingIsToldNoLevel() throws Exception {
    LegacyServer legacy = server().withCapabilities("{\"tools\":{}}");
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = upstream(server)) {
      upstream.call(
          Calls.call(
              Calls.LEGACY_CALL,
              "echo",
              Era.LEGACY,
              client("2025-11-25", Optional.of("info")),
              _ -> {}),
          Calls.soon());
      assertFalse(server.methods().contains("logging/setLevel"));
    }
  }
}
