package dev.gatehouse.conformance.promises;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureChild;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.Issuer;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import jakarta.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Credentials of callers and of upstreams, planted and looked for byte by byte, while every log is
 * as talkative as it can be and every upstream repeats what it was shown.
 */
class SecretsNowhereTest {
  private static final String AUDIENCE = "https://gatehouse.example.com/mcp";
  private static final String ISSUED = "planted-access-token";
  private static final String EVERYTHING =
      """
      handlers = java.util.logging.ConsoleHandler
      .level = ALL
      java.util.logging.ConsoleHandler.level = ALL
      """;

  @TempDir private Path folder;

  /** What is planted lies outside the folder that is searched. */
  @TempDir private Path secrets;

  private final Map<String, String> planted = new LinkedHashMap<>();
  private final List<FixtureUpstream> servers = new ArrayList<>();

  @Test
  void areInNoFileNoOutputAndNoAnswer() throws IOException {
    HttpServer tokens = tokenServer();
    try (Issuer issuer = new Issuer()) {
      Installation installation = installation(issuer, tokens);
      String good = issuer.token(AUDIENCE, "jane", Json.createObjectBuilder().build());
      String wrong = issuer.token("https://x.example", "jane", Json.createObjectBuilder().build());
      List<String> answers = new ArrayList<>();
      installation.configuration();
      Files.writeString(folder.resolve("logging.properties"), EVERYTHING);
      try (GatehouseProcess gateway = GatehouseProcess.serve(folder, talkative())) {
        for (String upstream : planted.keySet()) {
          answers.add(call(gateway, upstream, good));
        }
        answers.add(call(gateway, "bearer", wrong));
        String hidden = "invalid [credential] given";
        assertEquals(
            9, answers.stream().filter(each -> each.contains(hidden)).count(), answers::toString);
        assertTrue(gateway.said().contains("hidden=credential"), gateway::said);
        assertTrue(gateway.said().contains("FINE"), "the log is not as talkative as it can be");
        Files.writeString(folder.resolve("answers"), String.join("\n", answers));
        Files.writeString(folder.resolve("said"), gateway.said());
      }
      installation.verify().expecting(0);
      installation.export("export");
      for (String[] order :
          new String[][] {
            {"log", "--config", "gatehouse.yaml", "--json"},
            {"check", "--config", "gatehouse.yaml", "--upstreams"}
          }) {
        Files.writeString(folder.resolve(order[0]), Product.run(folder, order).toString());
      }
      List<String> texts = new ArrayList<>(planted.values());
      texts.add(ISSUED);
      texts.add(basic());
      texts.addAll(partsOf(good));
      texts.addAll(partsOf(wrong));
      assertEquals(List.of(), Search.in(folder, texts));
      for (FixtureUpstream server : servers) {
        partsOf(good).forEach(part -> assertEquals(List.of(), server.received(part)));
      }
      // That the search finds what is there is the other half of it.
      assertEquals(1, Search.in(secrets, List.of(planted.get("bearer"))).size());
    } finally {
      tokens.stop(0);
      servers.forEach(FixtureUpstream::close);
    }
  }

  private static List<String> talkative() {
    return Product.command(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.util.logging.config.file=logging.properties"),
        "serve",
        "--config",
        "gatehouse.yaml");
  }

