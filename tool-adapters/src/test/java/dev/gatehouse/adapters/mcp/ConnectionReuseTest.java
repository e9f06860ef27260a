package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.mcp.ScriptedServer.Script;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionReuseTest {
  private static final int CALLS = 100;
  private static final Script BY_STREAM =
      (request, reply) -> {
        reply
            .events()
            .event("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{}}")
            .end();
      };

  /** How many connections so many calls take, one after the other. */
  private static int connections(ScriptedServer server) throws Exception {
    Conversation silent =
        new Conversation(
            "silent", new RequestMetadata("2025-11-25", Optional.empty(), "{}", Optional.empty()));
    try (HttpUpstream upstream = HttpUpstream.of(HttpSettings.of("u", server.uri()))) {
      for (int i = 0; i < CALLS; i++) {
        upstream.call(
            Calls.call(Calls.LEGACY_CALL, "echo", Era.LEGACY, silent, _ -> {}), Calls.soon());
      }
    }
    assertEquals(CALLS, server.methods().stream().filter("tools/call"::equals).count());
    return server.requests().stream().mapToInt(r -> r.connection()).max().orElseThrow();
  }

  @Test
  void aHundredCallsToAModernServerUseOneConnection() throws Exception {
    try (ScriptedServer server =
        ModernHttpTest.server((request, reply) -> reply.result(request, "{}"))) {
      assertEquals(1, connections(server));
    }
  }

  @Test
  void aHundredCallsToALegacyServerUseOneConnection() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(new LegacyServer((request, reply) -> reply.result(request, "{}")))) {
      assertEquals(1, connections(server));
    }
  }

  @Test
  void aHundredRepliesByStreamUseFewConnections() throws Exception {
    // The end of a stream may come after its answer, while the next call is on its way already.
    try (ScriptedServer server = ModernHttpTest.server(BY_STREAM)) {
      assertTrue(connections(server) < CALLS / 2);
    }
    try (ScriptedServer server = new ScriptedServer(new LegacyServer(BY_STREAM))) {
      assertTrue(connections(server) < CALLS / 2);
    }
  }
}
