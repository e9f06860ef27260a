package dev.gatehouse.conformance.identity;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.FreePort;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The built product in front of a shop with two tools: who is in {@code payments} may pay, who is
 * in {@code auditors} may look at reports. Thread-safe.
 */
final class Shop implements AutoCloseable {
  static final String PAY = "shop__pay";
  static final String REPORT = "shop__report";

  private static final String POLICY =
      """
      rules:
        - { name: payments pay, groups: [ payments ], tools: [ shop__pay ], permit: true }
        - { name: auditors look, groups: [ auditors ], tools: [ shop__report ], permit: true }
      """;

  private final FixtureUpstream upstream;
  private final Installation installation;
  private final GatehouseProcess gateway;
  private final RawClient client;

  /** What became of a call. */
  enum Outcome {
    /** The tool has answered. */
    DONE,
    /** The caller is known and has no such tool. */
    UNKNOWN_TOOL,
    /** The caller is nobody: status 401. */
    NOBODY
  }

  private Shop(FixtureUpstream upstream, Installation installation) {
    this.upstream = upstream;
    this.installation = installation;
    this.gateway = installation.serve();
    this.client = RawClient.modern(gateway.mcp());
  }

  /**
   * Opens one.
   *
   * @param settings who callers are, in the configuration's words, for the origin of the gateway
   */
  static Shop open(Path folder, UnaryOperator<String> settings) {
    int port = FreePort.find();
    FixtureUpstream upstream =
        FixtureUpstream.legacy()
            .tool("pay", Answer.text("paid"))
            .tool("report", Answer.text("all is well"));
    return new Shop(
        upstream,
        new Installation(folder)
            .port(port)
            .identity(settings.apply("http://127.0.0.1:" + port))
            .policy(POLICY)
            .upstream("shop", upstream.uri()));
  }

  /** Where tools are called. */
  URI mcp() {
    return gateway.mcp();
  }

  /** Another address of the gateway. */
  URI at(String path) {
    return gateway.at(path);
  }

  /** Calls a tool with a token. */
  RawClient.Reply reply(String token, String tool) {
    return client.post(
        client.callBody("1", tool, "{}"),
        Map.of("Authorization", "Bearer " + token, "Mcp-Method", "tools/call", "Mcp-Name", tool));
  }

  /** Calls a tool, and says what became of it. */
  Outcome call(String token, String tool) {
    return outcome(reply(token, tool));
  }

  /** What became of a call; fails where that is none of the three. */
  static Outcome outcome(RawClient.Reply reply) {
    if (reply.status() == 401) {
      return Outcome.NOBODY;
    }
    if (reply.body().contains("unknown tool")) {
      return Outcome.UNKNOWN_TOOL;
    }
    if (reply.status() == 200 && reply.json().containsKey("result")) {
      return Outcome.DONE;
    }
    throw new AssertionError("answered with " + reply);
  }

  /** The entries of its log, as an auditor lists them. */
  List<JsonObject> log() {
    return Product.run(installation.folder(), "log", "--config", "gatehouse.yaml", "--json")
        .expecting(0)
        .out()
        .lines()
        .map(Shop::json)
        .toList();
  }

  /** Its folder. */
  Installation installation() {
    return installation;
  }

  @Override
  public void close() {
    client.close();
    gateway.close();
    upstream.close();
  }

  private static JsonObject json(String line) {
    try (var reader = Json.createReader(new StringReader(line))) {
      return reader.readObject();
    }
  }
}
