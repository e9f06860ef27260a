package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.mcp.ScriptedServer.Script;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** No session is left behind at a legacy server, and none is opened for who has gone. */
class LegacySessionsTest {
  private final LegacyServer answering =
      new LegacyServer((request, reply) -> reply.result(request, "{}"));

  private static HttpUpstream upstream(ScriptedServer server) {
    return HttpUpstream.of(HttpSettings.of("u", server.uri()));
  }

  private static long opened(ScriptedServer server) {
    return server.methods().stream().filter("initialize"::equals).count();
  }

  private static List<String> ended(ScriptedServer server) {
    return server.requests().stream()
        .filter(request -> request.method().equals("DELETE"))
        .map(request -> request.header("Mcp-Session-Id"))
        .toList();
  }

  @Test
  void whoListensAgainAfterTheEndOpensNone() throws Exception {
    try (ScriptedServer server = new ScriptedServer(answering);
        HttpUpstream upstream = upstream(server)) {
      upstream.describe(Calls.LEGACY, Calls.soon());
      upstream.end(Calls.LEGACY.key());
      try (Listener late = new Listener(upstream, Calls.LEGACY, "{\"toolsListChanged\":true}")) {
        assertEquals(Kind.UNREACHABLE, ((UpstreamException) late.end()).kind());
      }
      assertEquals(1, opened(server));
      server.awaitMethod("DELETE");
    }
  }

  @Test
  void aCallThatBeganBeforeTheEndOpensNone() throws Exception {
    AtomicReference<HttpUpstream> ending = new AtomicReference<>();
    Script forgetful =
        (_, reply) -> {
          ending.get().end(Calls.LEGACY.key());
          reply.json(404, LegacyServer.NOT_FOUND);
        };
    try (ScriptedServer server = new ScriptedServer(new LegacyServer(forgetful));
        HttpUpstream upstream = upstream(server)) {
      ending.set(upstream);
      Calls.refused(Kind.UNREACHABLE, () -> upstream.call(Calls.legacyCall(), Calls.soon()));
      assertEquals(1, opened(server));
      server.awaitMethod("DELETE");
    }
  }

  @Test
  void aCallThatIsCancelledBeforeItBeginsOpensNone() throws Exception {
    try (ScriptedServer server = new ScriptedServer(answering);
        HttpUpstream upstream = upstream(server)) {
      upstream.describe(Calls.LEGACY, Calls.soon());
      Thread.currentThread().interrupt();
      assertThrows(
          InterruptedException.class, () -> upstream.describe(Calls.plain("c"), Calls.soon()));
      // What had begun would have come before this.
      upstream.describe(Calls.plain("d"), Calls.soon());
      assertEquals(2, opened(server));
    }
  }

  @Test
  void oneThatTheServerDoesNotFinishOpeningIsEnded() throws Exception {
    Script reluctant =
        (request, reply) -> {
          if (request.rpc().equals("notifications/initialized")) {
            reply.empty(500);
          } else {
            answering.answer(request, reply);
          }
        };
    try (ScriptedServer server = new ScriptedServer(reluctant);
        HttpUpstream upstream = upstream(server)) {
      assertThrows(UpstreamException.class, () -> upstream.describe(Calls.LEGACY, Calls.soon()));
      server.awaitMethod("DELETE");
    }
  }

  @Test
  void conversationsWithoutOneTakeNoPlaceOfOthers() throws Exception {
    AtomicInteger count = new AtomicInteger();
    Script open =
        (request, reply) -> {
          if (request.rpc().equals("initialize") && count.incrementAndGet() > 1) {
            reply.empty(500);
          } else {
            answering.answer(request, reply);
          }
        };
    try (ScriptedServer server = new ScriptedServer(open);
        HttpUpstream upstream =
            HttpUpstream.of(HttpSettings.of("u", server.uri()).withSessionsMax(2))) {
      upstream.call(Calls.legacyCall(), Calls.soon());
      for (int i = 0; i < 5; i++) {
        String key = "refused-" + i;
        assertThrows(
            UpstreamException.class, () -> upstream.describe(Calls.plain(key), Calls.soon()));
      }
      upstream.call(Calls.legacyCall(), Calls.soon());
      assertEquals("s-1", server.last("tools/call").header("Mcp-Session-Id"));
      assertFalse(server.methods().contains("DELETE"));
    }
  }

  @Test
  void aServerThatBreaksOffIsAskedToEndItOnceMore() throws Exception {
    Script broken =
        (request, reply) -> {
          if (request.method().equals("DELETE")) {
            reply.drop();
          } else {
            answering.answer(request, reply);
          }
        };
    try (ScriptedServer server = new ScriptedServer(broken);
        HttpUpstream upstream = upstream(server)) {
      upstream.describe(Calls.LEGACY, Calls.soon());
      upstream.end(Calls.LEGACY.key());
      awaitEnded(server, 2);
    }
  }

  @Test
  void allOfACrowdAreEnded() throws Exception {
    int crowd = 150;
    try (ScriptedServer server =
        new ScriptedServer(
            (request, reply) -> {
              if (request.method().equals("DELETE")) {
                // Slower than they come.
                Thread.sleep(50);
              }
              answering.answer(request, reply);
            })) {
      try (HttpUpstream upstream = upstream(server)) {
        for (int i = 0; i < crowd; i++) {
          upstream.describe(Calls.plain("c" + i), Calls.soon());
        }
        for (int i = 0; i < crowd; i++) {
          upstream.end("c" + i);
        }
        awaitEnded(server, crowd);
      }
    }
  }

  private static void awaitEnded(ScriptedServer server, int count) throws InterruptedException {
    for (int i = 0; i < 1_000 && ended(server).size() < count; i++) {
      Thread.sleep(10);
    }
    assertEquals(count, ended(server).size());
  }
}
