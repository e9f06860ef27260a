package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.mcp.ScriptedServer.Reply;
import dev.gatehouse.adapters.mcp.ScriptedServer.Request;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModernRevisionTest {

  private static void unsupported(Request request, Reply reply, String supported)
      throws IOException {
    reply.json(
        400,
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + request.id()
            + ",\"error\":{\"code\":-32022,\"message\":\"m\",\"data\":{\"supported\":["
            + supported
            + "]}}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"server/discover", "tools/call"})
  void asksOnceMoreWhereTheServerOffersWhatItWasAskedFor(String method) throws Exception {
    AtomicInteger refused = new AtomicInteger();
    try (ScriptedServer server =
            new ScriptedServer(
                (request, reply) -> {
                  if (request.rpc().equals(method) && refused.getAndIncrement() == 0) {
                    unsupported(request, reply, "\"2026-07-28\"");
                  } else {
                    reply.result(request, ModernHttpTest.DISCOVERED);
                  }
                });
        HttpUpstream upstream = ModernHttpTest.upstream(server)) {
      assertEquals("{\"tools\":{}}", upstream.describe(Calls.MODERN, Calls.soon()).capabilities());
      UpstreamReply reply = upstream.call(Calls.modernCall(), Calls.soon());
      assertEquals(Era.MODERN, reply.shape());
      assertEquals(Message.Result.class, reply.message().getClass());
      assertEquals(2, server.methods().stream().filter(method::equals).count());
    }
  }

  @Test
  void doesNotAskForEver() throws Exception {
    try (ScriptedServer server =
            ModernHttpTest.server(
                (request, reply) -> unsupported(request, reply, "\"2026-07-28\""));
        HttpUpstream upstream = ModernHttpTest.upstream(server)) {
      assertEquals(
          Message.Failure.class,
          upstream.call(Calls.modernCall(), Calls.soon()).message().getClass());
      assertEquals(2, server.methods().stream().filter("tools/call"::equals).count());
    }
  }

  @Test
  void shakesHandsWhereTheServerOffersOnlyALegacyRevisionFromNowOn() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    LegacyServer legacy = new LegacyServer((request, reply) -> reply.result(request, "{}"));
    try (ScriptedServer server =
            new ScriptedServer(
                (request, reply) -> {
                  boolean isModern = !request.header("Mcp-Method").isEmpty();
                  if (isModern && asked.getAndIncrement() == 0) {
                    reply.result(request, ModernHttpTest.DISCOVERED);
                  } else if (isModern) {
                    unsupported(request, reply, "\"2025-11-25\"");
                  } else {
                    legacy.answer(request, reply);
                  }
                });
        HttpUpstream upstream = ModernHttpTest.upstream(server)) {
      assertEquals(Era.MODERN, upstream.describe(Calls.MODERN, Calls.soon()).era());
      assertEquals(Era.LEGACY, upstream.call(Calls.modernCall(), Calls.soon()).shape());
      assertEquals(Era.LEGACY, upstream.describe(Calls.MODERN, Calls.soon()).era());
    }
  }

  @Test
  void passesOnTheRefusalOfAServerThatOffersNothingKnown() throws Exception {
    try (ScriptedServer server =
            ModernHttpTest.server(
                (request, reply) -> unsupported(request, reply, "\"2030-01-01\""));
        HttpUpstream upstream = ModernHttpTest.upstream(server)) {
      assertEquals(
          Message.Failure.class,
          upstream.call(Calls.modernCall(), Calls.soon()).message().getClass());
      assertEquals(1, server.methods().stream().filter("tools/call"::equals).count());
    }
  }
}
