package dev.gatehouse.recordings.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server that answers as a witness would, or as the test says. */
final class WitnessServer implements AutoCloseable {
  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** What answers; it gets the path, and the body of a POST. */
  interface Answers {
    WitnessResponse to(String path, byte[] body) throws IOException;
  }

  WitnessServer(Answers answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, answers));
    server.start();
  }

  /** Asks this witness. */
  static WitnessServer of(Witness witness) throws IOException {
    return new WitnessServer(
        (path, body) ->
            path.endsWith("/add-checkpoint")
                ? witness.addCheckpoint(body)
                : witness.checkpoint(path.split("/", -1)[2]));
  }

  private void answer(HttpExchange exchange, Answers answers) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      requests.add(new String(body, UTF_8).split("\n", 2)[0]);
      WitnessResponse response = answers.to(exchange.getRequestURI().getPath(), body);
      byte[] bytes = response.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", response.contentType());
      exchange.getResponseHeaders().set("Location", "/elsewhere");
      exchange.sendResponseHeaders(response.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** The first lines of the requests that came. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  URI prefix() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/w/");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
