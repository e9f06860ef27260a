package dev.gatehouse.gateway.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small MCP server of the legacy era, to stand behind a gateway: three tools, no sessions. */
final class FakeServer implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*([0-9]+|\"[^\"]*\")");

  private static final String TOOLS =
      """
      {"tools":[\
      {"name":"find","description":"Finds a customer.\\nBy name.","inputSchema":{"type":"object"}},\
      {"name":"picture","description":"%s","inputSchema":{"type":"object"}},\
      {"name":"fail","inputSchema":{"type":"object"}}]}\
      """
          .formatted("long ".repeat(40));

  private final HttpServer server;

  private FakeServer(HttpServer server) {
    this.server = server;
  }

  static FakeServer start() throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 0);
    server.createContext("/mcp", FakeServer::handle);
    server.start();
    return new FakeServer(server);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void handle(HttpExchange exchange) {
    try (exchange) {
      String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Matcher id = ID.matcher(asked);
      if (!exchange.getRequestMethod().equals("POST") || !id.find()) {
        exchange.sendResponseHeaders(exchange.getRequestMethod().equals("POST") ? 202 : 405, -1);
        return;
      }
      byte[] answer =
          "{\"jsonrpc\":\"2.0\",\"id\":%s,%s}"
              .formatted(id.group(1), answer(asked))
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (IOException e) {
      throw new UncheckedIOException("answering", e);
    }
  }

  private static String answer(String asked) {
    if (asked.contains("\"initialize\"")) {
      return "\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
          + "\"serverInfo\":{\"name\":\"fake\",\"version\":\"1\"}}";
    } else if (asked.contains("\"tools/list\"")) {
      return "\"result\":" + TOOLS;
    } else if (!asked.contains("\"tools/call\"")) {
      return "\"error\":{\"code\":-32601,\"message\":\"no such method\"}";
    } else if (asked.contains("\"fail\"")) {
      return "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"no\"}],\"isError\":true}";
    } else if (asked.contains("\"picture\"")) {
      return "\"result\":{\"content\":[{\"type\":\"image\",\"mimeType\":\"image/png\","
          + "\"data\":\"AAAA\"},{\"type\":\"resource\",\"resource\":{\"uri\":\"file:///x\","
          + "\"text\":\"a \\u001b[31mred text\"}}]}";
    }
    return "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"Ada, 4111 1111 1111 1111\"}],"
        + "\"asked\":"
        + asked.contains("\"age\":36")
        + "}";
  }
}
