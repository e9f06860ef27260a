package dev.gatehouse.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.config.ConfigurationFile;
import dev.gatehouse.gateway.config.ConfigurationReading;
import dev.gatehouse.gateway.tls.TestAuthority;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that speaks TLS itself, met by real handshakes. */
class TlsGatewayTest {
  private static final String LIST =
      """
      {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{\
      "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
      "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},\
      "io.modelcontextprotocol/clientCapabilities":{}}}}\
      """;

  private static final String ROBOT = "spiffe://acme.example/robot";

  @TempDir private Path folder;
  private TestAuthority servers;
  private TestAuthority clients;

  @BeforeEach
  void makeCertificates() throws Exception {
    servers = new TestAuthority("servers");
    clients = new TestAuthority("clients");
    servers.server().write(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    Files.writeString(folder.resolve("clients.pem"), TestAuthority.pem(clients.certificate()));
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        default: refuse
        rules:
          - name: robots may look
            groups: [ robots ]
            permit: true
        """);
  }

  @Test
  void speaksTlsAndSaysSo() throws Exception {
    try (Gateway gateway = start("")) {
      assertEquals("https", gateway.uri().getScheme());
      HttpResponse<String> answer = ask(gateway, TestAuthority.client(List.of(servers), List.of()));
      assertEquals(401, answer.statusCode());
      String challenge = answer.headers().firstValue("WWW-Authenticate").orElseThrow();
      assertTrue(challenge.contains("resource_metadata=\"https://127.0.0.1:"), challenge);
    }
  }

  @Test
  void isNotTakenForAnotherServer() throws Exception {
    try (Gateway gateway = start("")) {
      SSLContext other = TestAuthority.client(List.of(clients), List.of());
      assertThrows(SSLException.class, () -> ask(gateway, other));
    }
  }

  @Test
  void knowsWhoBringsACertificate() throws Exception {
    try (Gateway gateway = start(asked("required: false"))) {
      HttpResponse<String> answer = ask(gateway, robot(clients));
      assertEquals(200, answer.statusCode(), answer.body());
      assertEquals(401, ask(gateway, nobody()).statusCode());
    }
    String log = entries();
    assertTrue(log.contains("\"principal\":\"" + ROBOT + "\""), log);
    assertTrue(log.contains("\"verified\":true"), log);
    assertTrue(log.contains("\"issuer\":\"workshop\""), log);
    assertTrue(log.contains("\"groups\":[\"robots\"]"), log);
  }

  @Test
  void refusesACertificateOfAnotherAuthority() throws Exception {
    TestAuthority stranger = new TestAuthority("clients");
    try (Gateway gateway = start(asked("required: false"))) {
      // By its name the authority is ours, so that the client does show the certificate.
      SSLContext forged = robot(stranger);
      assertThrows(IOException.class, () -> ask(gateway, forged));
    }
  }

  @Test
  void letsNobodyConnectWithoutACertificateThatIsRequired() throws Exception {
    try (Gateway gateway = start(asked("required: true"))) {
      assertEquals(200, ask(gateway, robot(clients)).statusCode());
      SSLContext nobody = nobody();
      assertThrows(IOException.class, () -> ask(gateway, nobody));
    }
  }

  @Test
  void losesNoCallWhileCertificatesChange() throws Exception {
    try (Gateway gateway = start(asked("required: false"))) {
      AtomicInteger good = new AtomicInteger();
      List<String> bad = new ArrayList<>();
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                      try {
                        // A new client each time: a new connection, and a new handshake.
                        int status = ask(gateway, robot(clients)).statusCode();
                        if (status == 200) {
                          good.incrementAndGet();
                        } else {
                          bad.add("status " + status);
                        }
                      } catch (InterruptedException e) {
                        return;
                      } catch (Exception e) {
                        bad.add(e.toString());
                      }
                    }
                  });
      for (int i = 0; i < 2; i++) {
        X509Certificate next = renew();
        await(() -> shown(gateway).equals(next));
      }
      int before = good.get();
      await(() -> good.get() > before + 3);
      caller.interrupt();
      caller.join(Duration.ofSeconds(5));
      assertEquals(List.of(), bad);
    }
  }

  @Test
  void forgetsWhoWasKnownByAnAuthorityThatIsTakenAway() throws Exception {
    TestAuthority next = new TestAuthority("next");
    try (Gateway gateway = start(asked("required: false"));
        HttpClient open = HttpClient.newBuilder().sslContext(robot(clients)).build()) {
      assertEquals(200, ask(gateway, open).statusCode());
      Files.writeString(folder.resolve("clients.pem"), TestAuthority.pem(next.certificate()));
      await(() -> ask(gateway, robot(next)).statusCode() == 200);
      assertEquals(403, ask(gateway, open).statusCode());
      // What it is left to is a connection without a certificate.
      assertEquals(401, ask(gateway, open).statusCode());
    }
  }

  @Test
  void keepsWhatItHasUntilKeyAndCertificateFit() throws Exception {
    try (Gateway gateway = start("")) {
      X509Certificate first = shown(gateway);
      TestAuthority.Issued next = servers.server();
      Files.writeString(folder.resolve("cert.pem"), TestAuthority.pem(next.certificate()));
      Thread.sleep(Duration.ofMillis(2500));
      assertEquals(first, shown(gateway));
      next.write(folder.resolve("cert.pem"), folder.resolve("key.pem"));
      await(() -> shown(gateway).equals(next.certificate()));
    }
  }

  private String entries() throws Exception {
    StringBuilder all = new StringBuilder();
    try (LogReader log = LogReader.open(folder.resolve("data"))) {
      for (StoredEntry entry : log.read(0, 1000)) {
        for (PartName name : PartName.values()) {
          entry.part(name).map(Bytes::toText).ifPresent(all::append);
        }
      }
    }
    return all.toString();
  }

  private X509Certificate renew() throws Exception {
    TestAuthority.Issued next = servers.server();
    next.write(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    return next.certificate();
  }

  private SSLContext robot(TestAuthority authority) throws Exception {
    return TestAuthority.client(
        List.of(servers), List.of(authority.client(TestAuthority.uri(ROBOT))));
  }

  private SSLContext nobody() throws Exception {
    return TestAuthority.client(List.of(servers), List.of());
  }

  private X509Certificate shown(Gateway gateway) throws Exception {
    HttpResponse<String> answer = ask(gateway, nobody());
    return (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
  }

  private static HttpResponse<String> ask(Gateway gateway, SSLContext tls) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
      return ask(gateway, client);
    }
  }

  private static HttpResponse<String> ask(Gateway gateway, HttpClient client) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(gateway.uri().toString()))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", "tools/list")
            .POST(BodyPublishers.ofString(LIST))
            .build(),
        BodyHandlers.ofString());
  }

  private static String asked(String more) {
    return """
      client-certificates:
        authorities: clients.pem
        name: san-uri
        issuer: workshop
        groups: [ robots ]
        %s
    """
        .formatted(more);
  }

  private Gateway start(String clientCertificates) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("gatehouse.yaml"),
            """
            listen: 127.0.0.1:0
            tls:
              certificate: cert.pem
              key: key.pem
            %s
            identity: { mode: oidc, issuer: "http://127.0.0.1:9", audience: gatehouse }
            recordings: { directory: data, checkpoint-every: 50ms }
            policies: policy.yaml
            upstreams:
              crm: { url: "http://127.0.0.1:9/mcp" }
            """
                .formatted(clientCertificates));
    return switch (ConfigurationFile.read(file, Map.of())) {
      case ConfigurationReading.Accepted(var configuration, var _) ->
          Gateway.start(configuration, "test");
      case ConfigurationReading.Rejected(var problems, var _) ->
          throw new AssertionError(problems.toString());
    };
  }

  private interface Look {
    boolean succeeds() throws Exception;
  }

  private static void await(Look look) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!look.succeeds()) {
      assertTrue(System.nanoTime() < end, "it took too long");
      Thread.sleep(Duration.ofMillis(100));
    }
  }
}
