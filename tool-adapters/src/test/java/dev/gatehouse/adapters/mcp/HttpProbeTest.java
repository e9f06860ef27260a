package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.mcp.ScriptedServer.Reply;
import dev.gatehouse.adapters.mcp.ScriptedServer.Request;
import dev.gatehouse.adapters.mcp.ScriptedServer.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProbeTest {
  private static final Script LEGACY =
      new LegacyServer((request, reply) -> reply.result(request, "{}"));
  private static final Script MODERN = HttpProbeTest::modern;

  private static void modern(Request request, Reply reply) throws IOException {
    if (request.method().equals("DELETE")) {
      reply.empty(405);
    } else if (!request.headers().containsKey("mcp-method")) {
      error(request, reply, 400, "-32020", "");
    } else if (request.rpc().equals("server/discover")) {
      reply.result(request, ModernHttpTest.DISCOVERED);
    } else {
      reply.result(request, "{}");
    }
  }

  private static void error(Request request, Reply reply, int status, String code, String data)
      throws IOException {
    reply.json(
        status,
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + request.id()
            + ",\"error\":{\"code\":"
            + code
            + ",\"message\":\"m\""
            + data
            + "}}");
  }

  private static HttpUpstream upstream(ScriptedServer server) {
    return HttpUpstream.of(
        HttpSettings.of("u", server.uri()).withProbeTimeout(Duration.ofMillis(300)));
  }

  /** Answers to the question that legacy servers give. */
  static List<Script> legacyAnswers() {
    return List.of(
        (_, reply) -> reply.empty(400),
        (_, reply) -> reply.empty(404),
        (_, reply) -> reply.empty(405),
        (_, reply) -> reply.empty(500),
        (_, reply) -> reply.json(400, LegacyServer.NO_SESSION),
        (_, reply) -> reply.body(400, "text/plain", "Bad Request"),
        (_, reply) -> reply.body(404, "text/html", "<html>"),
        (request, reply) -> error(request, reply, 200, "-32601", ""),
        (request, reply) -> error(request, reply, 404, "-32601", ""),
        (request, reply) -> error(request, reply, 400, "-32602", ""),
        (request, reply) -> error(request, reply, 200, "-32000", ""),
        (request, reply) -> reply.result(request, "{}"),
        (request, reply) -> reply.result(request, "{\"supportedVersions\":[\"2025-11-25\"]}"),
        (request, reply) ->
            error(request, reply, 400, "-32022", ",\"data\":{\"supported\":[\"2025-06-18\"]}"),
        (_, reply) -> reply.json(200, "not json"),
        (_, reply) -> reply.drop(),
        (_, reply) -> reply.awaitHangUp());
  }

  @ParameterizedTest
  @MethodSource("legacyAnswers")
  void shakesHandsWithALegacyServer(Script toDiscover) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, reply) -> {
                  if (request.rpc().equals("server/discover")) {
                    toDiscover.answer(request, reply);
                  } else {
                    LEGACY.answer(request, reply);
                  }
                });
        HttpUpstream upstream = upstream(server)) {
      assertEquals(Era.LEGACY, upstream.call(Calls.legacyCall(), Calls.soon()).shape());
      assertEquals(Era.LEGACY, upstream.describe(Calls.LEGACY, Calls.soon()).era());
      assertEquals(1, server.methods().stream().filter("server/discover"::equals).count());
    }
  }

  /** Answers to the question that only modern servers give. */
  static List<Script> modernAnswers() {
    return List.of(
        (request, reply) -> reply.result(request, ModernHttpTest.DISCOVERED),
        (request, reply) ->
            reply.result(
                request, "{\"supportedVersions\":[\"2027-01-01\",\"2026-07-28\",\"2025-11-25\"]}"),
        (request, reply) -> {
          reply.events();
          reply.event(
              "{\"jsonrpc\":\"2.0\",\"id\":"
                  + request.id()
                  + ",\"result\":"
                  + ModernHttpTest.DISCOVERED
                  + "}");
          reply.end();
        },
        (request, reply) -> error(request, reply, 400, "-32021", ""),
        (request, reply) -> error(request, reply, 400, "-32020", ""),
        (_, reply) ->
            reply.json(400, "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32020,\"message\":\"\"}}"));
  }

  @ParameterizedTest
  @MethodSource("modernAnswers")
  void speaksModernWithAModernServer(Script toDiscover) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, reply) -> {
                  if (request.rpc().equals("server/discover")) {
                    toDiscover.answer(request, reply);
                  } else {
                    MODERN.answer(request, reply);
                  }
                });
        HttpUpstream upstream = upstream(server)) {
      assertEquals(Era.MODERN, upstream.call(Calls.legacyCall(), Calls.soon()).shape());
      assertEquals(List.of("server/discover", "tools/call"), server.methods());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"2027-01-01\"]", "[]"})
  void doesNotFallBackWhereOnlyUnknownRevisionsAreSpoken(String supported) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                (request, reply) ->
                    error(
                        request,
                        reply,
                        400,
                        "-32022",
                        ",\"data\":{\"supported\":" + supported + "}"));
        HttpUpstream upstream = upstream(server)) {
      Calls.refused(Kind.UNINTELLIGIBLE, () -> upstream.call(Calls.modernCall(), Calls.soon()));
      assertEquals(List.of("server/discover"), server.methods());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void concludesNothingWhereItIsRefused(int status) throws Exception {
    AtomicReference<Script> script = new AtomicReference<>((_, reply) -> reply.empty(status));
    try (ScriptedServer server =
            new ScriptedServer((request, reply) -> script.get().answer(request, reply));
        HttpUpstream upstream = upstream(server)) {
      Calls.refused(Kind.FORBIDDEN, () -> upstream.describe(Calls.MODERN, Calls.soon()));
      script.set(MODERN);
      assertEquals(Era.MODERN, upstream.describe(Calls.MODERN, Calls.soon()).era());
    }
  }

  @Test
  void doesNotFollowARedirect() throws Exception {
    try (ScriptedServer trap = new ScriptedServer(MODERN);
        ScriptedServer server =
            new ScriptedServer((_, reply) -> reply.empty(307, "Location: " + trap.uri()));
        HttpUpstream upstream = upstream(server)) {
      Calls.refused(Kind.UNINTELLIGIBLE, () -> upstream.call(Calls.modernCall(), Calls.soon()));
      assertEquals(List.of(), trap.requests());
    }
  }

  @Test
  void noticesThatALegacyServerBecameModern() throws Exception {
    AtomicReference<Script> script = new AtomicReference<>(LEGACY);
    try (ScriptedServer server =
            new ScriptedServer((request, reply) -> script.get().answer(request, reply));
        HttpUpstream upstream = upstream(server)) {
      assertEquals(Era.LEGACY, upstream.call(Calls.legacyCall(), Calls.soon()).shape());
      script.set(MODERN);
      // In a session that the server knows nothing of, and without one.
      assertEquals(Era.MODERN, upstream.call(Calls.legacyCall(), Calls.soon()).shape());
      assertEquals(Era.MODERN, upstream.describe(Calls.legacy("new"), Calls.soon()).era());
    }
  }

  @Test
  void noticesItAlsoWhenASessionIsOpened() throws Exception {
    AtomicReference<Script> script = new AtomicReference<>(LEGACY);
    try (ScriptedServer server =
            new ScriptedServer((request, reply) -> script.get().answer(request, reply));
        HttpUpstream upstream = upstream(server)) {
      upstream.describe(Calls.LEGACY, Calls.soon());
      script.set(MODERN);
      assertEquals(Era.MODERN, upstream.call(Calls.modernCall(), Calls.soon()).shape());
    }
  }

  @Test
  void noticesThatAModernServerBecameLegacy() throws Exception {
    AtomicReference<Script> script = new AtomicReference<>(MODERN);
    try (ScriptedServer server =
            new ScriptedServer((request, reply) -> script.get().answer(request, reply));
        HttpUpstream upstream = upstream(server)) {
      upstream.describe(Calls.LEGACY, Calls.soon());
      script.set(LEGACY);
      assertEquals(Era.LEGACY, upstream.call(Calls.modernCall(), Calls.soon()).shape());
    }
  }

  @Test
  void comesBackWhenTheServerDoes() throws Exception {
    AtomicReference<Script> script = new AtomicReference<>((_, reply) -> reply.empty(503));
    try (ScriptedServer server =
            new ScriptedServer((request, reply) -> script.get().answer(request, reply));
        HttpUpstream upstream = upstream(server)) {
      Calls.refused(Kind.UNINTELLIGIBLE, () -> upstream.call(Calls.modernCall(), Calls.soon()));
      script.set(MODERN);
      assertEquals(Era.MODERN, upstream.call(Calls.modernCall(), Calls.soon()).shape());
    }
  }

  @Test
  void waitsNoLongerThanTheCallerForASlowServer() throws Exception {
    try (ScriptedServer server = new ScriptedServer((_, reply) -> reply.awaitHangUp());
        HttpUpstream upstream = upstream(server)) {
      long start = System.nanoTime();
      Calls.refused(Kind.UNREACHABLE, () -> upstream.call(Calls.modernCall(), Calls.after(100)));
      assertTrue(System.nanoTime() - start < 1_000_000_000L);
    }
  }
}
