package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.mcp.ScriptedServer.Request;
import dev.gatehouse.adapters.mcp.ScriptedServer.Script;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModernHttpTest {
  static final String DISCOVERED =
      """
      {"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},\
      "_meta":{"io.modelcontextprotocol/serverInfo":{"name":"s","version":"2"}},\
      "instructions":"be kind"}\
      """;

  /** A modern server that answers calls by a script. */
  static ScriptedServer server(Script calls) throws IOException {
    return new ScriptedServer(
        (request, reply) -> {
          if (request.rpc().equals("server/discover")) {
            reply.result(request, DISCOVERED);
          } else {
            calls.answer(request, reply);
          }
        });
  }

  static HttpUpstream upstream(ScriptedServer server) {
    return HttpUpstream.of(HttpSettings.of("u", server.uri()));
  }

  @Test
  void returnsTheReplyByteForByte() throws Exception {
    String result =
        "{ \"b\":1.0, \"a\":9007199254740993 ,\"u\":\"\\u00e9\\/é😀\",\"resultType\":\"complete\"}";
    try (ScriptedServer server = server((request, reply) -> reply.result(request, result));
        HttpUpstream upstream = upstream(server)) {
      UpstreamReply reply = upstream.call(Calls.modernCall(), Calls.soon());
      Message.Result message = (Message.Result) reply.message();
      assertEquals(result, message.json().slice(message.result()));
      assertEquals(Era.MODERN, reply.shape());
    }
  }

  @Test
  void changesNothingInAModernRequestButTheId() throws Exception {
    try (ScriptedServer server = server((request, reply) -> reply.result(request, "{}"));
        HttpUpstream upstream = upstream(server)) {
      upstream.call(Calls.modernCall(), Calls.soon());
      Request sent = server.last("tools/call");
      assertEquals(Calls.MODERN_CALL.replace("\"c1\"", sent.id()), sent.body());
      assertEquals("2026-07-28", sent.header("MCP-Protocol-Version"));
      assertEquals("tools/call", sent.header("Mcp-Method"));
      assertEquals("echo", sent.header("Mcp-Name"));
      assertEquals("application/json, text/event-stream", sent.header("Accept"));
      assertEquals("application/json", sent.header("Content-Type"));
      assertFalse(sent.headers().containsKey("mcp-session-id"));
      assertFalse(sent.headers().containsKey("expect"));
    }
  }

  @Test
  void putsTheSessionsMetadataIntoALegacyRequest() throws Exception {
    try (ScriptedServer server = server((request, reply) -> reply.result(request, "{}"));
        HttpUpstream upstream = upstream(server)) {
      upstream.call(Calls.legacyCall(), Calls.soon());
      Request sent = server.last("tools/call");
      assertEquals(
          """
          {"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":"echo",\
          "arguments":{"n": 1.0},"_meta":{"progressToken":"pt",\
          "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
          "io.modelcontextprotocol/clientInfo":{"name":"old","version":"0"},\
          "io.modelcontextprotocol/clientCapabilities":{"sampling":{},"experimental":{"x":{}}},\
          "io.modelcontextprotocol/logLevel":"info"}}}\
          """
              .formatted(sent.id()),
          sent.body());
      assertEquals("2026-07-28", sent.header("MCP-Protocol-Version"));
    }
  }

  @ParameterizedTest
  @CsvSource({"world,world", "' a',=?base64?IGE=?=", "世界,=?base64?5LiW55WM?="})
  void namesTheToolInAHeader(String name, String header) throws Exception {
    try (ScriptedServer server = server((request, reply) -> reply.result(request, "{}"));
        HttpUpstream upstream = upstream(server)) {
      upstream.call(
          Calls.call(Calls.MODERN_CALL, name, Era.MODERN, Calls.MODERN, _ -> {}), Calls.soon());
      assertEquals(header, server.last("tools/call").header("Mcp-Name"));
    }
  }

  @Test
  void asksOnceForTheEraAndRemembersTheDescription() throws Exception {
    try (ScriptedServer server = server((request, reply) -> reply.result(request, "{}"));
        HttpUpstream upstream = upstream(server)) {
      UpstreamDescription description = upstream.describe(Calls.MODERN, Calls.soon());
      assertEquals(Era.MODERN, description.era());
      assertEquals("{\"tools\":{}}", description.capabilities());
      assertEquals("{\"name\":\"s\",\"version\":\"2\"}", description.serverInfo().orElseThrow());
      assertEquals("be kind", description.instructions().orElseThrow());
      upstream.describe(Calls.LEGACY, Calls.soon());
      upstream.call(Calls.modernCall(), Calls.soon());
      upstream.call(Calls.modernCall(), Calls.soon());
      assertEquals(List.of("server/discover", "tools/call", "tools/call"), server.methods());
    }
  }

  @Test
  void reusesTheConnection() throws Exception {
    try (ScriptedServer server = server((request, reply) -> reply.result(request, "{}"));
        HttpUpstream upstream = upstream(server)) {
      for (int i = 0; i < 5; i++) {
        upstream.call(Calls.modernCall(), Calls.soon());
      }
      assertEquals(1, server.requests().getLast().connection());
    }
  }

  @Test
  void opensAnotherConnectionWhereTheServerHasClosedTheOld() throws Exception {
    try (ScriptedServer server =
            server(
                (request, reply) -> {
                  reply.result(request, "{}");
                  reply.drop();
                });
        HttpUpstream upstream = upstream(server)) {
      for (int i = 0; i < 5; i++) {
        upstream.call(Calls.modernCall(), Calls.soon());
        Thread.sleep(20);
      }
      assertEquals(6, server.requests().size());
    }
  }

  @Test
  void passesEventsOnInOrderBeforeTheReply() throws Exception {
    try (ScriptedServer server =
            server(
                (request, reply) -> {
                  reply.events();
                  for (int i = 0; i < 20; i++) {
                    reply.event(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                            + "{\"progressToken\":\"pt\",\"progress\":"
                            + i
                            + ".0}}");
                  }
                  reply.event("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{}}");
                  reply.end();
                });
        HttpUpstream upstream = upstream(server)) {
      List<String> heard = new ArrayList<>();
      upstream.call(Calls.modernCall(n -> heard.add(n.json().text())), Calls.soon());
      assertEquals(20, heard.size());
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
              + "{\"progressToken\":\"pt\",\"progress\":19.0}}",
          heard.getLast());
      Thread.sleep(50);
      upstream.call(Calls.modernCall(), Calls.soon());
      assertEquals(1, server.requests().getLast().connection());
    }
  }

  @Test
  void passesAnEventOnWhileTheReplyIsStillAwaited() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    try (ScriptedServer server =
            server(
                (request, reply) -> {
                  reply
                      .events()
                      .event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}");
                  ScriptedServer.await(heard);
                  reply.event("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{}}");
                });
        HttpUpstream upstream = upstream(server)) {
      upstream.call(Calls.modernCall(_ -> heard.countDown()), Calls.soon());
    }
  }

  @Test
  void givesASubscriptionTheClientsOwnId() throws Exception {
    try (ScriptedServer server =
            server(
                (request, reply) -> {
                  reply.events();
                  reply.event(
                      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\","
                          + "\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
                          + request.id()
                          + "}}}");
                  reply.event("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{}}");
                });
        HttpUpstream upstream = upstream(server)) {
      List<String> heard = new ArrayList<>();
      upstream.call(Calls.modernCall(n -> heard.add(n.json().text())), Calls.soon());
      assertTrue(heard.getFirst().contains("subscriptionId\":\"c1\"}"), heard.getFirst());
    }
  }

  @ParameterizedTest
  @CsvSource({"400,-32021", "404,-32601", "400,-32602", "400,-32022", "500,-32603"})
  void returnsErrorsUnderOurIdWhateverTheStatus(int status, int code) throws Exception {
    try (ScriptedServer server =
            server(
                (request, reply) ->
                    reply.json(
                        status,
                        "{\"jsonrpc\":\"2.0\",\"id\":"
                            + request.id()
                            + ",\"error\":{\"code\":"
                            + code
                            + ",\"message\":\"m\"}}"));
        HttpUpstream upstream = upstream(server)) {
      Message.Failure failure =
          (Message.Failure) upstream.call(Calls.modernCall(), Calls.soon()).message();
      assertEquals(code, Integer.parseInt(ProbeAnswer.code(failure).orElseThrow()));
      assertEquals(1, server.methods().stream().filter("tools/call"::equals).count());
    }
  }

  @Test
  void givesAnErrorWithoutAnIdOurs() throws Exception {
    try (ScriptedServer server =
            server(
                (_, reply) ->
                    reply.json(
                        400,
                        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32602,\"message\":\"m\"}}"));
        HttpUpstream upstream = upstream(server)) {
      Message.Failure failure =
          (Message.Failure) upstream.call(Calls.modernCall(), Calls.soon()).message();
      assertEquals(server.last("tools/call").id(), failure.id().orElseThrow().json());
    }
  }

  @Test
  void learnsHeadersFromTheToolListWhereTheServerMissesThem() throws Exception {
    String tools =
        """
        {"tools":[{"name":"echo","inputSchema":{"type":"object","properties":{\
        "n":{"type":"integer","x-mcp-header":"N"},"big":{"type":"integer","x-mcp-header":"Big"},\
        "none":{"type":"string","x-mcp-header":"None"}}}}],"resultType":"complete"}\
        """;
    try (ScriptedServer server =
            server(
                (request, reply) -> {
                  if (request.rpc().equals("tools/list")) {
                    reply.result(request, tools);
                  } else if (request.header("Mcp-Param-Big").isEmpty()) {
                    reply.json(
                        400,
                        "{\"jsonrpc\":\"2.0\",\"id\":"
                            + request.id()
                            + ",\"error\":{\"code\":-32020,\"message\":\"m\"}}");
                  } else {
                    reply.result(request, "{}");
                  }
                });
        HttpUpstream upstream = upstream(server)) {
      upstream.call(Calls.modernCall(), Calls.soon());
      Request sent = server.last("tools/call");
      assertEquals("9007199254740993", sent.header("Mcp-Param-Big"));
      assertEquals("1", sent.header("Mcp-Param-N"));
      assertFalse(sent.headers().containsKey("mcp-param-none"));
      upstream.call(Calls.modernCall(), Calls.soon());
      assertEquals(
          List.of("server/discover", "tools/call", "tools/list", "tools/call", "tools/call"),
          server.methods());
    }
  }

  @Test
  void retriesAfterAHeaderMismatchOnlyOnce() throws Exception {
    try (ScriptedServer server =
            server(
                (request, reply) ->
                    reply.json(
                        400,
                        "{\"jsonrpc\":\"2.0\",\"id\":"
                            + request.id()
                            + ",\"error\":{\"code\":-32020,\"message\":\"m\"}}"));
        HttpUpstream upstream = upstream(server)) {
      Message.Response response = upstream.call(Calls.modernCall(), Calls.soon()).message();
      assertTrue(ProbeAnswer.isModernError(response));
      assertEquals(
          List.of("server/discover", "tools/call", "tools/list", "tools/call"), server.methods());
    }
  }

  @Test
  void sendsConfiguredHeadersAndTheAddressAsItIsSpelled() throws Exception {
    try (ScriptedServer server = server((request, reply) -> reply.result(request, "{}"))) {
      HttpSettings settings =
          HttpSettings.of("u", server.uri().resolve("/a%2Fb/mcp?k=v%20w&t=1"))
              .withHeaders(Map.of("Authorization", "Bearer secret", "X-Empty", ""));
      try (HttpUpstream upstream = HttpUpstream.of(settings)) {
        upstream.call(Calls.modernCall(), Calls.soon());
      }
      Request sent = server.last("tools/call");
      assertEquals("/a%2Fb/mcp?k=v%20w&t=1", sent.target());
      assertEquals("Bearer secret", sent.header("Authorization"));
      assertTrue(sent.headers().containsKey("x-empty"));
      assertEquals("127.0.0.1:" + server.port(), sent.header("Host"));
      assertFalse(settings.toString().contains("secret"));
    }
  }

  @Test
  void passesNotificationsOnButThoseOfThisHop() throws Exception {
    try (ScriptedServer server = server((_, reply) -> reply.empty(202));
        HttpUpstream upstream = upstream(server)) {
      for (String method : List.of("notifications/cancelled", "notifications/x")) {
        upstream.tell(
            (Message.Notification)
                Calls.message("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}"),
            Calls.MODERN,
            Calls.soon());
      }
      assertEquals(List.of("server/discover", "notifications/x"), server.methods());
    }
  }
}
