package dev.gatehouse.recordings.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.witness.Witness;
import dev.gatehouse.recordings.witness.WitnessResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** A witness that answers over HTTP, for the logs in tests. */
public final class WitnessServer implements AutoCloseable {
  private final Witness witness;
  private final HttpServer server;

  private WitnessServer(Witness witness, HttpServer server) {
    this.witness = witness;
    this.server = server;
  }

  /** A witness in {@code directory} of the log whose key is {@code log}. */
  public static WitnessServer start(Path directory, String log)
      throws IOException, MalformedNoteException {
    Witness witness =
        Witness.open(
            directory, "witness.example", List.of(VerifierKey.parse(log)), InstantSource.system());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    WitnessServer started = new WitnessServer(witness, server);
    server.createContext("/", started::answer);
    server.start();
    return started;
  }

  /** How a log reaches it. */
  public WitnessAddress address() {
    int port = server.getAddress().getPort();
    return new WitnessAddress(URI.create("http://127.0.0.1:" + port), witness.verifierKeys());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    WitnessResponse response =
        path.equals("/add-checkpoint")
            ? witness.addCheckpoint(exchange.getRequestBody().readAllBytes())
            : witness.checkpoint(path.substring(1, Math.max(1, path.lastIndexOf('/'))));
    byte[] body = response.body().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", response.contentType());
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    witness.close();
  }
}
