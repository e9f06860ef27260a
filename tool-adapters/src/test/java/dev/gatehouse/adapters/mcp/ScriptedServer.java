package dev.gatehouse.adapters.mcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server whose every byte a test decides. */
final class ScriptedServer implements AutoCloseable {

  /** What a request is answered with. */
  @FunctionalInterface
  interface Script {
    void answer(Request request, Reply reply) throws IOException, InterruptedException;
  }

  /** A request as it came. */
  record Request(
      String method, String target, Map<String, String> headers, String body, int connection) {

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    Message message() {
      try {
        return Message.read(body.getBytes(UTF_8), JsonLimits.STANDARD);
      } catch (JsonRpcException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The method of the JSON-RPC message. */
    String rpc() {
      if (body.isEmpty()) {
        return "";
      }
      return switch (message()) {
        case Message.Request request -> request.method();
        case Message.Notification notification -> notification.method();
        case Message.Response _ -> "(response)";
      };
    }

    String id() {
      return message() instanceof Message.Request request ? request.id().json() : "none";
    }
  }

  /** Writes an answer. */
  static final class Reply {
    private final Socket socket;
    private final OutputStream out;

    private Reply(Socket socket) throws IOException {
      this.socket = socket;
      this.out = socket.getOutputStream();
    }

    Reply raw(String text) throws IOException {
      out.write(text.getBytes(UTF_8));
      out.flush();
      return this;
    }

    Reply byteRaw(byte b) throws IOException {
      out.write(b);
      out.flush();
      return this;
    }

    void json(int status, String body, String... headers) throws IOException {
      body(status, "application/json", body, headers);
    }

    void body(int status, String type, String body, String... headers) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
      head.append("Content-Type: ").append(type).append("\r\n");
      head.append("Content-Length: ").append(body.getBytes(UTF_8).length).append("\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      raw(head + "\r\n" + body);
    }

    void result(Request request, String result) throws IOException {
      json(200, "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":" + result + "}");
    }

    void empty(int status, String... headers) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      raw(head + "Content-Length: 0\r\n\r\n");
    }

    Reply events(String... headers) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      return raw(
          head
              + "Content-Type: text/event-stream; charset=utf-8\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n");
    }

    Reply chunk(String text) throws IOException {
      return raw(Integer.toHexString(text.getBytes(UTF_8).length) + "\r\n" + text + "\r\n");
    }

    Reply event(String data) throws IOException {
      return chunk("event: message\ndata: " + data + "\n\n");
    }

    /** Several events in one piece, so that nothing comes between them. */
    Reply eventsAtOnce(String... data) throws IOException {
      StringBuilder all = new StringBuilder();
      for (String each : data) {
        all.append("data: ").append(each).append("\n\n");
      }
      return chunk(all.toString());
    }

    void end() throws IOException {
      raw("0\r\n\r\n");
    }

    void drop() throws IOException {
      socket.close();
    }

    /** Waits until the other side has closed the connection. */
    void awaitHangUp() throws IOException {
      socket.setSoTimeout(10_000);
      if (socket.getInputStream().read() >= 0) {
        throw new IOException("more came instead of the end");
      }
    }
  }

  private final ServerSocket listener;
  private final Script script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  ScriptedServer(Script script) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
  }

  ScriptedServer(ServerSocket listener, Script script) {
    this.listener = listener;
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/mcp");
  }

  int port() {
    return listener.getLocalPort();
  }

  List<Request> requests() {
    return requests;
  }

  /** The JSON-RPC methods that came, in order; a request without a body by its HTTP method. */
  List<String> methods() {
    return requests.stream().map(r -> r.body().isEmpty() ? r.method() : r.rpc()).toList();
  }

  Request last(String rpcMethod) {
    return requests.stream()
        .filter(request -> !request.body().isEmpty() && request.rpc().equals(rpcMethod))
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  /** Waits for a message, because some are sent while nobody waits for them. */
  Request awaitMethod(String method) throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      for (Request request : requests) {
        if (method.equals(request.body().isEmpty() ? request.method() : request.rpc())) {
          return request;
        }
      }
      Thread.sleep(10);
    }
    throw new AssertionError(method + " did not come; " + methods());
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        int connection = connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket, connection));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket socket, int connection) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String line = line(in);
      while (!line.isEmpty()) {
        Request request = read(line, in, connection);
        requests.add(request);
        script.answer(request, new Reply(socket));
        line = line(in);
      }
    } catch (IOException | InterruptedException | UncheckedIOException _) {
      // The test looks at the other end.
    }
  }

  private static Request read(String line, InputStream in, int connection) throws IOException {
    String[] parts = line.split(" ");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), UTF_8);
    return new Request(parts[0], parts[1], headers, body, connection);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  /** Waits, but not for ever. */
  static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not happen in ten seconds");
    }
  }
}
