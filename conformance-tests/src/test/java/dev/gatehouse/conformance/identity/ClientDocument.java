package dev.gatehouse.conformance.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import jakarta.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The document by which an application is known, on a host of its vendor that is reached by https
 * and that only those trust who are told to.
 *
 * <p>Source: Client ID Metadata Document draft 01 §4.
 */
final class ClientDocument implements AutoCloseable {
  private final HttpsServer server;
  private final HostCertificate certificate;
  private final AtomicInteger fetches = new AtomicInteger();

  /** Serves one whose redirect addresses are this one, with files in this folder. */
  ClientDocument(Path folder, String name, String redirect) {
    certificate = new HostCertificate(folder);
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("starting the host of a document", e);
    }
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.tls()));
    String document =
        Json.createObjectBuilder()
            .add("client_id", uri().toString())
            .add("client_name", name)
            .add("redirect_uris", Json.createArrayBuilder().add(redirect))
            .add(
                "grant_types",
                Json.createArrayBuilder().add("authorization_code").add("refresh_token"))
            .add("token_endpoint_auth_method", "none")
            .build()
            .toString();
    server.createContext(
        "/client.json",
        exchange -> {
          fetches.incrementAndGet();
          byte[] body = document.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  /** Where it is, which is the client's id. */
  URI uri() {
    return URI.create("https://localhost:" + server.getAddress().getPort() + "/client.json");
  }

  /** The file with the certificate that its host is trusted by. */
  Path authority() {
    return certificate.certificate();
  }

  /** How often somebody has read it. */
  int fetches() {
    return fetches.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
