package dev.gatehouse.conformance.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gatehouse.conformance.product.Finished;
import jakarta.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The document by which an application is known, on a host of its vendor that is reached by https
 * and that only those trust who are told to.
 *
 * <p>Source: Client ID Metadata Document draft 01 §4.
 */
final class ClientDocument implements AutoCloseable {
  private static final Duration AT_MOST = Duration.ofSeconds(30);
  private static final String PASSWORD = "a-store-for-a-test";

  private final HttpsServer server;
  private final Path authority;
  private final AtomicInteger fetches = new AtomicInteger();

  /** Serves one whose redirect addresses are this one, with files in this folder. */
  ClientDocument(Path folder, String name, String redirect) {
    Path store = folder.resolve("vendor.p12");
    authority = folder.resolve("vendor.pem");
    keytool(
        folder,
        List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-validity", "2"),
        List.of("-ext", "san=dns:localhost", "-ext", "bc:critical=ca:true"));
    keytool(folder, List.of("-exportcert", "-rfc", "-file", authority.toString()), List.of());
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls(store)));
    } catch (IOException e) {
      throw new UncheckedIOException("starting the host of a document", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
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
    return authority;
  }

  /** How often somebody has read it. */
  int fetches() {
    return fetches.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void keytool(Path folder, List<String> what, List<String> more) {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(what);
    command.addAll(List.of("-alias", "vendor", "-keystore", "vendor.p12", "-storepass", PASSWORD));
    command.addAll(more);
    Finished _ = Finished.of(folder, AT_MOST, command).expecting(0);
  }

  private static SSLContext tls(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}