  private Installation installation(Issuer issuer, HttpServer tokens) throws IOException {
    Installation installation =
        new Installation(folder)
            .identity(
                "identity: { mode: oidc, issuers: { company: { issuer: %s, audience: %s } } }\n"
                    .formatted(issuer.uri(), AUDIENCE));
    String endpoint = "http://127.0.0.1:" + tokens.getAddress().getPort();
    String oauth =
        "credentials: { oauth: { grant: client-credentials, token-endpoint: %s, client-id:"
            + " gatehouse, client-secret: \"%s\" } }";
    plant(installation, "bearer", "credentials: { bearer: \"%s\" }", 200);
    plant(installation, "basic", "credentials: { basic: { user: u, password: \"%s\" } }", 200);
    plant(installation, "header", "credentials: { header: { name: X-A, value: \"%s\" } }", 200);
    plant(installation, "query", "credentials: { query: { name: key, value: \"%s\" } }", 200);
    plant(installation, "headers", "headers: { X-Api-Key: \"%s\" }", 200);
    plant(installation, "failing", "credentials: { bearer: \"%s\" }", 500);
    plant(installation, "denying", "credentials: { bearer: \"%s\" }", 401);
    plantedIn("command");
    installation.upstream(
        "command",
        "url: \"%s\", credentials: { command: [ cat, \"%s\" ] }"
            .formatted(server("command", 200), secrets.resolve("command")));
    plantedIn("file");
    installation.upstream(
        "file",
        "url: \"%s\", credentials: { file: \"%s\" }"
            .formatted(server("file", 200), secrets.resolve("file")));
    plant(installation, "oauth", oauth.formatted(endpoint + "/good", "%s"), 200);
    plant(installation, "refused", oauth.formatted(endpoint + "/refusing", "%s"), 200);
    child(installation);
    return installation;
  }

  private void plant(Installation installation, String name, String yaml, int status)
      throws IOException {
    plantedIn(name);
    String reference = "${file:" + secrets.resolve(name) + "}";
    installation.upstream(
        name, "url: \"" + server(name, status) + "\", " + yaml.formatted(reference));
  }

  private String plantedIn(String name) throws IOException {
    String secret = "planted-" + name + "-secret";
    planted.put(name, secret);
    Files.writeString(secrets.resolve(name), secret);
    return secret;
  }

  private URI server(String name, int status) {
    String shown = name.equals("oauth") ? ISSUED : planted.get(name);
    String said = "invalid " + shown + " given";
    FixtureUpstream server =
        FixtureUpstream.legacy()
            .tool(
                "say",
                status == 200 ? Answer.text(said) : new Answer.Json(status, "\"" + said + "\""));
    servers.add(server);
    return server.uri();
  }

  private void child(Installation installation) throws IOException {
    String said = "invalid " + plantedIn("child") + " given";
    Path answer =
        Files.writeString(
            secrets.resolve("answer"),
            said
                + "\n{\"jsonrpc\":\"2.0\",\"id\":$ID,\"result\":{\"content\":[{\"type\":\"text\","
                + "\"text\":\""
                + said
                + "\"}]}}\n");
    List<String> command = FixtureChild.command(answer, secrets.resolve("received"));
    installation.upstream(
        "child",
        "command: [ \"%s\" ], environment: { API_TOKEN: \"${file:%s}\" }"
            .formatted(String.join("\", \"", command), secrets.resolve("child")));
  }

  /** Gives a token, or says what is wrong with a request by repeating it. */
  private HttpServer tokenServer() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean isGood = exchange.getRequestURI().getPath().equals("/good");
          String said =
              isGood
                  ? "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":600}"
                      .formatted(ISSUED)
                  : "{\"error\":\"invalid_client\",\"error_description\":\"%s\"}"
                      .formatted("wrong: planted-refused-secret");
          byte[] body = said.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(isGood ? 200 : 400, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String basic() {
    String pair = "u:planted-basic-secret";
    return Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  /** Of the three parts the first is the same for all tokens; the claims are only encoded. */
  private static List<String> partsOf(String token) {
    String[] parts = token.split("\\.");
    return List.of(parts[1], parts[2]);
  }

  private static String call(GatehouseProcess gateway, String upstream, String token) {
    try (RawClient client = RawClient.modern(gateway.mcp())) {
      RawClient.Reply reply =
          client.post(
              client.callBody("1", upstream + "__say", "{}"),
              Map.of(
                  "Authorization",
                  "Bearer " + token,
                  "Mcp-Method",
                  "tools/call",
                  "Mcp-Name",
                  upstream + "__say"));
      return reply.status() + " " + reply.headers() + " " + reply.body();
    }
  }
}
