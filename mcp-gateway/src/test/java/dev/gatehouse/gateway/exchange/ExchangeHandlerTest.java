package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeHandlerTest {
  private static final String PERMIT = "default: permit\nrules: []\n";
  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{nope | -32700",
        "[1] | -32600",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"} | -32700",
      })
  void answersWhatIsNoMessageAndKeepsIt(String body, int code) throws Exception {
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm())) {
      CapturedSink sink = new CapturedSink();
      gateway.post(body.strip(), Map.of(), sink);
      assertTrue(sink.reply().startsWith("400 {\"jsonrpc\":\"2.0\""), sink.reply());
      assertTrue(sink.reply().contains("\"code\":" + code), sink.reply());
      assertTrue(gateway.lines(gateway.size() - 2).getFirst().endsWith(body.strip()));
    }
  }

  @Test
  void refusesNestingThatWouldExhaustTheStack() throws Exception {
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm())) {
      CapturedSink sink = new CapturedSink();
      gateway.post("[".repeat(10_000) + "]".repeat(10_000), Map.of(), sink);
      assertTrue(sink.reply().startsWith("400 "), sink.reply());
      assertTrue(sink.reply().contains("nested deeper than 128 levels"), sink.reply());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"card\": 4111111111111111",
        "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"4111111111111111\",\"params\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":4111111111111111,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"4111111111111111\",\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"prompts/get\",\"params\":{\"name\":\"4111111111111111\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"crm__4111111111111111\"}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{\"4111111111111111\":1}}",
        "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"a\":4111111111111111}}",
      })
  void storesNoSecretWhereverAClientPutsIt(String body) throws Exception {
    String policy =
        """
        default: permit
        rules:
          - name: cards
            tools: ["*"]
            mask: { arguments: [ { detect: [ payment-card ] } ] }
        """;
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, crm())) {
      long before = gateway.size();
      gateway.legacy(gateway.session(), body);
      gateway.post(body, Map.of(), new CapturedSink());
      assertTrue(gateway.size() > before);
      assertFalse(
          gateway.entries(0).toString().contains("4111111111111111")
              || String.join("\n", gateway.lines(0)).contains("4111111111111111"),
          () -> body);
    }
  }

  @Test
  void asksALegacyClientForItsSession() throws Exception {
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm())) {
      CapturedSink without = new CapturedSink();
      gateway.post(LIST, Map.of(), without);
      assertTrue(without.reply().startsWith("400 "), without.reply());
      assertTrue(gateway.legacy("made-up", LIST).reply().startsWith("404 "));
      assertTrue(gateway.legacy(gateway.session(), LIST).reply().startsWith("200 "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"params\":{}", ",\"params\":{\"level\":\"loud\"}"})
  void keepsTheLogLevelWhereAClientAsksForNoneThatThereIs(String params) throws Exception {
    List<Optional<String>> levels = new ArrayList<>();
    FakeUpstream crm =
        new FakeUpstream(
            "crm",
            Era.LEGACY,
            call -> {
              levels.add(call.conversation().metadata().logLevel());
              return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}";
            });
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      String session = gateway.session();
      String set = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"logging/setLevel\"%s}";
      String call =
          "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"crm__a\"}}";
      String error = ",\"params\":{\"level\":\"error\"}";
      assertTrue(gateway.legacy(session, set.formatted(error)).reply().contains("\"result\":{}"));
      String refused = gateway.legacy(session, set.formatted(params)).reply();
      assertTrue(refused.startsWith("200 ") && refused.contains("\"code\":-32602"), refused);
      gateway.legacy(session, call);
      assertEquals(List.of(Optional.of("error")), levels);
    }
  }

  @Test
  void refusesARevisionThatItDoesNotSpeak() throws Exception {
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm())) {
      CapturedSink sink = new CapturedSink();
      String session = gateway.session();
      gateway.post(
          LIST, Map.of("mcp-session-id", session, "mcp-protocol-version", "1999-01-01"), sink);
      assertTrue(sink.reply().startsWith("400 "), sink.reply());
    }
  }

  @Test
  void answersRemovedAndUnknownMethodsAsEachEraAsks() throws Exception {
    FakeUpstream crm =
        new FakeUpstream(
            "crm",
            Era.LEGACY,
            _ -> "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32601,\"message\":\"none\"}}");
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      assertTrue(gateway.modern("ping", "", "").reply().startsWith("404 "));
      assertTrue(gateway.modern("initialize", "", "").reply().startsWith("404 "));
      assertTrue(gateway.modern("no/such", "", "").reply().startsWith("404 "));
      String unknown = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"no/such\"}";
      assertTrue(gateway.legacy(gateway.session(), unknown).reply().startsWith("200 "));
      assertEquals(2, crm.sent().size());
    }
  }

  @Test
  void acknowledgesWithNothingAndAnswersWithAReceipt() throws Exception {
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm())) {
      String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
      String list = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}";
      assertEquals(
          "200 {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
          gateway.legacy(gateway.session(), ping).reply());
      String listed = gateway.legacy(gateway.session(), list).reply();
      assertTrue(listed.contains("dev.gatehouse/receipt"), listed);
    }
  }

  @Test
  void introducesItselfInBothEras() throws Exception {
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm())) {
      String discovered = gateway.modern("server/discover", "", "").reply();
      assertTrue(discovered.contains("\"resultType\":\"complete\""), discovered);
      assertTrue(discovered.contains("\"supportedVersions\":[\"2026-07-28\""), discovered);
      assertTrue(discovered.contains("\"cacheScope\":\"private\""), discovered);
      assertNotEquals(gateway.session(), gateway.session());
      String ping = "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\"}";
      assertTrue(gateway.legacy(gateway.session(), ping).reply().contains("\"id\":5"));
    }
  }

  @Test
  void makesOneListOfAllAndSaysWhichUpstreamIsMissing() throws Exception {
    FakeUpstream billing =
        FakeUpstream.answering("billing", "{\"tools\":[{\"name\":\"refund\",\"x\":1.0}]}");
    FakeUpstream dead =
        new FakeUpstream(
            "dead",
            Era.LEGACY,
            _ -> {
              throw new UpstreamException(UpstreamException.Kind.UNREACHABLE, "no connection");
            });
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm(), dead, billing)) {
      String reply = gateway.legacy(gateway.session(), LIST).reply();
      assertTrue(
          reply.contains(
              "\"tools\":[{\"name\":\"crm__find\"},{\"name\":\"billing__refund\",\"x\":1.0}]"),
          reply);
      assertTrue(reply.contains("\"dev.gatehouse/unavailable\":[\"dead\"]"), reply);
    }
  }

  @Test
  void followsTheCursorsOfAnUpstreamAndRecordsEachPage() throws Exception {
    FakeUpstream paged =
        new FakeUpstream(
            "crm",
            Era.LEGACY,
            call ->
                call.text().text().contains("cursor")
                    ? "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":[{\"name\":\"b\"}]}}"
                    : "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":[{\"name\":\"a\"}],\"nextCursor\":\"2\"}}");
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, paged)) {
      String session = gateway.session();
      long before = gateway.size();
      String reply = gateway.legacy(session, LIST).reply();
      assertTrue(reply.contains("[{\"name\":\"crm__a\"},{\"name\":\"crm__b\"}]"), reply);
      assertEquals(
          List.of("request", "event", "response"),
          gateway.entries(before).stream().map(entry -> entry.kind().wireName()).toList());
    }
  }

  @Test
  void showsNoToolThatTheCallerMayNeverUse() throws Exception {
    FakeUpstream crm =
        FakeUpstream.answering("crm", "{\"tools\":[{\"name\":\"find\"},{\"name\":\"drop\"}]}");
    String policy =
        "default: permit\nrules:\n  - name: n\n    tools: [\"*__drop\"]\n    refuse: \"no\"\n";
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, crm)) {
      String reply = gateway.legacy(gateway.session(), LIST).reply();
      assertTrue(reply.contains("[{\"name\":\"crm__find\"}]"), reply);
    }
  }

  @Test
  void recordsNotificationsAndPassesOnWhatIsNotOurs() throws Exception {
    FakeUpstream crm = crm();
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      String session = gateway.session();
      String initialized = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
      String other = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/com.example/x\"}";
      assertEquals("accepted", gateway.legacy(session, initialized).reply());
      assertEquals("accepted", gateway.legacy(session, other).reply());
      assertEquals(List.of(other), crm.told());
      assertTrue(gateway.lines(gateway.size() - 1).getFirst().endsWith(other));
      assertEquals("rejected 404", gateway.legacy("made-up", initialized).reply());
    }
  }

  @Test
  void carriesOutNoRequestThatHidesAsANotification() throws Exception {
    FakeUpstream crm = crm();
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      String call =
          "{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{\"name\":\"crm__find\"}}";
      assertEquals("rejected 400", gateway.legacy(gateway.session(), call).reply());
      assertEquals(List.of(), crm.sent());
      assertEquals(List.of(), crm.told());
    }
  }

  @Test
  void passesOnNoNotificationThatPolicyDoesNotPermit() throws Exception {
    FakeUpstream crm = crm();
    String other = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/com.example/x\"}";
    try (ExchangeBench gateway = new ExchangeBench(directory, "rules: []\n", crm)) {
      assertEquals("accepted", gateway.legacy(gateway.session(), other).reply());
      assertEquals(List.of(), crm.told());
    }
  }

  @Test
  void asksNoUpstreamForAnythingWhenTheLogTakesNothing() throws Exception {
    FakeUpstream crm = crm();
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      gateway.failLog();
      assertEquals("", gateway.session());
      assertEquals("rejected 503", gateway.modern("server/discover", "", "").reply());
      assertEquals("rejected 503", gateway.modern("tools/list", "", "").reply());
      assertEquals(0, crm.introductions());
      assertEquals(List.of(), crm.sent());
    }
  }

  @Test
  void takesAnUpstreamWithoutAListForAnEmptyOne() throws Exception {
    FakeUpstream none =
        new FakeUpstream(
            "none",
            Era.LEGACY,
            _ -> "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32601,\"message\":\"no\"}}");
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm(), none)) {
      String reply = gateway.legacy(gateway.session(), LIST).reply();
      assertTrue(reply.contains("\"tools\":[{\"name\":\"crm__find\"}]"), reply);
      assertFalse(reply.contains("unavailable"), reply);
    }
  }

  @Test
  void saysOfAMethodThatCouldMeanSeveralUpstreamsThatItIsNotThere() throws Exception {
    FakeUpstream other = FakeUpstream.answering("other", "{}");
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm(), other)) {
      String modern = gateway.modern("foo/bar", "", "").reply();
      assertTrue(modern.startsWith("404 ") && modern.contains("-32601"), modern);
      String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"foo/bar\"}";
      String legacy = gateway.legacy(gateway.session(), body).reply();
      assertTrue(legacy.startsWith("200 ") && legacy.contains("-32601"), legacy);
    }
  }

  @Test
  void passesTheListOfTheOnlyUpstreamAnEndpointShowsAsItCame() throws Exception {
    FakeUpstream crm =
        FakeUpstream.answering(
            "crm",
            "{ \"tools\" : [ {\"name\":\"find\"}, {\"name\":\"drop\"} ], \"x\":1.0,"
                + " \"nextCursor\":\"n\" }");
    String policy =
        "default: permit\nrules:\n  - name: n\n    tools: [\"*__drop\"]\n    refuse: \"no\"\n";
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm)) {
      String reply = gateway.single("crm", "tools/list").reply();
      assertTrue(
          reply.contains(
              "{ \"tools\" : [ {\"name\":\"find\"}, {\"name\":\"drop\"} ], \"x\":1.0,"
                  + " \"nextCursor\":\"n\""),
          reply);
    }
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, crm)) {
      String reply = gateway.single("crm", "tools/list").reply();
      assertTrue(reply.contains("{ \"tools\" : [{\"name\":\"find\"}], \"x\":1.0"), reply);
      assertEquals("rejected 404", gateway.single("nobody", "tools/list").reply());
    }
  }

  @Test
  void acceptsNoResponseToAQuestionThatItNeverAsked() throws Exception {
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm())) {
      String response = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";
      assertEquals("rejected 400", gateway.legacy(gateway.session(), response).reply());
      assertTrue(gateway.lines(gateway.size() - 1).getFirst().endsWith(response));
    }
  }

  private static FakeUpstream crm() {
    return FakeUpstream.answering("crm", "{\"tools\":[{\"name\":\"find\"}],\"content\":[]}");
  }
}
