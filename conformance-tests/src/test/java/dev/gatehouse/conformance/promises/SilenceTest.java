package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.EventSocket;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream that says nothing for long ends, but only where its client knows to come back. */
class SilenceTest {
  private static final String STREAM_FIRST = "text/event-stream, application/json";
  private static final String JSON_FIRST = "application/json, text/event-stream";
  private static final String WAIT =
      """
      {"jsonrpc":"2.0","id":5,"method":"tools/call",\
      "params":{"name":"fixture__wait","arguments":{}}}\
      """;
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"ping\"}";

  @TempDir private static Path folder;
  private static FixtureUpstream upstream;
  private static GatehouseProcess gateway;

  @BeforeAll
  static void start() {
    upstream =
        FixtureUpstream.legacy()
            .tool("wait", new Answer.Late(Duration.ofSeconds(2), Answer.text("waited")));
    gateway =
        new Installation(folder)
            .more("limits: { silence: 1s }")
            .upstream("fixture", upstream.uri())
            .serve();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    upstream.close();
  }

  @Test
  void endsForAClientThatWasToldHowToComeBack() {
    Map<String, String> headers = session("2025-11-25", JSON_FIRST);
    String id;
    try (EventSocket socket = EventSocket.post(gateway.mcp(), headers, WAIT)) {
      id = socket.next().orElseThrow().id();
      assertEquals(Optional.empty(), socket.next());
    }
    Map<String, String> again = new LinkedHashMap<>(headers);
    again.put("Last-Event-ID", id);
    try (EventSocket socket = EventSocket.get(gateway.mcp(), again)) {
      assertTrue(socket.next().orElseThrow().data().contains("waited"));
    }
  }

  @Test
  void staysOpenForAnOlderClient() {
    Map<String, String> headers = session("2025-06-18", STREAM_FIRST);
    try (EventSocket socket = EventSocket.post(gateway.mcp(), headers, WAIT)) {
      assertTrue(socket.next().orElseThrow().data().contains("waited"));
    }
  }

  @Test
  void whoeverNamesAStreamFirstIsGivenOne() {
    Map<String, String> headers = session("2025-11-25", STREAM_FIRST);
    try (EventSocket socket = EventSocket.post(gateway.mcp(), headers, PING)) {
      assertEquals("text/event-stream", socket.header("content-type"));
      assertEquals("", socket.next().orElseThrow().data());
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"id\":6,\"result\":{}}", socket.next().orElseThrow().data());
    }
    headers.put("Accept", JSON_FIRST);
    try (EventSocket socket = EventSocket.post(gateway.mcp(), headers, PING)) {
      assertEquals("application/json", socket.header("content-type"));
    }
  }

  private static Map<String, String> session(String revision, String accept) {
    String initialize =
        """
        {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"%s",\
        "capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}\
        """
            .formatted(revision);
    Map<String, String> headers = new LinkedHashMap<>();
    try (RawClient client = RawClient.plain(gateway.mcp())) {
      headers.put("Mcp-Session-Id", client.post(initialize).header("Mcp-Session-Id").orElseThrow());
    }
    headers.put("Accept", accept);
    headers.put("MCP-Protocol-Version", revision);
    return headers;
  }
}
