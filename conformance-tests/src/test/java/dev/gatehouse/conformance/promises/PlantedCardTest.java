package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A card number that passes through in every place that one can think of is afterwards in no file,
 * no output and no export, and no client has seen it.
 */
class PlantedCardTest {
  /** The digits of one card in all the spellings that are planted. */
  private static final List<String> CARD =
      List.of("4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111");

  private static final List<String> MAIL = List.of("planted.person@example.com");

  /** Shows that the search finds what is there: it is planted in the same way and not masked. */
  private static final List<String> HARMLESS = List.of("harmless-marker-77");

  private static final String POLICY =
      """
      default: permit
      rules:
        - name: hide cards and mail
          tools: [ "*" ]
          mask:
            result: [ { detect: [ payment-card, email ] } ]
            arguments: [ { detect: [ payment-card, email ] } ]
        - name: no deletes
          tools: [ "*__delete_*" ]
          refuse: "deleting is not allowed here"
      """;

  private static final List<String> ARGUMENTS =
      List.of(
          "{\"plain\":\"4111 1111 1111 1111 harmless-marker-77\"}",
          "{\"number\":4111111111111111}",
          "{\"4111111111111111\":\"as a key\"}",
          "{\"deep\":[[{\"x\":[\"pay 4111-1111-1111-1111 now\"]}]]}",
          "{\"escaped\":\"\\u0034111 1111 1111 1111\"}",
          "{\"inner\":\"{\\\"card\\\":\\\"4111111111111111\\\"}\"}",
          "{\"mail\":\"to planted.person@example.com\"}");

  private static final List<String> RESULTS =
      List.of(
          "\"content\":[{\"type\":\"text\",\"text\":\"4111 1111 1111 1111 harmless-marker-77\"}]",
          "\"content\":[],\"structuredContent\":{\"n\":4111111111111111}",
          "\"content\":[],\"structuredContent\":{\"4111111111111111\":1}",
          "\"content\":[{\"type\":\"resource\",\"resource\":{\"uri\":\"x://a\",\"text\":\"4111-1111-1111-1111\"}}]",
          "\"content\":[{\"type\":\"text\",\"text\":\"{\\\"c\\\":\\\"4111111111111111\\\"}\"}]",
          "\"content\":[],\"_meta\":{\"note\":\"planted.person@example.com\"}",
          "\"content\":[],\"isError\":true,\"x\":\"\\u0034111111111111111\"");

  private static final String ERROR =
      """
      {"jsonrpc":"2.0","id":$ID,"error":{"code":-31000,"message":"declined 4111 1111 1111 1111",\
      "data":{"card":4111111111111111,"4111111111111111":"planted.person@example.com"}}}\
      """;

  private static final String PROGRESS =
      """
      {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":$TOKEN,\
      "progress":1,"message":"charging 4111 1111 1111 1111"}}\
      """;

  private static final String LOG_MESSAGE =
      """
      {"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info",\
      "data":{"card":"4111111111111111"}}}\
      """;

