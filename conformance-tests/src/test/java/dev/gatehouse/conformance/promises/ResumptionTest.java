package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.EventSocket;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.fixture.RawSocket;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that loses its connection goes on where it was, and nobody else does. */
class ResumptionTest {
  private static final int REPORTS = 40;
  private static final int SAYINGS = 60;
  private static final String REPORT =
      """
      {"jsonrpc":"2.0","method":"notifications/progress",\
      "params":{"progressToken":$TOKEN,"progress":%d,"total":40}}\
      """;
  private static final String DONE =
      """
      {"jsonrpc":"2.0","id":$ID,"result":{"content":[{"type":"text","text":"done"}]}}\
      """;
  private static final Answer WORK =
      new Answer.Spaced(
          Duration.ofMillis(8),
          Stream.concat(IntStream.range(0, REPORTS).mapToObj(REPORT::formatted), Stream.of(DONE))
              .toList());

  @TempDir private static Path folder;
  private static FixtureUpstream upstream;
  private static GatehouseProcess gateway;

  @BeforeAll
  static void start() {
    upstream =
        FixtureUpstream.legacy()
            .tool("work", WORK)
            .tool("wait", new Answer.Late(Duration.ofMillis(700), Answer.text("waited")));
    gateway = new Installation(folder).upstream("fixture", upstream.uri()).serve();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    upstream.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void losesAndRepeatsNothingWhereverItsConnectionIsCut(long seed) {
    Random random = new Random(seed);
    Map<String, String> headers = session("2025-11-25");
    int before = upstream.calls();
    List<String> got = new ArrayList<>();
    String lastId = "";
    EventSocket socket = EventSocket.post(gateway.mcp(), headers, call("work", seed));
    int connections = 1;
    while (got.size() <= REPORTS) {
      int more = 1 + random.nextInt(12);
      for (int i = 0; i < more && got.size() <= REPORTS; i++) {
        EventSocket.Event event = socket.next().orElseThrow();
        lastId = event.id();
        if (!event.data().isEmpty()) {
          got.add(event.data());
        }
      }
      socket.close();
      if (got.size() <= REPORTS) {
        socket = EventSocket.get(gateway.mcp(), with(headers, "Last-Event-ID", lastId));
        assertEquals(200, socket.status());
        connections++;
      }
    }
    assertEquals(
        IntStream.range(0, REPORTS).boxed().toList(),
        got.subList(0, REPORTS).stream().map(ResumptionTest::progress).toList());
    assertTrue(got.getLast().contains("done"), got::getLast);
    assertTrue(connections > 2, "cut " + connections + " times");
    assertEquals(before + 1, upstream.calls(), "going away is not calling again");
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void hearsItsServerWhereverItsStreamIsCut(long seed) throws Exception {
    Random random = new Random(seed);
    Map<String, String> headers = session("2025-11-25");
    int before = upstream.listeners();
    EventSocket socket = EventSocket.get(gateway.mcp(), headers);
    String lastId = socket.next().orElseThrow().id();
    awaitListeners(before + 1);
    Thread server = Thread.startVirtualThread(() -> speak(new Random(-seed)));
    List<Integer> got = new ArrayList<>();
    while (got.size() < SAYINGS) {
      int more = 1 + random.nextInt(12);
      for (int i = 0; i < more && got.size() < SAYINGS; i++) {
        EventSocket.Event event = socket.next().orElseThrow();
        lastId = event.id();
        if (event.data().contains("notifications/fixture")) {
          got.add(Integer.valueOf(event.data().replaceAll(".*\"n\":(\\d+).*", "$1")));
        }
      }
      socket.close();
      Thread.sleep(random.nextInt(30));
      socket = EventSocket.get(gateway.mcp(), with(headers, "Last-Event-ID", lastId));
    }
    socket.close();
    server.join();
    assertEquals(IntStream.range(0, SAYINGS).boxed().toList(), got);
    delete(headers);
    awaitListeners(before);
  }

  private static void speak(Random random) {
    for (int i = 0; i < SAYINGS; i++) {
      upstream.say(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/fixture\",\"params\":{\"n\":"
              + i
              + "}}");
      try {
        Thread.sleep(random.nextInt(8));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void awaitListeners(int count) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (upstream.listeners() != count) {
      assertTrue(System.nanoTime() < end, "listeners: " + upstream.listeners());
      Thread.sleep(10);
    }
  }

  @Test
  void aReplyWaitsForItsClient() throws Exception {
    Map<String, String> headers = session("2025-11-25");
    EventSocket.Event first;
    try (EventSocket socket = EventSocket.post(gateway.mcp(), headers, call("wait", 5))) {
      first = socket.next().orElseThrow();
      assertEquals("", first.data());
      assertEquals("1000", first.retry());
    }
    Thread.sleep(1000);
    try (EventSocket again =
        EventSocket.get(gateway.mcp(), with(headers, "Last-Event-ID", first.id()))) {
      assertTrue(again.next().orElseThrow().data().contains("waited"));
      assertEquals(Optional.empty(), again.next());
    }
  }

  @Test
  void givesNoEventsOfOneSessionToAnother() {
    Map<String, String> mine = session("2025-11-25");
    Map<String, String> other = session("2025-11-25");
    String id;
    try (EventSocket socket = EventSocket.post(gateway.mcp(), mine, call("work", 9))) {
      id = socket.next().orElseThrow().id();
    }
    try (EventSocket stranger = EventSocket.get(gateway.mcp(), with(other, "Last-Event-ID", id))) {
      assertEquals(400, stranger.status());
      assertEquals("", stranger.body());
    }
    try (EventSocket owner = EventSocket.get(gateway.mcp(), with(mine, "Last-Event-ID", id))) {
      assertEquals(0, progress(owner.next().orElseThrow().data()));
    }
  }

  @Test
  void answersWithJsonWhereNobodyIsAskedAndPrimesNoOlderClient() {
    String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    try (EventSocket quick = EventSocket.post(gateway.mcp(), session("2025-11-25"), ping)) {
      assertEquals("application/json", quick.header("content-type"));
    }
    try (EventSocket older =
        EventSocket.post(gateway.mcp(), session("2025-06-18"), call("work", 2))) {
      EventSocket.Event first = older.next().orElseThrow();
      assertEquals(0, progress(first.data()));
      assertTrue(first.id().endsWith(".1"), first::id);
      assertEquals("no", older.header("x-accel-buffering"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "405, '', text/event-stream, 2025-11-25",
    "405, SESSION, text/event-stream, 2026-07-28",
    "400, SESSION, text/event-stream, 1999-01-01",
    "406, SESSION, application/json, 2025-11-25",
    "404, made-up, text/event-stream, 2025-11-25",
    "200, SESSION, text/event-stream, 2025-11-25",
    "200, SESSION, 'application/json, text/event-stream', 2025-03-26",
  })
  void opensAStreamForASessionAlone(int status, String session, String accept, String version) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (!session.isEmpty()) {
      headers.put(
          "Mcp-Session-Id",
          session.replace("SESSION", session("2025-11-25").get("Mcp-Session-Id")));
    }
    headers.put("Accept", accept);
    headers.put("MCP-Protocol-Version", version);
    try (EventSocket socket = EventSocket.get(gateway.mcp(), headers)) {
      assertEquals(status, socket.status());
      if (status == 200) {
        assertEquals("text/event-stream", socket.header("content-type"));
        assertTrue(socket.next().orElseThrow().id().startsWith("l"));
      }
    }
  }

  @Test
  void aStreamEndsWithItsSession() {
    Map<String, String> headers = session("2025-11-25");
    try (EventSocket socket = EventSocket.get(gateway.mcp(), headers)) {
      assertTrue(socket.next().isPresent());
      delete(headers);
      assertEquals(Optional.empty(), socket.next());
    }
    try (EventSocket late = EventSocket.get(gateway.mcp(), headers)) {
      assertEquals(404, late.status());
    }
  }

  private static void delete(Map<String, String> headers) {
    StringBuilder head = new StringBuilder("DELETE /mcp HTTP/1.1\nHost: 127.0.0.1\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append('\n'));
    assertEquals(202, RawSocket.status(gateway.mcp(), head + "\n", ""));
  }

  private static Map<String, String> session(String revision) {
    RawClient client = RawClient.plain(gateway.mcp());
    RawClient.Reply reply =
        client.post(
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"%s",\
            "capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}\
            """
                .formatted(revision));
    client.close();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Mcp-Session-Id", reply.header("Mcp-Session-Id").orElseThrow());
    headers.put("Accept", "application/json, text/event-stream");
    headers.put("MCP-Protocol-Version", revision);
    return headers;
  }

  private static Map<String, String> with(Map<String, String> all, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(all);
    more.put(name, value);
    return more;
  }

  private static String call(String tool, long id) {
    return """
    {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"fixture__%s",\
    "arguments":{},"_meta":{"progressToken":"p"}}}\
    """
        .formatted(id, tool);
  }

  private static int progress(String message) {
    return Integer.parseInt(message.replaceAll(".*\"progress\":(\\d+).*", "$1"));
  }
}
