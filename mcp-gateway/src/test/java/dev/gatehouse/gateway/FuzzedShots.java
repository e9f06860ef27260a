package dev.gatehouse.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Requests by chance, in a row that a seed decides. Confined to one thread. */
final class FuzzedShots {
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"f\",\"version\":\"1\"},"
          + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{\"form\":{}},"
          + "\"sampling\":{},\"roots\":{}}}";

  private static final List<String> JSON =
      List.of("Content-Type: application/json", "Accept: application/json, text/event-stream");

  private static final List<String> METHODS =
      List.of(
          "tools/call",
          "tools/list",
          "prompts/get",
          "prompts/list",
          "resources/read",
          "resources/list",
          "resources/templates/list",
          "completion/complete",
          "server/discover",
          "tasks/get",
          "of/tomorrow");

  private static final List<String> REMOVED =
      List.of("ping", "initialize", "logging/setLevel", "resources/subscribe");

  /** What parsers stumble over. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "0",
          "-1",
          "1e999",
          "9007199254740993",
          "\"\"",
          "\"\\ud800\"",
          "\"\\u0000\\u202e\"",
          "[]",
          "{}",
          "[[[[[[[[]]]]]]]]",
          "true",
          "\"wild__tool\"",
          "{\"a\":{\"b\":[1,2,{}]}}");

  private final Random random;

  FuzzedShots(long seed) {
    this.random = new Random(seed);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private String printable(int max) {
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(max);
    for (int i = 0; i < length; i++) {
      text.append((char) (0x21 + random.nextInt(0x5E)));
    }
    return text.toString();
  }

  private static List<String> with(List<String> headers, String... more) {
    List<String> all = new ArrayList<>(headers);
    all.addAll(List.of(more));
    return all;
  }

  private static List<String> modern(String method, String name) {
    List<String> headers = with(JSON, "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: " + method);
    return name.isEmpty() ? headers : with(headers, "Mcp-Name: " + name);
  }

  private static String request(String method, String members) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{%s%s}}"
        .formatted(method, members.isEmpty() ? "" : members + ",", META);
  }

  private static String tool(String name) {
    return "\"name\":\"" + name + "\",\"arguments\":{\"n\":1}";
  }

  /**
   * The next.
   *
   * @param session one that is open
   * @param batching one that is open, of the revision that has batches
   */
  FuzzedShot next(String session, String batching) {
    return switch (random.nextInt(16)) {
      case 0 -> noJson();
      case 1 ->
          FuzzedShot.post(
              "no message",
              JSON,
              pick(List.of("{}", "1", "\"x\"", "null", "{\"jsonrpc\":\"1.0\",\"id\":1}", "[]")),
              400,
              -32600);
      case 2 -> differing();
      case 3 ->
          FuzzedShot.post(
              "no metadata",
              modern("tools/list", ""),
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}",
              400,
              -32602);
      case 4 -> unknownVersion();
      case 5 -> {
        String method = pick(REMOVED);
        yield FuzzedShot.post(
            "removed method", modern(method, ""), request(method, ""), 404, -32601);
      }
      case 6 -> strangeSession();
      case 7 ->
          FuzzedShot.withoutBody(
              "Last-Event-ID",
              "GET",
              with(
                  List.of("Accept: text/event-stream"),
                  "Mcp-Session-Id: " + session,
                  "Last-Event-ID: " + printable(60)),
              200,
              400,
              404);
      case 8 -> batch(batching);
      case 9 -> odd();
      case 10, 11 -> mutated(session);
      case 12 -> replaced();
      case 13 -> strangeState();
      case 14 -> inSession(session);
      default -> {
        String name = pick(List.of("wild__tool", "calm__tool", "nobody__x", "tool"));
        yield FuzzedShot.any(
            "call",
            pick(List.of("/mcp", "/mcp/wild", "/mcp/calm")),
            modern("tools/call", name),
            request("tools/call", tool(name)).getBytes(UTF_8));
      }
    };
  }

  private FuzzedShot unknownVersion() {
    String version = printable(30).replaceAll("[\"\\\\]", "x");
    return FuzzedShot.post(
        "unknown version",
        with(JSON, "MCP-Protocol-Version: " + version, "Mcp-Method: tools/list"),
        request("tools/list", "").replace("2026-07-28", version),
        400,
        -32022);
  }

  private FuzzedShot strangeState() {
    String state = printable(200).replaceAll("[\"\\\\]", "x");
    String members =
        tool("wild__tool")
            + ",\"requestState\":\""
            + state
            + "\",\"inputResponses\":{\"q\":"
            + pick(VALUES)
            + "}";
    return FuzzedShot.any(
        "request state",
        "/mcp",
        modern("tools/call", "wild__tool"),
        request("tools/call", members).getBytes(UTF_8));
  }

  private FuzzedShot noJson() {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    // Whatever it is, it does not begin as JSON does.
    byte[] body = new byte[bytes.length + 1];
    body[0] = (byte) pick(List.of((int) '<', 0xFF, (int) '}', 0xC0)).intValue();
    System.arraycopy(bytes, 0, body, 1, bytes.length);
    return new FuzzedShot(
        "no JSON", "POST", "/mcp", JSON, Bytes.of(body), Set.of(400), Set.of(-32700));
  }

