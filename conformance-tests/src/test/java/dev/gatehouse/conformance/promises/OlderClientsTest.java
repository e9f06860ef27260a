package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.EventSocket;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.fixture.RawSocket;
import dev.gatehouse.conformance.product.ExportedLog;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only clients of the oldest revisions do: the transport of 2024-11-05, and batches. */
class OlderClientsTest {
  private static final Map<String, String> STREAM = Map.of("Accept", "text/event-stream");
  private static final String REPORT =
      """
      {"jsonrpc":"2.0","method":"notifications/progress",\
      "params":{"progressToken":$TOKEN,"progress":1}}\
      """;
  private static final String DONE =
      """
      {"jsonrpc":"2.0","id":$ID,"result":{"content":[{"type":"text","text":"done"}]}}\
      """;

  @TempDir private Path folder;

  private static FixtureUpstream upstream() {
    return FixtureUpstream.legacy()
        .tool("say", Answer.text("said"))
        .tool("work", new Answer.Spaced(Duration.ofMillis(5), List.of(REPORT, DONE)));
  }

  @Test
  void servesTheOldTransportWhereItIsWanted() {
    try (FixtureUpstream upstream = upstream()) {
      Installation installation =
          new Installation(folder)
              .upstream("fixture", upstream.uri())
              .more("transports: { sse: true }");
      try (GatehouseProcess gateway = installation.serve()) {
        URI address;
        try (EventSocket stream = EventSocket.get(gateway.at("/sse"), STREAM)) {
          EventSocket.Event endpoint = stream.next().orElseThrow();
          assertEquals("endpoint", endpoint.name());
          address = gateway.at(endpoint.data());
          assertEquals(202, post(address, initialize("2024-11-05")));
          assertTrue(message(stream).contains("\"protocolVersion\":\"2024-11-05\""));
          assertEquals(
              202, post(address, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"));
          assertEquals(202, post(address, call(1, "work")));
          assertTrue(message(stream).contains("\"progress\":1"));
          assertTrue(message(stream).contains("done"));
          assertEquals(202, post(address, "no message"));
          assertTrue(message(stream).contains("-32700"));
          assertEquals(404, post(gateway.at("/sse?connection=made-up"), call(2, "say")));
          assertEquals(404, post(gateway.at("/sse"), call(2, "say")));
        }
        awaitGone(address);
        assertEquals(405, status(gateway, "DELETE"));
      }
      ExportedLog log = ExportedLog.read(installation.export("export"));
      assertTrue(
          log.statements().stream()
              .anyMatch(entry -> entry.getString("method", "").equals("session/end")),
          "the session ends with the stream");
      installation.verify().expecting(0);
    }
  }

  @Test
  void servesItNowhereElse() {
    try (FixtureUpstream upstream = upstream()) {
      Installation installation = new Installation(folder).upstream("fixture", upstream.uri());
      try (GatehouseProcess gateway = installation.serve();
          EventSocket stream = EventSocket.get(gateway.at("/sse"), STREAM)) {
        assertEquals(404, stream.status());
      }
    }
  }

  @Test
  void answersABatchInOnePiece() {
    try (FixtureUpstream upstream = upstream()) {
      Installation installation = new Installation(folder).upstream("fixture", upstream.uri());
      try (GatehouseProcess gateway = installation.serve()) {
        Map<String, String> headers = session(gateway.mcp(), "2025-03-26");
        String note = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}";
        try (EventSocket answer =
            EventSocket.post(
                gateway.mcp(),
                headers,
                "[" + call(1, "say") + "," + note + "," + call(2, "say") + "]")) {
          String body = answer.body();
          assertEquals(200, answer.status());
          assertTrue(body.startsWith("[{") && body.endsWith("}]"), body);
          assertTrue(body.contains("\"id\":1") && body.contains("\"id\":2"), body);
        }
        try (EventSocket answer =
            EventSocket.post(
                gateway.mcp(), headers, "[" + call(3, "work") + "," + call(4, "say") + "]")) {
          assertEquals("text/event-stream", answer.header("content-type"));
          String all = message(answer) + message(answer) + message(answer);
          assertTrue(all.contains("\"progress\":1"), all);
          assertTrue(all.contains("\"id\":3") && all.contains("\"id\":4"), all);
        }
        assertEquals(202, post(gateway.mcp(), headers, "[" + note + "]"));
        assertEquals(400, post(gateway.mcp(), headers, "[]"));
        assertEquals(
            400,
            post(gateway.mcp(), session(gateway.mcp(), "2025-11-25"), "[" + call(5, "say") + "]"));
        assertEquals(4, upstream.calls());
      }
    }
  }

  private static String message(EventSocket stream) {
    return stream.next().orElseThrow().data();
  }

  private static void awaitGone(URI address) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (post(address, call(9, "say")) != 404) {
      assertTrue(System.nanoTime() < end, "the stream goes on without its client");
    }
  }

  private static int status(GatehouseProcess gateway, String method) {
    return RawSocket.status(gateway.at("/sse"), method + " /sse HTTP/1.1\nHost: 127.0.0.1", "");
  }

  private static int post(URI address, String body) {
    return post(address, Map.of(), body);
  }

  private static int post(URI address, Map<String, String> headers, String body) {
    try (EventSocket answer = EventSocket.post(address, headers, body)) {
      return answer.status();
    }
  }

  private static String initialize(String revision) {
    return """
    {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"%s",\
    "capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}\
    """
        .formatted(revision);
  }

  private static Map<String, String> session(URI mcp, String revision) {
    try (RawClient client = RawClient.plain(mcp)) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put(
          "Mcp-Session-Id",
          client.post(initialize(revision)).header("Mcp-Session-Id").orElseThrow());
      headers.put("Accept", "application/json, text/event-stream");
      return headers;
    }
  }

  private static String call(int id, String tool) {
    return """
    {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"fixture__%s",\
    "arguments":{},"_meta":{"progressToken":"p"}}}\
    """
        .formatted(id, tool);
  }
}
