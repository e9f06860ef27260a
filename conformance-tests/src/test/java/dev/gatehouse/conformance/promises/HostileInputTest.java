package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.fixture.RawClient.Reply;
import dev.gatehouse.conformance.fixture.RawSocket;
import dev.gatehouse.conformance.product.ExportedLog;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What breaks the protocol gets the answer that the specification asks for, is recorded, and the
 * next caller does not notice.
 *
 * <p>Source: JSON-RPC 2.0 §5.1; MCP 2025-11-25 basic/transports; MCP 2026-07-28
 * basic/transports/streamable-http.
 */
@TestInstance(Lifecycle.PER_CLASS)
class HostileInputTest {
  private static final long HUNDRED_MB = 100_000_000;

  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"raw\",\"version\":\"1\"},"
          + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

  private static final String MODERN_CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"fixture__say\","
          + "\"arguments\":{},"
          + META
          + "}}";

  @TempDir static Path folder;

  private final FixtureUpstream upstream =
      FixtureUpstream.legacy().tool("say", Answer.text("said"));
  private Installation installation;
  private GatehouseProcess gateway;
  private int unreadable;

  @BeforeAll
  void start() {
    installation = new Installation(folder).upstream("fixture", upstream.uri());
    gateway = installation.serve();
  }

  @AfterEach
  void theNextCallerDoesNotNotice() {
    try (RawClient client = RawClient.legacy(gateway.mcp())) {
      assertEquals(200, client.call("1", "fixture__say", "{}").status());
    }
    assertEquals(200, RawClient.fetch(gateway.at("/health")).status());
  }

  @AfterAll
  void everythingIsRecorded() {
    gateway.close();
    upstream.close();
    assertFalse(gateway.said().contains("Exception"), gateway::said);
    installation.verify().expecting(0);
    ExportedLog log = ExportedLog.read(installation.export("export"));
    long recorded =
        log.statements().stream()
            .filter(entry -> entry.getString("type").equals("request"))
            .filter(entry -> entry.getString("method", "").equals("unreadable"))
            .count();
    assertEquals(unreadable, recorded);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} {}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",}",
        "{'jsonrpc':'2.0'}"
      })
  void whatIsNotJsonIsAParseError(String body) {
    expectError(400, -32700, body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "17",
        "{}",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":3}"
      })
  void whatIsNoMessageIsAnInvalidRequest(String body) {
    expectError(400, -32600, body);
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":" + deep + "}}";
    unreadable++;
    Reply reply = post(body, Map.of());
    assertEquals(400, reply.status());
    int code = reply.json().getJsonObject("error").getInt("code");
    assertTrue(code == -32700 || code == -32600, reply::body);
  }

  @Test
  void aBodyOfAHundredMegabytesIsTooLarge() {
    URI mcp = gateway.mcp();
    assertEquals(
        413, RawSocket.status(mcp, head("Content-Length: " + HUNDRED_MB), " ".repeat(1000)));
    assertEquals(
        413, RawSocket.statusOfChunked(mcp, head("Transfer-Encoding: chunked"), HUNDRED_MB));
  }

  @ParameterizedTest
  @CsvSource({
    "MCP-Protocol-Version, '', -32020",
    "MCP-Protocol-Version, 2025-11-25, -32020",
    "Mcp-Method, '', -32020",
    "Mcp-Method, tools/list, -32020",
    "Mcp-Name, '', -32020",
    "Mcp-Name, fixture__other, -32020",
  })
  void headersThatMissOrDifferAreRefused(String name, String value, int code) {
    Map<String, String> headers =
        new HashMap<>(
            Map.of(
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "tools/call",
                "Mcp-Name",
                "fixture__say"));
    int before = upstream.calls();
    assertEquals(200, post(MODERN_CALL, headers).status());
    headers.put(name, value);
    Reply reply = post(MODERN_CALL, headers);
    assertEquals(400, reply.status(), reply::body);
    assertEquals(code, reply.json().getJsonObject("error").getInt("code"), reply::body);
    assertEquals(before + 1, upstream.calls());
  }

  @Test
  void metadataThatMissesOrIsUnknownIsRefused() {
    Map<String, String> headers =
        Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/list");
    String without = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}";
    Reply reply = post(without, headers);
    assertEquals(400, reply.status());
    assertEquals(-32602, reply.json().getJsonObject("error").getInt("code"), reply::body);

    String unknown =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{"
            + META.replace("2026-07-28", "2031-01-01")
            + "}}";
    Reply other =
        post(unknown, Map.of("MCP-Protocol-Version", "2031-01-01", "Mcp-Method", "tools/list"));
    assertEquals(400, other.status());
    assertEquals(-32022, other.json().getJsonObject("error").getInt("code"), other::body);
    assertTrue(other.body().contains("2026-07-28"), other::body);
  }

  @Test
  void aMethodThatIsGoneIsNotFound() {
    String gone =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{" + META + "}}";
    Reply reply =
        post(gone, Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "initialize"));
    assertEquals(404, reply.status(), reply::body);
    assertEquals(-32601, reply.json().getJsonObject("error").getInt("code"));
  }

  @Test
  void sessionsThatMissOrAreUnknownAreRefused() {
    String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
    Map<String, String> version = Map.of("MCP-Protocol-Version", "2025-11-25");
    assertEquals(400, post(call, version).status());
    Reply unknown =
        post(call, Map.of("MCP-Protocol-Version", "2025-11-25", "Mcp-Session-Id", "nobody's"));
    assertEquals(404, unknown.status());
  }

  @Test
  void strangePagesAndHostsAreForbidden() {
    String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    assertEquals(403, post(ping, Map.of("Origin", "https://evil.example")).status());
    String foreign =
        head("Content-Length: " + ping.length())
            .replace(gateway.mcp().getAuthority(), "evil.example");
    assertEquals(403, RawSocket.status(gateway.mcp(), foreign, ping));
  }

  @Test
  void otherMethodsAndTypesAreRefused() {
    Reply get = RawClient.fetch(gateway.mcp());
    assertEquals(405, get.status());
    assertTrue(get.header("Allow").orElse("").contains("POST"));
    assertEquals(415, post("{}", Map.of("Content-Type", "text/plain")).status());
    assertEquals(404, RawClient.plain(gateway.at("/mcp/nobody")).post("{}").status());
    assertEquals(404, RawClient.fetch(gateway.at("/else")).status());
  }

  @Test
  void notHttpAtAllIsSurvived() {
    int status = RawSocket.status(gateway.mcp(), "\u0001\u0002 /mcp HTTP/9.9", "");
    assertTrue(status >= 400, () -> "status " + status);
    String many = "X-Long: " + "x".repeat(100_000);
    int large = RawSocket.status(gateway.mcp(), head(many), "");
    assertTrue(large == 400 || large == 431, () -> "status " + large);
  }

  private void expectError(int status, int code, String body) {
    unreadable++;
    Reply reply = post(body, Map.of());
    assertEquals(status, reply.status(), reply::body);
    assertEquals(code, reply.json().getJsonObject("error").getInt("code"), reply::body);
    assertEquals("2.0", reply.json().getString("jsonrpc"));
  }

  private Reply post(String body, Map<String, String> headers) {
    try (RawClient client = RawClient.plain(gateway.mcp())) {
      return client.post(body, headers);
    }
  }

  private String head(String more) {
    return """
    POST /mcp HTTP/1.1
    Host: %s
    Content-Type: application/json
    Accept: application/json, text/event-stream
    %s
    """
        .formatted(gateway.mcp().getAuthority(), more);
  }
}
