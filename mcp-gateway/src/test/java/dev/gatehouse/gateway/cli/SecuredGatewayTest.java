package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.dial.Authorities;
import dev.gatehouse.adapters.dial.DialRules;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.adapters.dial.Documents;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.ConfigurationFile;
import dev.gatehouse.gateway.config.ConfigurationReading;
import dev.gatehouse.gateway.tls.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that speaks TLS, with a server behind it, and those who call it. */
class SecuredGatewayTest {
  private static final String LIST =
      """
      {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{\
      "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
      "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},\
      "io.modelcontextprotocol/clientCapabilities":{}}}}\
      """;

  @TempDir private Path folder;
  private FakeServer server;
  private TestAuthority authority;

  @BeforeEach
  void makeCertificates() throws Exception {
    server = FakeServer.start();
    authority = new TestAuthority("acme");
    authority.server().write(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    Files.writeString(folder.resolve("ca.pem"), TestAuthority.pem(authority.certificate()));
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        default: refuse
        rules:
          - name: robots of the workshop may find
            groups: [ robots ]
            tools: [ "crm__find" ]
            permit: true
        """);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void judgesWhoBringsACertificateByWhatItSays() throws Exception {
    try (Gateway gateway = gateway(certificates())) {
      HttpResponse<String> robot = ask(gateway, "spiffe://acme.example/robot/7");
      assertEquals(200, robot.statusCode(), robot.body());
      assertTrue(robot.body().contains("crm__find"), robot.body());
      assertFalse(robot.body().contains("crm__fail"), robot.body());
      HttpResponse<String> visitor = ask(gateway, "spiffe://acme.example/visitor");
      assertEquals(200, visitor.statusCode(), visitor.body());
      assertFalse(visitor.body().contains("crm__find"), visitor.body());
      assertEquals(401, ask(gateway, "https://elsewhere.example/robot/7").statusCode());
    }
  }

  @Test
  void commandsReachItWithItsAuthority() throws Exception {
    Path file = write("identity: { mode: local }", "127.0.0.1:0", "");
    Files.writeString(folder.resolve("policy.yaml"), "default: permit\n");
    ConfigurationReading.Accepted read = accepted(file);
    Hosting hosting =
        Hosting.overHttp(Gateway.start(read.configuration(), "test"), read.configuration());
    try (hosting) {
      String ca = folder.resolve("ca.pem").toString();
      CommandLineRun with = CommandLineRun.of("tools", "--config", file.toString(), "--ca", ca);
      assertEquals(0, with.exitCode(), with.err());
      assertTrue(with.out().contains("crm__find"), with.out());
      assertEquals(1, CommandLineRun.of("tools", "--config", file.toString()).exitCode());
      assertEquals(
          2,
          CommandLineRun.of("tools", "--config", file.toString(), "--ca", "nowhere.pem")
              .exitCode());
    }
  }

  @Test
  void isTrustedByWhoTrustsItsAuthorityToo() throws Exception {
    try (Gateway gateway = gateway("")) {
      URI live = gateway.uri().resolve("/health/live");
      assertEquals(200, documents(List.of(authority), live).status());
      assertThrows(IOException.class, () -> documents(List.of(), live));
      assertThrows(IOException.class, () -> documents(List.of(new TestAuthority("acme")), live));
    }
  }

  private static Documents.Answer documents(List<TestAuthority> trusted, URI uri)
      throws IOException {
    Dialler dialler =
        new Dialler(
            DialRules.PUBLIC,
            Authorities.with(trusted.stream().map(TestAuthority::certificate).toList()));
    return new Documents(dialler.naming(uri), 64 << 10)
        .get(uri, Map.of(), Deadline.after(Duration.ofSeconds(5)));
  }

  private HttpResponse<String> ask(Gateway gateway, String name) throws Exception {
    var tls =
        TestAuthority.client(
            List.of(authority), List.of(authority.client(TestAuthority.uri(name))));
    try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
      return client.send(
          HttpRequest.newBuilder(gateway.uri())
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
  }

  private static String certificates() {
    return """
      client-certificates:
        authorities: ca.pem
        workloads:
          - when: claims.name.startsWith("spiffe://acme.example/robot/")
            name: "{name}"
            groups: [ robots ]
          - { when: 'claims.uri.exists(it, it.startsWith("spiffe://acme.example/"))', name: visitor }
    """;
  }

  private Gateway gateway(String clients) throws Exception {
    String identity =
        "identity: { mode: oidc, issuer: \"http://127.0.0.1:9\", audience: gatehouse }";
    return Gateway.start(accepted(write(identity, "127.0.0.1:0", clients)).configuration(), "test");
  }

  private Path write(String identity, String listen, String clients) throws IOException {
    return Files.writeString(
        folder.resolve("gatehouse.yaml"),
        """
        listen: %s
        tls:
          certificate: cert.pem
          key: key.pem
        %s
        %s
        recordings: { directory: data, checkpoint-every: 50ms }
        policies: policy.yaml
        upstreams:
          crm: { url: "%s" }
        """
            .formatted(listen, clients, identity, server.uri()));
  }

  private static ConfigurationReading.Accepted accepted(Path file) {
    return switch (ConfigurationFile.read(file, Map.of())) {
      case ConfigurationReading.Accepted accepted -> accepted;
      case ConfigurationReading.Rejected rejected ->
          throw new AssertionError(rejected.problems().toString());
    };
  }
}
