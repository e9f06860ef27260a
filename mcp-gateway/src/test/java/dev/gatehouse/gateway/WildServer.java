package dev.gatehouse.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An MCP server that answers by chance: rightly, or with broken HTTP, broken streams of events,
 * broken messages, or not at all. Thread-safe.
 */
final class WildServer implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\"id\":(\"(?:[^\"\\\\]|\\\\.)*\"|-?[0-9]+)");
  private static final Pattern LENGTH = Pattern.compile("content-length: ([0-9]+)");

  private static final String INITIALIZED =
      "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{\"listChanged\":true},"
          + "\"resources\":{\"subscribe\":true},\"prompts\":{},\"completions\":{}},"
          + "\"serverInfo\":{\"name\":\"wild\",\"version\":\"1\"}}";

  private static final List<String> RESULTS =
      List.of(
          "{}",
          "null",
          "[]",
          "7",
          "{\"content\":7}",
          "{\"tools\":{}}",
          "{\"tools\":[7,null,{\"name\":7},{\"name\":\"\"},{\"name\":\"x\",\"inputSchema\":[]}]}",
          "{\"resultType\":\"input_required\"}",
          "{\"resultType\":\"input_required\",\"inputRequests\":{\"q\":7},\"requestState\":{}}",
          "{\"resultType\":7,\"_meta\":[]}",
          "{\"nextCursor\":\"again\",\"tools\":[],\"resources\":[],\"prompts\":[]}",
          "{\"content\":[{\"type\":\"text\",\"text\":\"\\ud800\\u202e\"}],\"isError\":\"x\"}",
          "{\"ttlMs\":-5,\"cacheScope\":9,\"tools\":[{\"name\":\"tool\",\"outputSchema\":7}]}");

  private static final List<String> EVENTS =
      List.of(
          "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":7}\n\n",
          "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}\r\n\r\n",
          "data:\rdata: {\r\r",
          ": a comment\n\n",
          "\uFEFFdata: {}\n\n",
          "id: \0\nretry: -1\ndata: 7\n\n",
          "event: endpoint\ndata: http://127.0.0.1:1/x\n\n",
          "retry: 99999999999999999999\nid: 1\ndata:\n\n",
          "data:"
              + " {\"jsonrpc\":\"2.0\",\"id\":\"s\",\"method\":\"elicitation/create\",\"params\":{}}\n\n",
          "data:"
              + " {\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"sampling/createMessage\",\"params\":[]}\n\n",
          "data: {\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}\n\n",
          "data: {\"jsonrpc\":\"2.0\",\"id\":424242,\"result\":{}}\n\n",
          "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n",
          "unknown: " + "y".repeat(9_000) + "\n");

  private final int wildness;
  private final Random random;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Of a hundred of its answers {@code wildness} are not right. */
  WildServer(int wildness, long seed) throws IOException {
    this.wildness = wildness;
    this.random = new Random(seed);
    this.listening = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/mcp");
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      boolean goesOn = true;
      while (goesOn) {
        String head = head(in);
        if (head.isEmpty()) {
          return;
        }
        Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
        int size = length.find() ? Integer.parseInt(length.group(1)) : 0;
        String body = new String(in.readNBytes(size), UTF_8);
        goesOn = answer(head, body, socket.getOutputStream());
      }
    } catch (IOException e) {
      // The gateway had enough.
    } finally {
      open.remove(socket);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private synchronized int chance(int bound) {
    return random.nextInt(bound);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(chance(choices.size()));
  }

  /** Answers one request; false where the connection ends with that. */
  private boolean answer(String head, String body, OutputStream out) throws IOException {
    Matcher id = ID.matcher(body);
    String spelled = id.find() ? id.group(1) : "null";
    boolean begins = body.contains("\"initialize\"");
    if (!head.startsWith("POST") || !body.contains("\"id\"")) {
      return write(out, response(head.startsWith("GET") ? 405 : 202, "text/plain", ""));
    }
    if (chance(100) >= (begins ? wildness / 3 : wildness)) {
      return write(out, response(200, "application/json", right(body, spelled)));
    }
    switch (chance(12)) {
      case 0 -> {
        return false;
      }
      case 1 -> write(out, random(chance(400)));
      case 2 -> write(out, response(200, "application/json", random(chance(200))));
      case 3 -> {
        int status = pick(List.of(100, 204, 301, 400, 401, 403, 404, 429, 500, 503, 999));
        write(out, response(status, "application/json", "{}"));
      }
      case 4 -> write(out, response(200, pick(List.of("text/html", "", "a/b;;;=")), "<p>"));
      case 5 -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n{\"jsonrpc\"");
      case 6 ->
          write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n-1\r\n\r\n");
      case 7 -> write(out, "HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(40_000) + "\r\n\r\n");
      case 8 -> {
        pause();
        return false;
      }
      case 9, 10 -> events(out, spelled);
      default -> {
        String result =
            "{\"jsonrpc\":\"2.0\",\"id\":" + spelled + ",\"result\":" + pick(RESULTS) + "}";
        return write(out, response(200, "application/json", result));
      }
    }
    return false;
  }

  private static String right(String body, String id) {
    String result =
        "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"ok\"}]}";
    if (body.contains("\"initialize\"")) {
      result = INITIALIZED;
    } else if (body.contains("\"tools/list\"")) {
      result = "{\"tools\":[{\"name\":\"tool\",\"inputSchema\":{\"type\":\"object\"}}]}";
    } else if (!body.contains("\"tools/call\"")) {
      return "{\"jsonrpc\":\"2.0\",\"id\":"
          + id
          + ",\"error\":{\"code\":-32601,\"message\":\"no\"}}";
    }
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
  }

  private void events(OutputStream out, String id) throws IOException {
    write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
    int count = chance(5);
    for (int i = 0; i < count; i++) {
      write(out, pick(EVENTS));
    }
    if (chance(2) == 0) {
      write(
          out,
          "data: {\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + pick(RESULTS) + "}\n\n");
    }
  }

  private static void pause() {
    try {
      Thread.sleep(600);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String random(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) chance(256));
    }
    return text.toString();
  }

  private static String response(int status, String type, String body) {
    return "HTTP/1.1 "
        + status
        + " X\r\nContent-Type: "
        + type
        + "\r\nContent-Length: "
        + body.getBytes(UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  private static boolean write(OutputStream out, String text) throws IOException {
    boolean isLatin = text.startsWith("HTTP") || text.startsWith("data") || text.startsWith("{");
    out.write(text.getBytes(isLatin ? UTF_8 : ISO_8859_1));
    out.flush();
    return true;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
