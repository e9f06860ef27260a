package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever in a message a secret stands, it goes no further, and into no record. */
class MaskedEverywhereTest {
  private static final String CARD = "4111111111111111";
  private static final String MASK =
      """
      default: permit
      rules:
        - name: cards
          tools: ["*"]
          mask: { arguments: [ { detect: [ payment-card ] } ], result: [ { detect: [ payment-card ] } ] }
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"params\":{\"name\":\"crm__f\",\"arguments\":{\"a\":\"4111111111111111\"}}",
        "\"params\":{\"name\":\"crm__f\",\"arguments\":{\"a\":4111111111111111}}",
        "\"params\":{\"name\":\"crm__f\",\"arguments\":{\"4111111111111111\":1}}",
        "\"params\":{\"name\":\"crm__f\",\"arguments\":[[\"x 4111-1111-1111-1111 y\"]]}",
        "\"params\":{\"name\":\"crm__f\",\"4111111111111111\":1}",
        "\"params\":{\"name\":\"crm__f\",\"ref\":{\"x\":\"4111111111111111\"}}",
        "\"params\":{\"name\":\"crm__f\",\"uri\":\"4111111111111111\",\"cursor\":4111111111111111}",
        "\"params\":{\"name\":\"crm__f\",\"_meta\":{\"io.modelcontextprotocol/4111111111111111\":1}}",
        "\"params\":{\"name\":\"crm__f\",\"_meta\":{\"io.modelcontextprotocol/clientInfo\":{\"name\":\"4111111111111111\"}}}",
        "\"extra\":\"4111111111111111\",\"params\":{\"name\":\"crm__f\"}",
        "\"4111111111111111\":0,\"params\":{\"name\":\"crm__f\"}",
      })
  void onItsWayUp(String members) throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", "{\"content\":[]}");
    try (ExchangeBench gateway = new ExchangeBench(directory, MASK, crm)) {
      gateway.legacy(
          gateway.session(),
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"," + members + "}");
      assertEquals(1, crm.sent().size());
      assertFalse(digits(crm.sent().getFirst()).contains(CARD), crm.sent()::getFirst);
      assertFalse(digits(String.join("\n", gateway.lines(0))).contains(CARD));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"4111111111111111\"}]}",
        "\"result\":{\"4111111111111111\":4111111111111111}",
        "\"result\":{},\"extra\":\"4111111111111111\"",
        "\"4111111111111111\":1,\"result\":{}",
        "\"result\":{\"_meta\":{\"dev.gatehouse/receipt\":\"4111111111111111\"}}",
        "\"result\":{\"_meta\":\"4111111111111111\"}",
        "\"result\":\"4111111111111111\"",
        "\"error\":{\"code\":1,\"message\":\"4111111111111111\",\"data\":[4111111111111111]}",
      })
  void onItsWayDown(String members) throws Exception {
    FakeUpstream crm =
        new FakeUpstream("crm", Era.LEGACY, _ -> "{\"jsonrpc\":\"2.0\",\"id\":7," + members + "}");
    try (ExchangeBench gateway = new ExchangeBench(directory, MASK, crm)) {
      String reply =
          gateway
              .legacy(
                  gateway.session(),
                  "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"crm__f\"}}")
              .reply();
      assertTrue(reply.startsWith("200 {"), reply);
      assertFalse(digits(reply).contains(CARD), reply);
      assertFalse(digits(String.join("\n", gateway.lines(0))).contains(CARD));
      // What came of it is still one message that a strict reader takes.
      assertTrue(FakeUpstream.message(reply.substring(4)) instanceof Message.Response);
    }
  }

  @Test
  void inTheCursorsAndItemsOfLists() throws Exception {
    FakeUpstream crm =
        new FakeUpstream(
            "crm",
            Era.LEGACY,
            call ->
                call.text().text().contains("cursor")
                    ? "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"prompts\":[{\"name\":\"b\"}]}}"
                    : "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"prompts\":[{\"name\":\"a\",\"d\":\"4111111111111111\"}],\"nextCursor\":\"4222222222222\"}}");
    String policy = MASK.replace("tools: [\"*\"]", "upstreams: [crm]");
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, crm)) {
      String reply =
          gateway
              .legacy(
                  gateway.session(), "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/list\"}")
              .reply();
      assertTrue(
          reply.contains(
              "{\"name\":\"crm__a\",\"d\":\"[masked:payment-card]\"},{\"name\":\"crm__b\"}"),
          reply);
      assertFalse(String.join("\n", gateway.lines(0)).contains("4222222222222"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void inDefinitionsOfToolsIfAsked(boolean ofAll) throws Exception {
    String listed =
        "{\"tools\":[{\"name\":\"f\",\"description\":\"as 4111111111111111\",\"inputSchema\":{}}]}";
    FakeUpstream crm = FakeUpstream.answering("crm", listed);
    String asking =
        MASK
            + "  - name: definitions\n    methods: tools/list\n"
            + "    mask: { result: [ { detect: payment-card, as: { replace: hidden } } ] }\n";
    for (String policy : List.of(MASK, asking)) {
      try (ExchangeBench gateway =
          new ExchangeBench(
              Files.createDirectory(directory.resolve("data" + policy.length())), policy, crm)) {
        String reply =
            ofAll
                ? gateway.modern("tools/list", "", "").reply()
                : gateway.single("crm", "tools/list").reply();
        assertEquals(policy.equals(MASK), reply.contains("as 4111111111111111"), reply);
        assertEquals(!policy.equals(MASK), reply.contains("as hidden"), reply);
        assertFalse(String.join("\n", gateway.lines(0)).contains(CARD));
      }
    }
  }

  @Test
  void inWhatIsQuotedBack() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", "{\"content\":[]}");
    String policy = MASK.replace("default: permit", "default: refuse");
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, crm)) {
      String session = gateway.session();
      for (String body :
          List.of(
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"4111111111111111\"}",
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"crm__4111111111111111\"}}",
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"4111111111111111\"}}}")) {
        assertFalse(gateway.legacy(session, body).reply().contains(CARD), body);
      }
      assertFalse(String.join("\n", gateway.lines(0)).contains(CARD));
    }
  }

  private static String digits(String text) {
    return text.replace("-", "");
  }
}
