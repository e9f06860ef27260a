package dev.gatehouse.gateway.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModernEnvelopeTest {
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"t\",\"version\":\"1\"},"
          + "\"io.modelcontextprotocol/clientCapabilities\":{\"roots\":{}}}";

  @Test
  void readsWhatTheClientSaysOfItself() throws Exception {
    RequestMetadata metadata = ModernEnvelope.read(call("find", META), headers("find"));
    assertEquals("2026-07-28", metadata.protocolVersion());
    assertEquals(Optional.of("{\"name\":\"t\",\"version\":\"1\"}"), metadata.clientInfo());
    assertEquals("{\"roots\":{}}", metadata.clientCapabilities());
  }

  @Test
  void decodesANameThatCouldNotStandInAHeader() throws Exception {
    String name = "überweisen";
    String encoded = "=?base64?" + Base64.getEncoder().encodeToString(name.getBytes(UTF_8)) + "?=";
    ModernEnvelope.read(call(name, META), headers(encoded));
    assertFault(ModernEnvelope.HEADER_MISMATCH, call(name, META), headers("=?base64?!?="));
    assertFault(ModernEnvelope.HEADER_MISMATCH, call(name, META), headers("=?base64?="));
  }

  @Test
  void refusesHeadersThatDifferFromTheBodyOrAreMissing() throws Exception {
    for (String header : new String[] {"mcp-protocol-version", "mcp-method", "mcp-name"}) {
      Map<String, String> values = new HashMap<>(headers("find").byLowerName());
      values.put(header, "other");
      assertFault(ModernEnvelope.HEADER_MISMATCH, call("find", META), new Headers(values, true));
      values.remove(header);
      assertFault(ModernEnvelope.HEADER_MISMATCH, call("find", META), new Headers(values, true));
    }
  }

  @Test
  void asksForNoHeadersWhereTheTransportHasNone() throws Exception {
    assertEquals(
        "2026-07-28", ModernEnvelope.read(call("find", META), Headers.NONE).protocolVersion());
  }

  @Test
  void refusesMetadataThatLacksARequiredMember() throws Exception {
    assertFault(-32602, call("find", "\"a\":1"), headers("find"));
    assertFault(
        -32602, call("find", META.replace("clientCapabilities", "somethingElse")), headers("find"));
  }

  @Test
  void namesTheRevisionsItSpeaksWhenAskedForAnother() throws Exception {
    Message.Request request = call("find", META.replace("2026-07-28", "1900-01-01"));
    Map<String, String> values = new HashMap<>(headers("find").byLowerName());
    values.put("mcp-protocol-version", "1900-01-01");
    ProtocolException fault =
        assertThrows(
            ProtocolException.class, () -> ModernEnvelope.read(request, new Headers(values, true)));
    assertEquals(ModernEnvelope.UNSUPPORTED_PROTOCOL_VERSION, fault.error().code());
    assertEquals(
        Optional.of(
            "{\"supported\":[\"2026-07-28\",\"2025-11-25\",\"2025-06-18\",\"2025-03-26\"],"
                + "\"requested\":\"1900-01-01\"}"),
        fault.error().data());
  }

  @Test
  void repeatsTheRevisionThatWasAskedForUpToALength() {
    assertRepeats("v999.0.0", "v999.0.0");
    assertRepeats("x".repeat(64), "x".repeat(64));
    assertRepeats("x".repeat(64), "x".repeat(65));
    assertRepeats("\uD83D\uDD11".repeat(64), "\uD83D\uDD11".repeat(70));
  }

  private static void assertRepeats(String expected, String requested) {
    String data = ModernEnvelope.unsupported(requested).error().data().orElseThrow();
    assertTrue(data.endsWith("\"requested\":\"" + expected + "\"}"), data);
  }

  @Test
  void tellsTheErasApart() throws Exception {
    assertTrue(ModernEnvelope.isModern(call("find", META), Headers.NONE));
    assertTrue(ModernEnvelope.isModern(call("find", "\"a\":1"), headers("find")));
    assertFalse(ModernEnvelope.isModern(call("find", "\"a\":1"), Headers.NONE));
  }

  private static void assertFault(int code, Message.Request request, Headers headers) {
    ProtocolException fault =
        assertThrows(ProtocolException.class, () -> ModernEnvelope.read(request, headers));
    assertEquals(code, fault.error().code());
    assertEquals(400, fault.status());
  }

  private static Headers headers(String name) {
    return new Headers(
        Map.of("mcp-protocol-version", "2026-07-28", "mcp-method", "tools/call", "mcp-name", name),
        true);
  }

  private static Message.Request call(String name, String more) throws JsonRpcException {
    String json =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\""
            + name
            + "\","
            + more
            + "}}";
    return (Message.Request) Message.read(json.getBytes(UTF_8), JsonLimits.STANDARD);
  }
}
