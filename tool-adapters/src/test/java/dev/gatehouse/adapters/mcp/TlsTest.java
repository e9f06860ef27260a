package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamException.Kind;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path directory;

  @Test
  void callsAServerWhoseCertificateItTrusts() throws Exception {
    SSLContext tls = certificateFor("ip:127.0.0.1");
    HttpsServer server = start(tls);
    try (HttpUpstream upstream = HttpUpstream.of(settings(server), tls)) {
      for (int i = 0; i < 3; i++) {
        assertEquals(Era.MODERN, upstream.call(Calls.modernCall(), Calls.soon()).shape());
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void refusesACertificateThatNobodyVouchesFor() throws Exception {
    HttpsServer server = start(certificateFor("ip:127.0.0.1"));
    try (HttpUpstream upstream = HttpUpstream.of(settings(server))) {
      Calls.refused(Kind.UNREACHABLE, () -> upstream.call(Calls.modernCall(), Calls.soon()));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void refusesACertificateForAnotherHost() throws Exception {
    SSLContext tls = certificateFor("dns:elsewhere.example");
    HttpsServer server = start(tls);
    try (HttpUpstream upstream = HttpUpstream.of(settings(server), tls)) {
      Calls.refused(Kind.UNREACHABLE, () -> upstream.call(Calls.modernCall(), Calls.soon()));
    } finally {
      server.stop(0);
    }
  }

  private static HttpSettings settings(HttpsServer server) {
    return HttpSettings.of(
        "u", URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/mcp"));
  }

  private static HttpsServer start(SSLContext tls) throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/mcp",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String id = body.replaceAll(".*?\"id\":([0-9]+),.*", "$1");
          byte[] reply =
              ("{\"jsonrpc\":\"2.0\",\"id\":"
                      + id
                      + ",\"result\":"
                      + ModernHttpTest.DISCOVERED
                      + "}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, reply.length);
          exchange.getResponseBody().write(reply);
          exchange.close();
        });
    server.start();
    return server;
  }

  private SSLContext certificateFor(String subjectAlternativeName) throws Exception {
    Path file = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "k",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString(),
                "-ext",
                "san=" + subjectAlternativeName)
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertEquals(0, keytool.waitFor());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("k", keys.getCertificate("k"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
