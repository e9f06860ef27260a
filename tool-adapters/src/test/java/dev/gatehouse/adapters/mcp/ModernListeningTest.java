package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.mcp.ScriptedServer.Request;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ModernListeningTest {
  private static final String FILTER = "{\"toolsListChanged\":true,\"dev.gatehouse/others\":true}";

  private static String tagged(String method, String id) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\""
        + method
        + "\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
        + id
        + "}}}";
  }

  @Test
  void passesTheStreamOnUnderTheClientsOwnId() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedServer server =
            ModernHttpTest.server(
                (request, reply) -> {
                  reply
                      .events()
                      .event(tagged("notifications/subscriptions/acknowledged", request.id()));
                  reply.chunk(": still there\n\n");
                  reply.event(tagged("notifications/tools/list_changed", request.id()));
                  ScriptedServer.await(over);
                  reply.event(
                      "{\"jsonrpc\":\"2.0\",\"id\":"
                          + request.id()
                          + ",\"result\":{\"resultType\":\"complete\",\"_meta\":{"
                          + "\"io.modelcontextprotocol/subscriptionId\":"
                          + request.id()
                          + "}}}");
                  reply.end();
                });
        HttpUpstream upstream = ModernHttpTest.upstream(server);
        Listener listener = new Listener(upstream, Calls.MODERN, FILTER)) {
      assertEquals(tagged("notifications/subscriptions/acknowledged", "\"sub\""), listener.next());
      assertEquals(tagged("notifications/tools/list_changed", "\"sub\""), listener.next());
      Request sent = server.last("subscriptions/listen");
      assertEquals("subscriptions/listen", sent.header("Mcp-Method"));
      assertTrue(sent.body().contains("\"notifications\":{\"toolsListChanged\":true}"));
      assertFalse(sent.body().contains("gatehouse"));
      over.countDown();
      assertTrue(listener.result().contains("\"io.modelcontextprotocol/subscriptionId\":\"sub\""));
    }
  }

  @Test
  void closesTheStreamWhenItIsInterrupted() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (ScriptedServer server =
            ModernHttpTest.server(
                (request, reply) -> {
                  reply
                      .events()
                      .event(tagged("notifications/subscriptions/acknowledged", request.id()));
                  reply.awaitHangUp();
                  closed.countDown();
                });
        HttpUpstream upstream = ModernHttpTest.upstream(server);
        Listener listener = new Listener(upstream, Calls.MODERN, FILTER)) {
      listener.next();
      listener.leave();
      assertEquals("interrupted", listener.end());
      ScriptedServer.await(closed);
    }
  }

  @Test
  void saysWhereTheServerBreaksOff() throws Exception {
    try (ScriptedServer server = ModernHttpTest.server((_, reply) -> reply.events().end());
        HttpUpstream upstream = ModernHttpTest.upstream(server);
        Listener listener = new Listener(upstream, Calls.MODERN, FILTER)) {
      assertEquals(Kind.BROKEN_OFF, ((UpstreamException) listener.end()).kind());
    }
  }

  @Test
  void returnsTheRefusalOfAServerThatCannotBeListenedTo() throws Exception {
    try (ScriptedServer server =
            ModernHttpTest.server(
                (request, reply) ->
                    reply.json(
                        404,
                        "{\"jsonrpc\":\"2.0\",\"id\":"
                            + request.id()
                            + ",\"error\":{\"code\":-32601,\"message\":\"none\"}}"));
        HttpUpstream upstream = ModernHttpTest.upstream(server);
        Listener listener = new Listener(upstream, Calls.MODERN, FILTER)) {
      assertTrue(listener.result().contains("-32601"));
    }
  }
}
