package dev.gatehouse.conformance.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.clients.Outcome.Kind;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Official clients of both eras play one script against servers of both eras, over HTTP and over
 * standard streams on either side of the gateway, on the endpoint of one server and on that of all.
 */
@Isolated("a modern child says for nobody what it logs while another call is at it")
@TestInstance(Lifecycle.PER_CLASS)
class PairsTest {
  private static final int CHECKS = 38;
  private static final int CHECKS_OF_ALL = 12;

  private static final String BIG = "integers beyond 2^53 stay exact";

  /** What mcp-remote does by itself, without a gateway, too. */
  private static final String DOUBLES = "mcp-remote reads numbers as doubles, and writes them so";

  private static final List<Client> CLIENTS =
      List.of(new Client("v1", "legacy"), new Client("v2", "legacy"), new Client("v2", "modern"));
  private static final List<String> ERAS = List.of("legacy", "modern");

  @TempDir static Path folder;

  private final List<AutoCloseable> running = new ArrayList<>();
  private Player player;
  private String node;
  private Installation installation;
  private GatehouseProcess gateway;

  /** A version of the SDK, in an era. */
  record Client(String sdk, String era) {
    JsonObjectBuilder told() {
      return Player.told(sdk, era);
    }

    String named(String upstream, String ways) {
      return "%s, %s client, %s upstream, %s".formatted(sdk, era, upstream, ways);
    }
  }

  @BeforeAll
  void letAllPlay() throws InterruptedException, IOException {
    node = NodePackages.recentNode();
    player = new Player(node);
    installation = new Installation(folder);
    for (String era : ERAS) {
      PairServer server = PairServer.start(node, era, era);
      running.add(server);
      installation.upstream(era, server.uri());
      installation.upstream(era + "-child", PairServer.command(node, era, era + "-child"));
    }
    gateway = installation.serve();
    running.addFirst(gateway);
    startOverHttp();
    startOverStdio();
    player.await();
  }

  @AfterAll
  void stopAndVerifyWhatWasRecorded() throws Exception {
    for (AutoCloseable each : running) {
      each.close();
    }
    installation.verify().expecting(0);
  }

  private void startOverHttp() {
    for (Client client : CLIENTS) {
      for (String era : ERAS) {
        player.start(client.named(era, "HTTP to HTTP"), client.told(), gateway.mcp(era));
        player.start(
            client.named(era, "HTTP to stdio"), client.told(), gateway.mcp(era + "-child"));
      }
      JsonObjectBuilder told =
          client
              .told()
              .add("script", "federated")
              .add(
                  "upstreams",
                  Json.createArrayBuilder(
                      List.of("legacy", "legacy-child", "modern", "modern-child")));
      player.start(client.named("every", "HTTP to all"), told, gateway.mcp());
    }
    for (String era : ERAS) {
      JsonObjectBuilder told =
          Player.told("v1", "legacy").add("cannot", Json.createObjectBuilder().add(BIG, DOUBLES));
      List<String> command =
          List.of(
              node,
              NodePackages.installed().resolve("node_modules/mcp-remote/dist/proxy.js").toString(),
              gateway.mcp(era).toString(),
              "--silent");
      player.start(remote(era), told, command);
    }
  }

  private static String remote(String era) {
    return new Client("v1", "legacy").named(era, "mcp-remote to HTTP");
  }

  /** Each with a gateway of its own, which the client starts. */
  private void startOverStdio() throws IOException {
    for (Client client : CLIENTS) {
      for (String era : ERAS) {
        Path own = Files.createDirectory(folder.resolve(client.sdk() + client.era() + era));
        Path configuration =
            new Installation(own)
                .upstream("one", PairServer.command(node, era, "one"))
                .configuration();
        player.start(
            client.named(era, "stdio to stdio"),
            client.told().add("prefix", "one__"),
            Product.command("stdio", "--config", configuration.toString()));
      }
    }
  }