  private FuzzedShot differing() {
    String body = request("tools/call", tool("wild__tool"));
    List<String> headers =
        switch (random.nextInt(4)) {
          case 0 -> modern("tools/call", printable(20));
          case 1 -> modern("tools/call", "");
          case 2 -> modern(printable(12), "wild__tool");
          default ->
              with(
                  JSON,
                  "MCP-Protocol-Version: 2025-11-25",
                  "Mcp-Method: tools/call",
                  "Mcp-Name: wild__tool");
        };
    return FuzzedShot.post("header differs", headers, body, 400, -32020);
  }

  private FuzzedShot strangeSession() {
    List<String> headers = with(JSON, "Mcp-Session-Id: " + printable(80));
    return switch (random.nextInt(3)) {
      case 0 -> FuzzedShot.withoutBody("strange session", "DELETE", headers, 404);
      case 1 ->
          FuzzedShot.withoutBody(
              "strange session", "GET", with(headers, "Accept: text/event-stream"), 404, 406);
      default ->
          new FuzzedShot(
              "strange session",
              "POST",
              "/mcp",
              headers,
              Bytes.utf8("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}"),
              Set.of(404),
              Set.of());
    };
  }

  private FuzzedShot batch(String session) {
    StringBuilder batch = new StringBuilder("[");
    int size = random.nextInt(6);
    for (int i = 0; i < size; i++) {
      batch.append(i == 0 ? "" : ",");
      batch.append(
          random.nextBoolean()
              ? pick(VALUES)
              : "{\"jsonrpc\":\"2.0\",\"id\":" + i + ",\"method\":\"" + pick(METHODS) + "\"}");
    }
    return FuzzedShot.any(
        "batch",
        "/mcp",
        with(JSON, "Mcp-Session-Id: " + session),
        batch.append(']').toString().getBytes(UTF_8));
  }

  private FuzzedShot odd() {
    String body = request("tools/list", "");
    List<String> modern = modern("tools/list", "");
    return switch (random.nextInt(5)) {
      case 0 -> FuzzedShot.withoutBody("verb", "PUT", modern, 405);
      case 1 ->
          new FuzzedShot(
              "content type",
              "POST",
              "/mcp",
              List.of("Content-Type: text/" + random.nextInt(9), "Accept: */*"),
              Bytes.utf8(body),
              Set.of(415),
              Set.of());
      case 2 ->
          new FuzzedShot(
              "accept",
              "POST",
              "/mcp",
              List.of("Content-Type: application/json", "Accept: image/png"),
              Bytes.utf8(body),
              Set.of(406),
              Set.of());
      case 3 ->
          FuzzedShot.withoutBody(
              "origin", "POST", with(modern, "Origin: https://evil.example.com"), 403);
      default ->
          FuzzedShot.withoutBody("host", "POST", with(modern, "Host: evil.example.com"), 403);
    };
  }

  /** A good request with some of its bytes changed, left out or doubled. */
  private FuzzedShot mutated(String session) {
    boolean isModern = random.nextBoolean();
    byte[] body = request("tools/call", tool("wild__tool")).getBytes(UTF_8);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);
    }
    byte[] cut = Arrays.copyOf(body, body.length - random.nextInt(body.length / 4));
    return FuzzedShot.any(
        "mutated",
        "/mcp",
        isModern ? modern("tools/call", "wild__tool") : with(JSON, "Mcp-Session-Id: " + session),
        random.nextBoolean() ? cut : body);
  }

  /** A good request with a value that is not expected there. */
  private FuzzedShot replaced() {
    String method = pick(METHODS);
    String body =
        switch (random.nextInt(4)) {
          case 0 -> request(method, "\"name\":" + pick(VALUES));
          case 1 -> request(method, "\"uri\":" + pick(VALUES) + ",\"cursor\":" + pick(VALUES));
          case 2 -> request(method, "").replace("\"id\":1", "\"id\":" + pick(VALUES));
          default ->
              request(method, "").replace("{\"name\":\"f\",\"version\":\"1\"}", pick(VALUES));
        };
    return FuzzedShot.any("replaced", "/mcp", modern(method, ""), body.getBytes(UTF_8));
  }

  private FuzzedShot inSession(String session) {
    String method = pick(METHODS);
    String body =
        switch (random.nextInt(4)) {
          case 0 -> "{\"jsonrpc\":\"2.0\",\"id\":" + pick(VALUES) + ",\"result\":{}}";
          case 1 ->
              "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
                  + pick(VALUES)
                  + "}}";
          case 2 ->
              "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":"
                  + pick(VALUES)
                  + "}";
          default -> "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"" + method + "\",\"params\":{}}";
        };
    return FuzzedShot.any(
        "in session",
        pick(List.of("/mcp", "/mcp/wild")),
        with(JSON, "Mcp-Session-Id: " + session),
        body.getBytes(UTF_8));
  }
}