  private static final List<String> MALFORMED =
      List.of(
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"card\":\"4111 1111 1111"
              + " 1111\"",
          "4111111111111111",
          "[\"4111111111111111\"]",
          "not json, but 4111 1111 1111 1111",
          "{\"jsonrpc\":\"2.0\",\"id\":{\"c\":4111111111111111},\"method\":\"x\"}",
          "{\"jsonrpc\":\"1.0\",\"id\":2,\"method\":\"planted.person@example.com\"}",
          "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"4111111111111111\",\"params\":{}}",
          "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"tools/call\",\"params\":{\"name\":\"4111111111111111\"}}",
          "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":[\"4111111111111111\"]}",
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\",\"params\":{\"c\":\"4111111111111111\"}}");

  @Test
  void aPlantedCardIsNowhere(@TempDir Path folder) {
    Installation installation = new Installation(folder).policy(POLICY);
    StringBuilder seen = new StringBuilder();
    try (FixtureUpstream legacy = planted(FixtureUpstream.legacy());
        FixtureUpstream modern = planted(FixtureUpstream.modern())) {
      installation.upstream("old", legacy.uri()).upstream("new", modern.uri());
      try (GatehouseProcess gateway = installation.serve();
          RawClient oldClient = RawClient.legacy(gateway.mcp());
          RawClient newClient = RawClient.modern(gateway.mcp())) {
        for (RawClient client : List.of(oldClient, newClient)) {
          for (String upstream : List.of("old", "new")) {
            seen.append(everyPlace(client, upstream));
          }
          MALFORMED.forEach(body -> client.post(body));
        }
        gateway.stop();
        assertNowhere(gateway.said(), "output");
      }
      assertNowhere(seen.toString(), "what clients saw");
      assertTrue(seen.toString().contains(HARMLESS.getFirst()), "the twin reached the clients");
      List<String> calls = legacy.received("\"tools/call\"");
      assertNowhere(String.join("\n", calls), "what the upstream was sent");
      assertTrue(String.join("\n", calls).contains(HARMLESS.getFirst()));
    }
    Path bundle = installation.export("export");
    Product.run(folder, "verify", bundle.toString()).expecting(0);
    Product.run(folder, "verify", "data").expecting(0);
    assertEquals(List.of(), Search.in(folder, CARD));
    assertEquals(List.of(), Search.in(folder, MAIL));
    assertFalse(Search.in(bundle, HARMLESS).isEmpty(), "the search finds what is there");
    assertNowhere(Product.run(folder, "log", "--data", "data").out(), "the log command");
  }

  @Test
  void aCardWhereNobodyLooksForOneIsNowhere(@TempDir Path folder) {
    Installation installation = new Installation(folder).policy(POLICY);
    String card = CARD.getFirst();
    try (FixtureUpstream legacy = planted(FixtureUpstream.legacy())) {
      installation.upstream("old", legacy.uri());
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.legacy(gateway.mcp());
          RawClient plain = RawClient.plain(gateway.mcp())) {
        client.call("\"" + card + "\"", "old__echo", "{}");
        client.call(card, "old__echo", "{}");
        client.callWithProgress("\"" + card + "\"", "old__chatty", "{}");
        client.request("1", "resources/read", "\"uri\":\"file:///" + card + "\"");
        client.post(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\""
                + card
                + "\",\"reason\":\"4111 1111 1111 1111\"}}");
        plain.post(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", Map.of("User-Agent", card));
        plain.post(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", Map.of("Mcp-Session-Id", card));
        plain.post(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\""
                + card
                + "\",\"version\":\"1\"}}}");
        gateway.stop();
        assertNowhere(gateway.said(), "output");
      }
    }
    installation.export("export");
    assertEquals(List.of(), Search.in(folder, CARD));
  }

  private static FixtureUpstream planted(FixtureUpstream upstream) {
    for (int i = 0; i < RESULTS.size(); i++) {
      upstream.tool("result" + i, Answer.result("{" + RESULTS.get(i) + "}"));
    }
    String late = "{\"jsonrpc\":\"2.0\",\"id\":$ID,\"result\":{\"content\":[]}}";
    return upstream
        .tool("echo", Answer.text("done"))
        .tool("delete_card", Answer.text("never"))
        .tool("fails", new Answer.Json(200, ERROR))
        .tool("chatty", new Answer.Events(List.of(PROGRESS, LOG_MESSAGE, PROGRESS, late)));
  }

  private static String everyPlace(RawClient client, String upstream) {
    StringBuilder seen = new StringBuilder();
    for (String arguments : ARGUMENTS) {
      seen.append(client.call("1", upstream + "__echo", arguments).body());
      seen.append(client.call("2", upstream + "__delete_card", arguments).body());
      seen.append(client.call("3", upstream + "__no_such_tool", arguments).body());
    }
    for (int i = 0; i < RESULTS.size(); i++) {
      seen.append(client.call("4", upstream + "__result" + i, "{}").body());
    }
    seen.append(client.call("5", upstream + "__fails", "{}").body());
    seen.append(client.callWithProgress("6", upstream + "__chatty", "{}").body());
    seen.append(client.request("7", "tools/list", "").body());
    seen.append(client.request("8", "prompts/get", "\"name\":\"4111111111111111\"").body());
    return seen.toString();
  }

  private static void assertNowhere(String text, String where) {
    for (String secret : List.of(CARD.get(0), CARD.get(1), CARD.get(2), MAIL.getFirst())) {
      int at = text.indexOf(secret);
      assertTrue(
          at < 0,
          () ->
              where
                  + " holds it: "
                  + text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 60)));
    }
  }
}
