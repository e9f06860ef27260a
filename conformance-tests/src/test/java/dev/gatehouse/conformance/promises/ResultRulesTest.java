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
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules on replies mask, seal and withhold, and say so to the client and in the log. */
class ResultRulesTest {
  private static final String POLICY =
      """
      default: permit
      rules:
        - name: no mass exports
          tools: "*__find"
          when-result: size(result.structuredContent.customers) > 2
          refuse: "more than two customers; ask for fewer"
        - name: private customers have no names
          tools: "*__get"
          when-result: "!isError && result.structuredContent.kind == 'private'"
          mask: { result: [ { path: $.structuredContent.name } ] }
          seal: result
        - name: no details of failures
          when-result: isError && session.id != ""
          mask: { result: [ { detect: email } ] }
        - name: only in young sessions
          tools: "*__young"
          when: session.started < timestamp("2020-01-01T00:00:00Z") || session.protocol != "2025-11-25"
          refuse: "open a session of this century"
      """;

  @TempDir private Path folder;

  @Test
  void masksSealsAndWithholdsReplies() {
    Product.run(folder, "seal-key", "jane").expecting(0);
    Installation installation =
        new Installation(folder).policy(POLICY).recordings("seal-keys: jane.public.jwk");
    try (FixtureUpstream upstream = FixtureUpstream.legacy()) {
      upstream
          .tool("find", customers("[1,2,3]"))
          .tool("find_few", customers("[1,2]"))
          .tool("get", customer("private"))
          .tool("fails", new Answer.Json(200, failing("ask a@b.example")))
          .tool("young", Answer.text("welcome"));
      installation.upstream("crm", upstream.uri());
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.legacy(gateway.mcp());
          RawClient modern = RawClient.modern(gateway.mcp())) {
        withholds(client);
        masksAndSeals(client);
        assertTrue(client.call("5", "crm__fails", "{}").last().contains("ask [masked:email]"));
        assertTrue(modern.call("6", "crm__fails", "{}").last().contains("ask a@b.example"));
        assertTrue(client.call("7", "crm__young", "{}").last().contains("welcome"));
        String refused = modern.call("8", "crm__young", "{}").last();
        assertTrue(refused.contains("open a session of this century"), refused);
        upstream.tool("get", customer("company"));
        assertTrue(client.call("9", "crm__get", "{}").last().contains("Ada King"));
      }
    }
    installation.verify().expecting(0);
    List<JsonObject> log = log();
    JsonObject withheld = entry(log, "response", "withheld");
    JsonObject why = withheld.getJsonObject("parts").getJsonObject("pol");
    assertEquals("no mass exports", why.getString("rule"), why::toString);
    assertTrue(
        log.stream().anyMatch(entry -> message(entry).contains("\"customers\":[1,2,3]")),
        "what was withheld is kept for the auditors");
    JsonObject masked =
        log.stream()
            .filter(entry -> entry.getJsonObject("parts").containsKey("seal"))
            .findFirst()
            .orElseThrow();
    assertFalse(message(masked).contains("Ada King"), masked::toString);
    assertEquals(
        2,
        masked.getJsonObject("parts").getJsonObject("pol").getJsonObject("masked").getInt("path"));
    String opened =
        Product.run(folder, "unseal", "data", "--key", "jane.private.jwk").expecting(0).out();
    assertEquals(1, opened.lines().count(), opened);
    assertTrue(opened.contains("Ada King"), opened);
  }

  private static void withholds(RawClient client) {
    String withheld = client.call("1", "crm__find", "{}").last();
    assertTrue(withheld.contains("more than two customers; ask for fewer"), withheld);
    assertTrue(withheld.contains("\"isError\":true"), withheld);
    assertTrue(withheld.contains("\"decision\":\"withhold\",\"rule\":\"no mass exports\""));
    assertFalse(withheld.contains("[1,2,3]"), withheld);
    String few = client.call("2", "crm__find_few", "{}").last();
    assertTrue(few.contains("\"customers\":[1,2]"), few);
  }

  private static void masksAndSeals(RawClient client) {
    String masked = client.call("3", "crm__get", "{}").last();
    assertTrue(masked.contains("\"name\":\"[masked:path]\",\"kind\":\"private\""), masked);
    assertFalse(masked.contains("Ada King"), masked);
  }

  private static Answer customers(String list) {
    return Answer.result("{\"content\":[],\"structuredContent\":{\"customers\":" + list + "}}");
  }

  private static Answer customer(String kind) {
    return Answer.result(
        "{\"content\":[{\"type\":\"text\",\"text\":\"Ada"
            + " King\"}],\"structuredContent\":{\"name\":\"Ada King\",\"kind\":\""
            + kind
            + "\"}}");
  }

  private static String failing(String message) {
    return "{\"jsonrpc\":\"2.0\",\"id\":$ID,\"error\":{\"code\":-31000,\"message\":\""
        + message
        + "\"}}";
  }

  private List<JsonObject> log() {
    return Product.run(folder, "log", "--data", "data", "--json")
        .expecting(0)
        .out()
        .lines()
        .map(ResultRulesTest::json)
        .toList();
  }

  private static JsonObject entry(List<JsonObject> log, String type, String decision) {
    return log.stream()
        .filter(entry -> entry.getJsonObject("leaf").getString("type").equals(type))
        .filter(entry -> entry.getJsonObject("leaf").getString("policy", "").equals(decision))
        .findFirst()
        .orElseThrow();
  }

  private static String message(JsonObject entry) {
    return String.valueOf(entry.getJsonObject("parts").get("msg"));
  }

  private static JsonObject json(String line) {
    try (var reader = Json.createReader(new StringReader(line))) {
      return reader.readObject();
    }
  }
}