  static Stream<String> onOneServer() {
    Stream<String> official =
        CLIENTS.stream()
            .flatMap(
                client ->
                    ERAS.stream()
                        .flatMap(
                            era ->
                                Stream.of("HTTP to HTTP", "HTTP to stdio", "stdio to stdio")
                                    .map(ways -> client.named(era, ways))));
    return Stream.concat(official, ERAS.stream().map(PairsTest::remote));
  }

  static Stream<String> onAllServers() {
    return CLIENTS.stream().map(client -> client.named("every", "HTTP to all"));
  }

  @ParameterizedTest
  @MethodSource("onOneServer")
  void everyCheckPasses(String pairing) {
    assertAllPassed(pairing, CHECKS);
  }

  @ParameterizedTest
  @MethodSource("onAllServers")
  void everyCheckPassesWhereAllAreBehindOneEndpoint(String pairing) {
    assertAllPassed(pairing, CHECKS_OF_ALL);
  }

  /** It makes one request and ends: it is asked nothing, and does not listen. */
  @ParameterizedTest
  @CsvSource({"legacy,legacy", "legacy,modern", "modern,legacy", "modern,modern"})
  void inspectorListsCallsAndReads(String era, String upstream) {
    Inspector inspector = new Inspector(node, folder, gateway.mcp(upstream), era);
    String tools = inspector.says("tools/list");
    assertTrue(tools.contains("\"name\":\"who\""), tools);
    assertTrue(tools.contains("\"name\":\"busy\""), "of the last page, too");
    String words = "{\"words\":\"ünïcödé 🎈\"}";
    String said = inspector.says("tools/call", "--tool-name", "echo", "--tool-args-json", words);
    assertTrue(said.contains("\"text\":\"ünïcödé 🎈\""), said);
    String read = inspector.says("resources/read", "--uri", "pair://text");
    assertTrue(read.contains("plain words, and ünïcödé 🎈"), read);
    String made =
        inspector.says(
            "prompts/get", "--prompt-name", "travel", "--prompt-args", "from=Brno", "to=Oslo");
    assertTrue(made.contains("from Brno to Oslo"), made);
  }

  /** It has the legacy era alone. */
  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern", "legacy-child", "modern-child"})
  void javaClientPassesWhatItCanDo(String upstream) {
    List<Outcome> outcomes = JavaClient.play(gateway.mcp(upstream));
    assertAllPassed("Java SDK, " + upstream, outcomes);
    Set<String> names = outcomes.stream().map(Outcome::check).collect(Collectors.toSet());
    assertEquals(script(), names, "each check of the script is made, or said to be impossible");
    assertEquals(CHECKS, outcomes.size());
  }

  private Set<String> script() {
    return player.outcomes(CLIENTS.getFirst().named("legacy", "HTTP to HTTP")).stream()
        .map(Outcome::check)
        .collect(Collectors.toSet());
  }

  private void assertAllPassed(String pairing, int checks) {
    List<Outcome> outcomes = player.outcomes(pairing);
    assertAllPassed(pairing, outcomes);
    assertEquals(checks, outcomes.size(), "as many checks as the script has");
    long able = outcomes.stream().filter(outcome -> outcome.kind() != Kind.CANNOT).count();
    assertTrue(able >= checks - 1, () -> able + " of " + checks);
  }

  private static void assertAllPassed(String pairing, List<Outcome> outcomes) {
    outcomes.stream()
        .filter(outcome -> outcome.kind() == Kind.CANNOT)
        .forEach(o -> System.out.println(pairing + ": cannot: " + o.check() + ": " + o.why()));
    Map<String, String> failed =
        outcomes.stream()
            .filter(outcome -> outcome.kind() == Kind.FAILED)
            .collect(Collectors.toMap(Outcome::check, Outcome::why, (one, _) -> one, TreeMap::new));
    assertEquals(Map.of(), failed, pairing);
  }
}
