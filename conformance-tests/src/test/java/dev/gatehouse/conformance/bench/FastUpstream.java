package dev.gatehouse.conformance.bench;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A modern MCP server that does as little as one can: its tools {@code small} and {@code large}
 * answer with results made beforehand.
 */
final class FastUpstream {
  private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|-?\\d+)");
  private static final int SMALL_BYTES = 2 << 10;
  private static final int LARGE_BYTES = 100 << 10;
  private static final String SENTENCE =
      "The order was packed, weighed and handed to the carrier. ";
  private static final String TOOL =
      "{\"name\":\"%s\",\"description\":\"answers\",\"inputSchema\":{\"type\":\"object\"}}";

  private final String small = result(SMALL_BYTES);
  private final String large = result(LARGE_BYTES);

  private FastUpstream() {}

  /** Serves on a free port, which it prints, until it is killed. */
  public static void main(String[] arguments) {
    FastUpstream upstream = new FastUpstream();
    WebServer server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .writeBufferSize(32 << 10)
            .connectionOptions(options -> options.tcpNoDelay(true).socketSendBufferSize(256 << 10))
            .routing(routing -> routing.post("/mcp", upstream::post))
            .build()
            .start();
    System.out.println("ready http://127.0.0.1:" + server.port() + "/mcp");
  }

  private void post(ServerRequest request, ServerResponse response) {
    String body = new String(request.content().as(byte[].class), StandardCharsets.UTF_8);
    Matcher id = ID.matcher(body);
    if (!id.find()) {
      response.status(Status.ACCEPTED_202).send();
      return;
    }
    String reply =
        "{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + ",\"result\":" + result(body) + "}";
    response
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .send(reply.getBytes(StandardCharsets.UTF_8));
  }

  private String result(String body) {
    if (body.contains("\"tools/call\"")) {
      return body.contains("\"large\"") ? large : small;
    }
    if (body.contains("\"tools/list\"")) {
      return "{\"tools\":[%s,%s],\"resultType\":\"complete\",\"ttlMs\":60000,\"cacheScope\":\"private\"}"
          .formatted(TOOL.formatted("small"), TOOL.formatted("large"));
    }
    return """
    {"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},\
    "ttlMs":0,"cacheScope":"private"}\
    """;
  }

  /** Prose with a mail address in each 10 KiB or so, for the masks to find. */
  private static String result(int bytes) {
    StringBuilder text = new StringBuilder();
    while (text.length() < bytes) {
      text.append(text.length() % 10_240 < SENTENCE.length() ? "Ask ada@example.com. " : SENTENCE);
    }
    return "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\""
        + text
        + "\"}]}";
  }
}
