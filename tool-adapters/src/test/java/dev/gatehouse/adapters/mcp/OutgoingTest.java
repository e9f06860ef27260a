package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutgoingTest {
  private static final String METADATA =
      "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"old\",\"version\":\"0\"},"
          + "\"io.modelcontextprotocol/clientCapabilities\":{\"sampling\":{},"
          + "\"experimental\":{\"x\":{}}},\"io.modelcontextprotocol/logLevel\":\"info\"";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":1,M} | {\"id\":9,M,\"params\":{\"_meta\":{META}}}",
        "{M, \"id\" : \"a\" } | {M, \"id\" : 9,\"params\":{\"_meta\":{META}} }",
        "{M,\"params\":{},\"id\":1} | {M,\"params\":{\"_meta\":{META}},\"id\":9}",
        "{M,\"params\":{\"a\":1.0},\"id\":1} |"
            + " {M,\"params\":{\"a\":1.0,\"_meta\":{META}},\"id\":9}",
        "{M,\"params\":{\"_meta\":{}},\"id\":1} | {M,\"params\":{\"_meta\":{META}},\"id\":9}",
        "{M,\"params\":{\"_meta\":null},\"id\":1} | {M,\"params\":{\"_meta\":{META}},\"id\":9}",
        "{M,\"params\":{\"_meta\":{\"k\":1}},\"id\":1} |"
            + " {M,\"params\":{\"_meta\":{\"k\":1,META}},\"id\":9}",
        "{M,\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"1\",\"k\":1}},\"id\":1}"
            + " | {M,\"params\":{\"_meta\":{\"k\":1,META}},\"id\":9}",
      })
  void putsMetadataIn(String request, String expected) {
    assertEquals(full(expected), sent(full(request), Era.LEGACY, Era.MODERN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":1,M} | {\"id\":9,M}",
        "{M,\"params\":{\"_meta\":{META}},\"id\":1} | {M,\"params\":{\"_meta\":{}},\"id\":9}",
        "{M,\"params\":{\"_meta\":{META,\"k\": 1}},\"id\":1} | {M,\"params\":{\"_meta\":{\"k\":"
            + " 1}},\"id\":9}",
        "{M,\"params\":{\"_meta\":{\"k\": 1, META}},\"id\":1} | {M,\"params\":{\"_meta\":{\"k\":"
            + " 1}},\"id\":9}",
        "{M,\"params\":{\"_meta\":{\"io.modelcontextprotocol/related-task\":{}}},\"id\":1} |"
            + " {M,\"params\":{\"_meta\":{\"io.modelcontextprotocol/related-task\":{}}},\"id\":9}",
      })
  void takesMetadataOut(String request, String expected) {
    assertEquals(full(expected), sent(full(request), Era.MODERN, Era.LEGACY));
  }

  @ParameterizedTest
  @CsvSource({"LEGACY", "MODERN"})
  void changesNothingButTheIdWithinAnEra(Era era) {
    String request =
        full("{M, \"x\":[1.0, \"\\u00e9\"],\"params\" : {\"_meta\":{META}} , \"id\":\"\\u0061\"}");
    assertEquals(request.replace("\"\\u0061\"", "9"), sent(request, era, era));
  }

  @Test
  void keepsWhatWasReplacedBefore() {
    UpstreamCall call = Calls.call(Calls.LEGACY_CALL, "echo", Era.LEGACY, Calls.LEGACY, _ -> {});
    UpstreamCall masked =
        new UpstreamCall(
            call.request(),
            call.text()
                .replace(
                    call.request().params().flatMap(p -> p.member("name")).orElseThrow(),
                    "\"other\""),
            "other",
            Era.LEGACY,
            Calls.LEGACY,
            _ -> {});
    String text = Outgoing.of(masked, Era.MODERN, RequestId.of(9)).text();
    assertEquals(true, text.contains("\"name\":\"other\"") && text.contains(METADATA));
  }

  @Test
  void takesOutWhatAReplyAskedFor() {
    UpstreamCall call =
        Calls.call(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\","
                + "\"inputResponses\":{\"k\":{\"n\": 1.0}},\"_meta\":{\"x\":1},"
                + "\"requestState\":\"sealed\"}}",
            "echo",
            Era.MODERN,
            Calls.MODERN,
            _ -> {});
    UpstreamCall opened =
        new UpstreamCall(
            call.request(),
            call.text()
                .replace(
                    call.request().params().flatMap(p -> p.member("requestState")).orElseThrow(),
                    "\"open\""),
            "echo",
            Era.MODERN,
            Calls.MODERN,
            _ -> {});
    assertEquals(
        Optional.of(new InputResponses(Map.of("k", "{\"n\": 1.0}"), Optional.of("open"))),
        Outgoing.brought(opened));
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\","
            + "\"_meta\":{\"x\":1}}}",
        Outgoing.of(Outgoing.withoutAnswers(opened), Era.LEGACY, RequestId.of(9)).text());
    assertEquals(Optional.empty(), Outgoing.brought(Calls.modernCall()));
    assertEquals(Calls.MODERN_CALL, Outgoing.withoutAnswers(Calls.modernCall()).text().text());
  }

  @Test
  void offersAClientsOwnLegacyRevision() {
    assertEquals("2025-11-25", Revisions.offeredFor(Calls.MODERN.metadata()));
    assertEquals("2025-11-25", Revisions.offeredFor(Calls.LEGACY.metadata()));
    assertEquals(
        Optional.of("2025-06-18"),
        Revisions.newestLegacyOf(java.util.List.of("2024-11-05", "2025-06-18", "2027-01-01")));
  }

  private static String full(String text) {
    return text.strip()
        .replace("META", METADATA)
        .replace("M", "\"jsonrpc\":\"2.0\",\"method\":\"m\"");
  }

  private static String sent(String request, Era shape, Era era) {
    UpstreamCall call = Calls.call(request, "", shape, Calls.LEGACY, _ -> {});
    return Outgoing.of(call, era, RequestId.of(9)).text();
  }
}
