package dev.gatehouse.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.config.ConfigurationFile;
import dev.gatehouse.gateway.config.ConfigurationReading;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway between callers and a server that wants tokens of its own kind. */
class CredentialsGatewayTest {
  private static final String CALL =
      """
      {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"find","arguments":{},"_meta":{\
      "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
      "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},\
      "io.modelcontextprotocol/clientCapabilities":{}}}}\
      """;

  @TempDir private Path folder;

  /** All that the gateway's own log says, with the causes. */
  private static final class Heard extends Handler {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage() + " " + line.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private Gateway start(GuardedServer server, String identity, String grant) throws Exception {
    Files.writeString(folder.resolve("policy.yaml"), "default: permit\n");
    Path file =
        Files.writeString(
            folder.resolve("gatehouse.yaml"),
            """
            listen: 127.0.0.1:0
            identity: %s
            recordings: { directory: data, checkpoint-every: 50ms }
            policies: policy.yaml
            upstreams:
              crm:
                url: "%s"
                credentials:
                  oauth:
                    grant: %s
                    token-endpoint: "%s"
                    client-id: gatehouse
                    client-secret: "${env:SECRET}"
            """
                .formatted(identity, server.uri("/mcp"), grant, server.uri("/token")));
    ConfigurationReading reading = ConfigurationFile.read(file, Map.of("SECRET", "planted-secret"));
    if (reading instanceof ConfigurationReading.Accepted accepted) {
      assertFalse(accepted.toString().contains("planted"), accepted.toString());
      return Gateway.start(accepted.configuration(), "test");
    }
    throw new AssertionError(reading.toString());
  }

  private static String call(Gateway gateway, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.uri().resolve("/mcp/crm"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", "tools/call")
            .header("Mcp-Name", "find")
            .POST(BodyPublishers.ofString(CALL));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }
  }

  /** All that was written down: the entries as they are read, and the bytes of all files. */
  private String written() throws Exception {
    StringBuilder all = new StringBuilder();
    try (LogReader log = LogReader.open(folder.resolve("data"))) {
      for (StoredEntry entry : log.read(0, 1000)) {
        for (PartName name : PartName.values()) {
          entry.part(name).map(Bytes::toText).ifPresent(all::append);
        }
      }
    }
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Test
  void aRefusedTokenIsReplacedAndNothingShowsIt() throws Exception {
    Heard heard = new Heard();
    Logger root = Logger.getLogger("");
    root.addHandler(heard);
    StringBuilder answers = new StringBuilder();
    try (GuardedServer server = GuardedServer.start();
        Gateway gateway = start(server, "{ mode: local }", "client-credentials")) {
      answers.append(call(gateway, ""));
      assertTrue(answers.toString().contains("found"), answers.toString());
      assertEquals(1, server.forms().size());
      server.takeFrom(2);
      String renewed = call(gateway, "");
      assertTrue(renewed.contains("found"), renewed);
      assertEquals(2, server.forms().size());
      server.takeFrom(99);
      String refused = call(gateway, "");
      assertTrue(refused.contains("upstream `crm` refuses"), refused);
      assertFalse(server.shown().contains(""), server.shown().toString());
      answers.append(renewed).append(refused);
    } finally {
      root.removeHandler(heard);
    }
    String all = answers + written() + heard.lines;
    assertTrue(all.contains("found"), "nothing was searched");
    assertFalse(all.contains("planted"), "a secret was shown");
  }

  @Test
  void aCallersTokenIsExchangedAndGoesNowhereElse() throws Exception {
    Heard heard = new Heard();
    Logger root = Logger.getLogger("");
    root.addHandler(heard);
    String token;
    String answers;
    try (GuardedServer server = GuardedServer.start();
        Gateway gateway =
            start(
                server,
                "{ mode: oidc, issuer: \"%s\", jwks: \"%s\", audience: gatehouse }"
                    .formatted(server.uri(""), server.uri("/keys")),
                "token-exchange")) {
      token = server.tokenOf("alice");
      answers = call(gateway, token) + call(gateway, token) + call(gateway, "");
      assertTrue(answers.contains("found"), answers);
      assertEquals(1, server.forms().size());
      assertTrue(server.forms().getFirst().contains("subject_token=" + token));
      assertEquals(List.of("Bearer planted-token-1"), server.shown().stream().distinct().toList());
    } finally {
      root.removeHandler(heard);
    }
    String signature = token.substring(token.lastIndexOf('.') + 1);
    String all = answers + written() + heard.lines;
    assertTrue(all.contains("alice"), "nothing was searched");
    assertFalse(all.contains(signature), "a caller's token was shown");
    assertFalse(all.contains("planted"), "a secret was shown");
  }
}
