package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.mcp.ScriptedServer.Script;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may do to the HTTP beneath a reply. */
class HttpReplyTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  private static String result(ScriptedServer.Request request) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{\"é\":1.0}}";
  }

  static List<Script> wellFormed() {
    return List.of(
        (request, reply) -> reply.json(200, result(request)),
        (request, reply) -> reply.body(200, "Application/JSON; charset=utf-8", result(request)),
        // Each byte in a chunk of its own, though characters have more than one.
        (request, reply) -> {
          reply.raw(OK + "Transfer-Encoding: chunked\r\n\r\n");
          for (byte b : result(request).getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            reply.raw("1\r\n").byteRaw(b).raw("\r\n");
          }
          reply.end();
        },
        // Until the connection ends.
        (request, reply) -> {
          reply.raw(OK + "\r\n" + result(request));
          reply.drop();
        },
        (request, reply) -> {
          reply.raw(
              "HTTP/1.0 200\r\n".replace("200", "200 OK")
                  + "Content-Type: application/json\r\n\r\n");
          reply.raw(result(request));
          reply.drop();
        },
        (request, reply) -> reply.json(200, result(request), "Connection: close"),
        (request, reply) -> {
          for (String piece :
              (OK + "Content-Length: " + (result(request).length() + 1) + "\r\n\r\n")
                  .split("(?<=\\G.{7})")) {
            reply.raw(piece);
            Thread.sleep(1);
          }
          reply.raw(result(request));
        },
        (request, reply) -> {
          reply.events().chunk("data: {\"jsonrpc\":\"2.0\",\ndata: \"id\":" + request.id());
          reply.chunk(",\r\ndata: \"result\":{\"é\":1.0}}\r\n\r").chunk("\n").end();
        },
        (request, reply) -> {
          reply.raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
          reply.raw(": hello\n\ndata: " + result(request) + "\n\n");
          reply.drop();
        });
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void readsEveryFormOfReply(Script script) throws Exception {
    try (ScriptedServer server = ModernHttpTest.server(script);
        HttpUpstream upstream = ModernHttpTest.upstream(server)) {
      for (int i = 0; i < 3; i++) {
        Message.Result result =
            (Message.Result) upstream.call(Calls.modernCall(), Calls.soon()).message();
        assertEquals("{\"é\":1.0}", result.json().slice(result.result()));
      }
    }
  }

  static List<Script> unintelligible() {
    return List.of(
        (_, reply) -> reply.raw("garbage\r\n\r\n"),
        (_, reply) -> reply.raw("HTTP/1.1 abc OK\r\n\r\n"),
        (_, reply) -> reply.raw("HTTP/1.1 200 " + "x".repeat(100_000)),
        (_, reply) -> reply.raw("HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000)),
        (_, reply) -> reply.raw(OK + "Content-Length: -1\r\n\r\n"),
        (_, reply) -> reply.raw(OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
        (_, reply) -> reply.json(200, "no json"),
        (_, reply) -> reply.json(200, ""),
        (_, reply) -> reply.json(200, "{}"),
        (_, reply) -> reply.json(200, "[]"),
        (_, reply) -> reply.json(200, "{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}"),
        (_, reply) -> reply.json(200, "{\"jsonrpc\":\"2.0\",\"method\":\"m\"}"),
        (_, reply) -> reply.json(200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}"),
        (request, reply) -> reply.json(200, result(request).replace("{\"é", "{\"é\":2,\"é")),
        (request, reply) -> reply.json(200, result(request) + "x"),
        (request, reply) -> reply.body(200, "text/html", result(request)),
        (_, reply) -> reply.empty(200),
        (_, reply) -> reply.empty(202),
        (_, reply) -> reply.empty(204),
        (_, reply) -> reply.empty(500),
        (_, reply) -> reply.body(503, "text/plain", "later"),
        (_, reply) -> reply.events().event("{\"jsonrpc\":").end(),
        (_, reply) -> reply.empty(302, "Location: http://127.0.0.1:1/"));
  }

  @ParameterizedTest
  @MethodSource("unintelligible")
  void refusesWhatIsNotMcp(Script script) throws Exception {
    try (ScriptedServer server = ModernHttpTest.server(script);
        HttpUpstream upstream = ModernHttpTest.upstream(server)) {
      Calls.refused(Kind.UNINTELLIGIBLE, () -> upstream.call(Calls.modernCall(), Calls.soon()));
      assertEquals(1, server.methods().stream().filter("tools/call"::equals).count());
    }
  }

  static List<Script> brokenOff() {
    return List.of(
        (_, reply) -> reply.drop(),
        (_, reply) -> reply.raw("HTTP/1.1 200 OK\r\nCont").drop(),
        (_, reply) -> reply.raw(OK + "Content-Length: 50\r\n\r\n{").drop(),
        (_, reply) -> reply.raw(OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nab").drop(),
        (_, reply) -> reply.events().chunk(": x\n\n").drop(),
        (_, reply) -> reply.events().chunk(": x\n\n").end(),
        (_, reply) -> reply.events().event("{\"jsonrpc\":\"2.0\",\"method\":\"n\"}").end());
  }

  @ParameterizedTest
  @MethodSource("brokenOff")
  void saysSoWhereTheServerBreaksOff(Script script) throws Exception {
    try (ScriptedServer server = ModernHttpTest.server(script);
        HttpUpstream upstream = ModernHttpTest.upstream(server)) {
      Calls.refused(Kind.BROKEN_OFF, () -> upstream.call(Calls.modernCall(), Calls.soon()));
      assertEquals(1, server.methods().stream().filter("tools/call"::equals).count());
    }
  }

  static List<Script> tooLarge() {
    String large = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"" + "x".repeat(200_000) + "\"}";
    return List.of(
        (_, reply) -> reply.json(200, large),
        // Helidon would read whatever the length of a chunk promises.
        (_, reply) -> {
          reply.raw(OK + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n");
          floods(reply);
        },
        (_, reply) -> {
          reply.events().raw("7fffffff\r\n");
          floods(reply);
        },
        (_, reply) -> {
          reply.events();
          while (true) {
            reply.chunk("data: " + "x".repeat(1_000) + "\n");
          }
        });
  }

  private static void floods(ScriptedServer.Reply reply) throws IOException {
    String much = "x".repeat(1 << 20);
    for (int i = 0; i < 4_096; i++) {
      reply.raw(much);
    }
  }

  @ParameterizedTest
  @MethodSource("tooLarge")
  void cutsOffAServerThatSendsTooMuch(Script script) throws Exception {
    try (ScriptedServer server = ModernHttpTest.server(script);
        HttpUpstream upstream =
            HttpUpstream.of(
                HttpSettings.of("u", server.uri()).withMessages(new JsonLimits(100_000, 20)))) {
      UpstreamException e =
          Calls.refused(Kind.UNINTELLIGIBLE, () -> upstream.call(Calls.modernCall(), Calls.soon()));
      assertTrue(e.problem().contains("more than"), e.problem());
    }
  }

  @Test
  void letsEventsGoOnBeyondWhatOneMayHave() throws Exception {
    String notification =
        "{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":{\"a\":\"" + "x".repeat(1_000) + "\"}}";
    try (ScriptedServer server =
            ModernHttpTest.server(
                (request, reply) -> {
                  reply.events();
                  for (int i = 0; i < 1_000; i++) {
                    reply.event(notification);
                  }
                  reply.event(result(request)).end();
                });
        HttpUpstream upstream =
            HttpUpstream.of(
                HttpSettings.of("u", server.uri()).withMessages(new JsonLimits(2_000, 20)))) {
      List<Integer> heard = new ArrayList<>();
      upstream.call(Calls.modernCall(n -> heard.add(n.json().text().length())), Calls.soon());
      assertEquals(1_000, heard.size());
    }
  }

  @Test
  void takesNothingForAReplyThatCameBeforeItsRequest() throws Exception {
    try (ScriptedServer server =
            ModernHttpTest.server(
                (request, reply) -> {
                  String id = Integer.toString(Integer.parseInt(request.id()) + 1);
                  String forged = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":\"forged\"}";
                  reply.json(200, result(request));
                  reply.json(200, forged);
                });
        HttpUpstream upstream = ModernHttpTest.upstream(server)) {
      for (int i = 0; i < 5; i++) {
        Message.Response response = upstream.call(Calls.modernCall(), Calls.soon()).message();
        assertFalse(response.json().text().contains("forged"));
        // What comes behind a reply is looked for before the next request: let it arrive.
        Thread.sleep(200);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"401,FORBIDDEN", "403,FORBIDDEN", "402,UNINTELLIGIBLE"})
  void tellsRefusedCredentialsApart(int status, Kind kind) throws Exception {
    try (ScriptedServer server = ModernHttpTest.server((_, reply) -> reply.empty(status));
        HttpUpstream upstream = ModernHttpTest.upstream(server)) {
      Calls.refused(kind, () -> upstream.call(Calls.modernCall(), Calls.soon()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:%d/mcp", "https://127.0.0.1:%d/mcp"})
  void saysSoWhereNobodyListens(String address) throws Exception {
    int port;
    try (ServerSocket listener = new ServerSocket(0)) {
      port = listener.getLocalPort();
    }
    try (HttpUpstream upstream =
        HttpUpstream.of(HttpSettings.of("u", URI.create(address.formatted(port))))) {
      Calls.refused(Kind.UNREACHABLE, () -> upstream.call(Calls.modernCall(), Calls.soon()));
    }
  }

  @Test
  void saysSoWhereTheHostIsUnknown() {
    try (HttpUpstream upstream =
        HttpUpstream.of(HttpSettings.of("u", URI.create("http://nowhere.invalid/mcp")))) {
      Calls.refused(Kind.UNREACHABLE, () -> upstream.describe(Calls.MODERN, Calls.soon()));
    }
  }
}
