package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.mcp.ScriptedServer.Script;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlElicitationsTest {
  private static final String ASKED =
      "{\"mode\":\"url\",\"elicitationId\":\"e1\",\"url\":\"https://a.example/x\",\"message\":"
          + " \"m\"}";

  private static Script refusing(AtomicInteger calls, String elicitations) {
    return (request, reply) -> {
      if (calls.getAndIncrement() > 0) {
        reply.result(request, "{}");
        return;
      }
      reply.json(
          200,
          "{\"jsonrpc\":\"2.0\",\"id\":"
              + request.id()
              + ",\"error\":{\"code\":-32042,\"message\":\"m\",\"data\":{\"elicitations\":["
              + elicitations
              + "]}}}");
    };
  }

  private static UpstreamCall call(String text, String revision, String capabilities) {
    RequestMetadata client =
        new RequestMetadata(revision, Optional.empty(), capabilities, Optional.empty());
    return Calls.call(text, "echo", Era.LEGACY, new Conversation("k", client), _ -> {});
  }

  @Test
  void aModernClientIsAskedToVisitTheAddressAndCallsAgain() throws Exception {
    String capabilities = "{\"elicitation\":{\"url\":{}}}";
    AtomicInteger calls = new AtomicInteger();
    try (ScriptedServer server = new ScriptedServer(new LegacyServer(refusing(calls, ASKED)));
        HttpUpstream upstream = HttpUpstream.of(HttpSettings.of("u", server.uri()))) {
      UpstreamReply asking =
          upstream.call(call(Calls.LEGACY_CALL, "2026-07-28", capabilities), Calls.soon());
      InputRequired asked = InputRequired.in(asking.message()).orElseThrow();
      assertEquals(Era.MODERN, asking.shape());
      assertEquals(
          Map.of("e1", "{\"method\":\"elicitation/create\",\"params\":" + ASKED + "}"),
          asked.requests());
      String retry =
          Calls.LEGACY_CALL.replace(
              "\"params\":{",
              "\"params\":{\"inputResponses\":{\"e1\":{\"action\":\"accept\"}},\"requestState\":\""
                  + asked.state().orElseThrow()
                  + "\",");
      UpstreamReply reply = upstream.call(call(retry, "2026-07-28", capabilities), Calls.soon());
      assertEquals(Message.Result.class, reply.message().getClass());
      assertEquals(
          Calls.LEGACY_CALL.replace("\"id\":7", "\"id\":" + server.last("tools/call").id()),
          server.last("tools/call").body());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2025-11-25 | {\"elicitation\":{\"url\":{}}} | {\"mode\":\"url\"}",
        "2026-07-28 | {\"elicitation\":{}} | {\"mode\":\"url\"}",
        "2026-07-28 | {} | {\"mode\":\"url\"}",
        "2026-07-28 | {\"elicitation\":{\"url\":{}}} | 1",
      })
  void otherClientsHearTheErrorItself(String revision, String capabilities, String elicitations)
      throws Exception {
    Script script = refusing(new AtomicInteger(), elicitations);
    try (ScriptedServer server = new ScriptedServer(new LegacyServer(script));
        HttpUpstream upstream = HttpUpstream.of(HttpSettings.of("u", server.uri()))) {
      UpstreamReply reply =
          upstream.call(call(Calls.LEGACY_CALL, revision, capabilities), Calls.soon());
      assertEquals(Message.Failure.class, reply.message().getClass());
    }
  }
}
