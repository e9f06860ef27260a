package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.dial.DialRules;
import dev.gatehouse.adapters.dial.Dialler;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private static SSLContext tls;

  @BeforeAll
  static void makeACertificateForTheAddressButNotTheName(@TempDir Path directory) throws Exception {
    tls = certificate(directory.resolve("keys.p12"));
  }

  @Test
  void callsAServerWhoseCertificateItTrusts() throws Exception {
    HttpsServer server = start();
    try (HttpUpstream upstream =
        HttpUpstream.of(settings("127.0.0.1", server), new Dialler(DialRules.PUBLIC, tls))) {
      for (int i = 0; i < 3; i++) {
        assertEquals(Era.MODERN, upstream.call(Calls.modernCall(), Calls.soon()).shape());
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void refusesACertificateThatNobodyVouchesFor() throws Exception {
    HttpsServer server = start();
    try (HttpUpstream upstream = HttpUpstream.of(settings("127.0.0.1", server))) {
      Calls.refused(Kind.UNREACHABLE, () -> upstream.call(Calls.modernCall(), Calls.soon()));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void refusesACertificateForAnotherHost() throws Exception {
    HttpsServer server = start();
    try (HttpUpstream upstream =
        HttpUpstream.of(settings("localhost", server), new Dialler(DialRules.PUBLIC, tls))) {
      Calls.refused(Kind.UNREACHABLE, () -> upstream.call(Calls.modernCall(), Calls.soon()));
    } finally {
      server.stop(0);
    }
  }

  private static HttpSettings settings(String host, HttpsServer server) {
    return HttpSettings.of(
        "u", URI.create("https://" + host + ":" + server.getAddress().getPort() + "/mcp"));
  }

  private static HttpsServer start() throws Exception {
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

  private static SSLContext certificate(Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "k",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
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
                "san=ip:127.0.0.1")
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
