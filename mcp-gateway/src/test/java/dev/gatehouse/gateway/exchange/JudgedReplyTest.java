package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgedReplyTest {
  private static final String SALARIES =
      """
      default: permit
      rules:
        - name: no salaries
          tools: [ "hr__*" ]
          when-result: has(result.structuredContent.salary)
          refuse: "salaries are for the payroll department"
        - name: mail stays inside
          when-result: "!isError"
          mask: { result: [ { detect: email } ] }
      """;
  private static final String CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"hr__find\",\"arguments\":{}}}";

  @TempDir private Path directory;

  @Test
  void withholdsAReplyInTheWordsOfItsRuleAndKeepsItMaskedForTheRecord() throws Exception {
    FakeUpstream hr =
        FakeUpstream.answering(
            "hr",
            "{\"content\":[],\"structuredContent\":{\"salary\":91000,\"mail\":\"a@b.example\"}}");
    try (ExchangeBench gateway = new ExchangeBench(directory, SALARIES, hr)) {
      String session = gateway.session();
      long before = gateway.size();
      String reply = gateway.legacy(session, CALL).reply();
      assertTrue(reply.contains("salaries are for the payroll department"), reply);
      assertTrue(reply.contains("\"isError\":true"), reply);
      assertTrue(reply.contains("\"decision\":\"withhold\",\"rule\":\"no salaries\""), reply);
      assertFalse(reply.contains("91000"), reply);
      List<StoredEntry> entries = gateway.entries(before);
      assertEquals(
          List.of("request permit", "event -", "response withheld"),
          entries.stream()
              .map(it -> it.kind().wireName() + " " + it.decision().orElse("-"))
              .toList());
      String heard = entries.get(1).part(PartName.MSG).orElseThrow().toText();
      assertTrue(heard.contains("91000") && heard.contains("[masked:email]"), heard);
      String why = entries.get(2).part(PartName.POL).orElseThrow().toText();
      assertTrue(why.contains("\"reasons\":[{\"rule\":\"no salaries\",\"verb\":\"refuse\""), why);
      assertTrue(why.contains("\"masked\":{\"email\":1}"), why);
    }
  }

  @Test
  void releasesOtherRepliesWithTheMasksOfTheirRulesAdded() throws Exception {
    FakeUpstream hr =
        FakeUpstream.answering(
            "hr", "{\"content\":[],\"structuredContent\":{\"m\":\"a@b.example\"}}");
    try (ExchangeBench gateway = new ExchangeBench(directory, SALARIES, hr)) {
      String reply = gateway.legacy(gateway.session(), CALL).reply();
      assertTrue(reply.contains("\"m\":\"[masked:email]\""), reply);
      String why = gateway.entries(gateway.size() - 1).getFirst().part(PartName.POL).get().toText();
      assertTrue(why.contains("{\"rule\":\"mail stays inside\",\"verb\":\"mask\""), why);
      assertTrue(why.contains("\"outcome\":\"ok\""), why);
    }
  }

  @Test
  void judgesErrorsOfUpstreamsToo() throws Exception {
    String policy =
        """
        default: permit
        rules:
          - name: no traces
            when-result: isError && result.message.contains("at com.")
            refuse: "the details are in the log of the server"
        """;
    FakeUpstream hr =
        new FakeUpstream(
            "hr",
            dev.gatehouse.adapters.Era.LEGACY,
            _ ->
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":1,\"message\":\"x at"
                    + " com.acme\"}}");
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, hr)) {
      String reply = gateway.legacy(gateway.session(), CALL).reply();
      assertTrue(reply.contains("the details are in the log of the server"), reply);
      assertFalse(reply.contains("com.acme"), reply);
    }
  }

  @Test
  void withholdsWhatAConditionCannotBeEvaluatedFor() throws Exception {
    String policy = SALARIES.replace("has(result.structuredContent.salary)", "result.level > 3");
    FakeUpstream hr = FakeUpstream.answering("hr", "{\"content\":[],\"secret\":\"s3\"}");
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, hr)) {
      String reply = gateway.legacy(gateway.session(), CALL).reply();
      assertTrue(reply.contains("cannot be evaluated"), reply);
      assertFalse(reply.contains("s3"), reply);
    }
  }

  @Test
  void onlySaysWhatItWouldHaveDoneWhereARuleObserves() throws Exception {
    String policy =
        SALARIES.replace("  - name: no salaries", "  - name: no salaries\n    observe: true");
    FakeUpstream hr =
        FakeUpstream.answering("hr", "{\"content\":[],\"structuredContent\":{\"salary\":91000}}");
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, hr)) {
      String reply = gateway.legacy(gateway.session(), CALL).reply();
      assertTrue(reply.contains("91000"), reply);
      assertFalse(reply.contains("would have"), reply);
      String why = gateway.entries(gateway.size() - 1).getFirst().part(PartName.POL).get().toText();
      assertTrue(why.contains("would have refused"), why);
    }
  }
}
