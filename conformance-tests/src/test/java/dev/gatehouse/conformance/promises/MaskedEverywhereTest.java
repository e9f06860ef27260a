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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a policy hides is hidden wherever an upstream puts it, and all bytes around it stay as they
 * were: each row of {@link #RESULTS} says what a server answers and what its client sees.
 */
class MaskedEverywhereTest {
  private static final String POLICY =
      """
      default: permit
      detectors:
        code-name: { words: [ night owl ] }
        slow: { pattern: "ab(.*c)?" }
      rules:
        - name: cards, mail and a code name
          tools: [ "*" ]
          mask:
            arguments: [ { detect: [ payment-card, email, code-name ] } ]
            result: [ { detect: [ payment-card, email, code-name ] } ]
        - name: by place
          tools: [ "*" ]
          mask: { result: [ { path: $.structuredContent.pin }, { column: customers.secret } ] }
        - name: definitions
          methods: tools/list
          mask: { result: [ { detect: email } ] }
        - name: a detector that gives up
          tools: [ "*__slow*" ]
          mask: { arguments: [ { detect: slow } ], result: [ { detect: slow } ] }
      """;

  /** For each place a result as it comes, and as it goes on. */
  private static final Map<String, List<String>> RESULTS = new LinkedHashMap<>();

  static {
    row("text", block("pay  4111 1111 1111 1111 now"), block("pay  [masked:payment-card] now"));
    row(
        "number",
        "{\"content\":[ ],\"structuredContent\":{\"n\": 4111111111111111 ,\"x\":1.50}}",
        "{\"content\":[ ],\"structuredContent\":{\"n\": \"[masked:payment-card]\" ,\"x\":1.50}}");
    row(
        "key",
        "{\"content\":[],\"structuredContent\":{\"a@b.example\":{\"\\u0061@b.example\":1}}}",
        "{\"content\":[],\"structuredContent\":{\"[masked:email]\":{\"[masked:email]\":1}}}");
    row(
        "resource",
        "{\"content\":[{\"type\":\"resource\",\"resource\":{\"uri\":\"x://a\",\"text\":\"4111-1111-1111-1111\"}}]}",
        "{\"content\":[{\"type\":\"resource\",\"resource\":{\"uri\":\"x://a\",\"text\":\"[masked:payment-card]\"}}]}");
    row(
        "link",
        "{\"content\":[{\"type\":\"resource_link\",\"uri\":\"x://a?m=a%40b.example\",\"name\":\"night"
            + " owl\"}]}",
        "{\"content\":[{\"type\":\"resource_link\",\"uri\":\"x://a?m=[masked:email]\",\"name\":\"[masked:code-name]\"}]}");
    row(
        "blob",
        "{\"content\":[{\"type\":\"resource\",\"resource\":{\"uri\":\"x://a\",\"blob\":\"bWFpbCBhQGIuZXhhbXBsZQ==\"}}]}",
        "{\"content\":[{\"type\":\"resource\",\"resource\":{\"uri\":\"x://a\",\"blob\":\"bWFpbCBbbWFza2VkOmVtYWlsXQ==\"}}]}");
    row(
        "image",
        "{\"content\":[{\"type\":\"image\",\"data\":\"iVBORw0KGgoAAAANSUhEUg==\",\"mimeType\":\"image/png\"}]}",
        "{\"content\":[{\"type\":\"image\",\"data\":\"iVBORw0KGgoAAAANSUhEUg==\",\"mimeType\":\"image/png\"}]}");
    row(
        "json",
        block("{ \\\"m\\\" : \\\"a@b.example\\\", \\\"n\\\": 1.0, \\\"c\\\":4111111111111111 }"),
        block(
            "{ \\\"m\\\" : \\\"[masked:email]\\\", \\\"n\\\": 1.0,"
                + " \\\"c\\\":\\\"[masked:payment-card]\\\" }"));
    row(
        "base64",
        block("see NDExMTExMTExMTExMTExMQ== there"),
        block("see W21hc2tlZDpwYXltZW50LWNhcmRd there"));
    row(
        "csv",
        block("id,secret,note\\n1, \\\"x\\\"\\\"y\\\" ,keep\\n2,z,a@b.example"),
        block(
            "id,secret,note\\n"
                + "1, \\\"[masked:column]\\\" ,keep\\n"
                + "2,[masked:column],[masked:email]"));
    row(
        "rows",
        "{\"content\":[],\"structuredContent\":{\"columns\":[{\"name\":\"id\"},{\"name\":\"secret\",\"table\":\"customers\"}],\"rows\":[[1,\"x\"],[2,null]]}}",
        "{\"content\":[],\"structuredContent\":{\"columns\":[{\"name\":\"id\"},{\"name\":\"secret\",\"table\":\"customers\"}],\"rows\":[[1,\"[masked:column]\"],[2,\"[masked:column]\"]]}}");
    row(
        "blocks",
        "{\"content\":[{\"type\":\"text\",\"text\":\"card 4111"
            + " 11\"},{\"type\":\"text\",\"text\":\"11 1111 1111 ok\"}]}",
        "{\"content\":[{\"type\":\"text\",\"text\":\"card"
            + " [masked:payment-card]\"},{\"type\":\"text\",\"text\":\" ok\"}]}");
    row(
        "twice",
        "{\"content\":[{\"type\":\"text\",\"text\":\"{\\\"pin\\\":12}\"}],\"structuredContent\":{\"pin\":12}}",
        "{\"content\":[{\"type\":\"text\",\"text\":\"{\\\"pin\\\":\\\"[masked:path]\\\"}\"}],\"structuredContent\":{\"pin\":\"[masked:path]\"}}");
    row("cut_off", block("{\\\"pin\\\": 12, \\\"x\\\": ["), block("[masked:unreadable]"));
    row(
        "tool_error",
        "{\"content\":[{\"type\":\"text\",\"text\":\"no such a@b.example\"}],\"isError\":true}",
        "{\"content\":[{\"type\":\"text\",\"text\":\"no such [masked:email]\"}],\"isError\":true}");
    row(
        "typed",
        "{\"content\":[],\"structuredContent\":{\"mail\":\"a@b.example\",\"card\":4111111111111111}}",
        "{\"content\":[],\"structuredContent\":{\"mail\":\"masked@example.com\",\"card\":0}}");
  }

  private static final String OUTPUT_SCHEMA =
      "{\"type\":\"object\",\"required\":[\"mail\"],\"properties\":{\"mail\":{\"type\":\"string\",\"format\":\"email\"},\"card\":{\"type\":\"integer\"}}}";

  @TempDir private Path folder;

  @Test
  void inResultsByteForByte() {
    try (FixtureUpstream upstream = FixtureUpstream.legacy()) {
      RESULTS.forEach((place, row) -> upstream.tool(place, Answer.result(row.getFirst())));
      upstream.method("tools/list", Answer.result(listing()));
      Installation installation = installed(upstream);
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.legacy(gateway.mcp())) {
        String tools = client.request("1", "tools/list", "").last();
        assertTrue(tools.contains("ask [masked:email]"), tools);
        RESULTS.forEach(
            (place, row) -> {
              String reply = client.call("2", "up__" + place, "{}").last();
              String expected = row.getLast();
              String members = expected.substring(1, expected.length() - 1);
              assertTrue(reply.contains(members), () -> place + ": " + members + "\n" + reply);
            });
      }
      assertStored(installation, "a@b.example", "4111111111111111", "night owl");
    }
  }

  @Test
  void inPromptsResourcesAndCompletions() {
    try (FixtureUpstream upstream = FixtureUpstream.legacy()) {
      upstream
          .method(
              "prompts/get",
              Answer.result(
                  "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"to"
                      + " a@b\"}},{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\".example"
                      + " now\"}}]}"))
          .method(
              "resources/read",
              Answer.result(
                  "{\"contents\":[{\"uri\":\"x://a\",\"text\":\"a@b.example\"},{\"uri\":\"x://b\",\"blob\":\"YUBiLmV4YW1wbGU=\"}]}"))
          .method(
              "completion/complete",
              Answer.result("{\"completion\":{\"values\":[\"night owl\",\"day\"]}}"));
      Installation installation = installed(upstream);
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.legacy(gateway.mcp("up"))) {
        String prompt = client.request("1", "prompts/get", "\"name\":\"p\"").last();
        assertTrue(prompt.contains("\"text\":\"to [masked:email]\""), prompt);
        assertTrue(prompt.contains("\"text\":\" now\""), prompt);
        String resource = client.request("2", "resources/read", "\"uri\":\"x://a\"").last();
        assertTrue(resource.contains("\"text\":\"[masked:email]\""), resource);
        assertTrue(resource.contains("\"blob\":\"W21hc2tlZDplbWFpbF0=\""), resource);
        String members =
            "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"},\"argument\":{\"name\":\"a\",\"value\":\"n\"}";
        String completion = client.request("3", "completion/complete", members).last();
        assertTrue(completion.contains("[\"[masked:code-name]\",\"day\"]"), completion);
      }
      assertStored(installation, "a@b.example", "night owl");
    }
  }

  @Test
  void acrossStreamedMessagesAndInTheCountsOfTheCall() {
    List<String> said = new ArrayList<>();
    for (String part : List.of("charging 4111 11", "11 1111", " 1111 done", "night", " owl")) {
      said.add(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":$TOKEN,\"progress\":1,\"message\":\""
              + part
              + "\"}}");
    }
    for (String part : List.of("mail a@b", ".example sent")) {
      said.add(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"logger\":\"l\",\"data\":\""
              + part
              + "\"}}");
    }
    said.add(
        "{\"jsonrpc\":\"2.0\",\"id\":$ID,\"result\":" + block("a@b.example b@b.example") + "}");
    try (FixtureUpstream upstream =
        FixtureUpstream.legacy().tool("chatty", new Answer.Events(said))) {
      Installation installation = installed(upstream);
      String heard;
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.legacy(gateway.mcp())) {
        heard =
            client
                .callWithProgress("1", "up__chatty", "{\"card\":\"4111111111111111\"}")
                .messages()
                .stream()
                .collect(Collectors.joining("\n"));
      }
      assertTrue(heard.contains("\"charging [masked:payment-card]\""), heard);
      assertTrue(heard.contains("\" done\""), heard);
      assertTrue(heard.contains("\"mail [masked:email]\""), heard);
      assertTrue(heard.contains("[masked:code-name]"), heard);
      assertEquals(8, heard.lines().count(), heard);
      assertFalse(heard.matches("(?s).*(1111|a@b|mple|owl).*"), heard);
      JsonObject masked = policyOfLast(installation, "response").getJsonObject("masked");
      assertEquals(
          Json.createObjectBuilder()
              .add("code-name", 1)
              .add("email", 3)
              .add("payment-card", 2)
              .build(),
          masked);
    }
  }

  @Test
  void refusesAndWithholdsWhereADetectorGivesUp() {
    String text = "ab".repeat(20_000);
    try (FixtureUpstream upstream =
        FixtureUpstream.legacy()
            .tool("slow", Answer.text("fine"))
            .tool("slow_result", Answer.text(text))) {
      Installation installation = installed(upstream);
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.legacy(gateway.mcp())) {
        String refused = client.call("1", "up__slow", "{\"t\":\"" + text + "\"}").last();
        assertTrue(refused.contains("cannot be hidden"), refused);
        assertEquals(0, upstream.calls());
        String withheld = client.call("2", "up__slow_result", "{}").last();
        assertTrue(withheld.contains("its result is withheld"), withheld);
        assertFalse(withheld.contains("abab"), withheld);
        assertTrue(client.call("3", "up__slow", "{\"t\":\"short\"}").last().contains("fine"));
      }
      JsonObject last = policyOfLast(installation, "request");
      assertEquals("permit", last.getString("decision"));
      assertStored(installation, "abababab");
      String log = Product.run(folder, "log", "--data", "data").expecting(0).out();
      assertTrue(log.contains("refuse") && log.contains("withheld"), log);
    }
  }

  private Installation installed(FixtureUpstream upstream) {
    return new Installation(folder).policy(POLICY).upstream("up", upstream.uri());
  }

  /** Nothing of these is in any file, and the log holds. */
  private void assertStored(Installation installation, String... secrets) {
    assertEquals(List.of(), Search.in(installation.data(), List.of(secrets)));
    installation.verify().expecting(0);
  }

  private JsonObject policyOfLast(Installation installation, String kind) {
    String log =
        Product.run(installation.folder(), "log", "--data", "data", "--json").expecting(0).out();
    List<JsonObject> entries = new ArrayList<>();
    for (String line : log.lines().toList()) {
      try (var reader = Json.createReader(new StringReader(line))) {
        JsonObject entry = reader.readObject();
        if (entry.getJsonObject("leaf").getString("type").equals(kind)) {
          entries.add(entry);
        }
      }
    }
    return entries.getLast().getJsonObject("parts").getJsonObject("pol");
  }

  private static String listing() {
    return RESULTS.keySet().stream()
        .map(
            name ->
                "{\"name\":\""
                    + name
                    + "\",\"description\":\"ask a@b.example\",\"inputSchema\":{\"type\":\"object\"}"
                    + (name.equals("typed") ? ",\"outputSchema\":" + OUTPUT_SCHEMA : "")
                    + "}")
        .collect(Collectors.joining(",", "{\"tools\":[", "]}"));
  }

  private static void row(String place, String result, String expected) {
    RESULTS.put(place, List.of(result, expected));
  }

  private static String block(String text) {
    return "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
  }
}
