package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks of upstreams, as clients know them. */
class TasksTest {
  private static final String CARD = "4111111111111111";
  private static final Pattern ID = Pattern.compile("\"taskId\":\"([^\"]+)\"");
  private static final String POLICY =
      """
      default: permit
      rules:
        - name: cards of slow things
          tools: [ crm__slow ]
          when: "args.region == 'EU'"
          mask: { result: [ { detect: [ payment-card ] } ] }
        - name: secrets by place
          tools: [ crm__slow ]
          mask: { result: [ { path: "$.structuredContent.secret" } ] }
      """;

  @TempDir private Path directory;

  private static FakeUpstream working() {
    return new FakeUpstream(
        "crm",
        Era.MODERN,
        call -> {
          String result =
              switch (call.request().method()) {
                case "tools/call" ->
                    "{\"resultType\":\"task\",\"taskId\":\"t.1\",\"status\":\"working\"}";
                case "tasks/get" ->
                    "{\"resultType\":\"complete\",\"taskId\":\"t.1\",\"status\":\"completed\","
                        + "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"card "
                        + CARD
                        + "\"}],\"structuredContent\":{\"secret\":\"s3cret\",\"n\":1.0}}}";
                default -> "{\"resultType\":\"complete\"}";
              };
          return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":" + result + "}";
        });
  }

  private static String begun(ExchangeBench gateway) throws Exception {
    String reply =
        gateway
            .modern(
                "tools/call",
                "crm__slow",
                "\"name\":\"crm__slow\",\"arguments\":{\"region\":\"EU\"}")
            .reply();
    Matcher id = ID.matcher(reply);
    assertTrue(id.find(), reply);
    return id.group(1);
  }

  private static String about(ExchangeBench gateway, String method, String id) throws Exception {
    return gateway.modern(method, id, "\"taskId\":\"" + id + "\"").reply();
  }

  @Test
  void aTaskIsKnownByItsUpstreamsNameAndItsUpstreamKnowsItByItsOwn() throws Exception {
    FakeUpstream crm = working();
    FakeUpstream other = FakeUpstream.answering("other", "{}");
    try (ExchangeBench gateway = new ExchangeBench(directory, "default: permit\n", crm, other)) {
      String id = begun(gateway);
      assertTrue(id.startsWith("crm__t.1."), id);
      for (String method : List.of("tasks/get", "tasks/update", "tasks/cancel")) {
        String reply = about(gateway, method, id);
        assertTrue(reply.startsWith("200 "), reply);
        assertTrue(crm.sent().getLast().contains("\"taskId\":\"t.1\""), crm.sent().getLast());
      }
      assertTrue(about(gateway, "tasks/get", id).contains("\"taskId\":\"" + id + "\""));
      assertEquals(List.of(), other.sent());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"t.1", "crm__t.1", "crm__t.1.c2xvdw.AAAAAAAAAAAAAAAAAAAAAA", "x__y.z.a"})
  void anIdThatWasNotGivenIsNoTask(String id) throws Exception {
    FakeUpstream crm = working();
    try (ExchangeBench gateway = new ExchangeBench(directory, "default: permit\n", crm)) {
      CapturedSink sink = new CapturedSink();
      gateway.post(
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tasks/get\",\"params\":{\"taskId\":\""
              + id
              + "\",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
              + "\"io.modelcontextprotocol/clientCapabilities\":{\"extensions\":{"
              + "\"io.modelcontextprotocol/tasks\":{}}}}}}",
          Map.of("mcp-protocol-version", "2026-07-28", "mcp-method", "tasks/get", "mcp-name", id),
          sink);
      assertTrue(
          sink.reply().contains("\"code\":-32602,\"message\":\"unknown task\""), sink.reply());
      assertEquals(List.of(), crm.sent());
    }
  }

  @Test
  void aClientThatKnowsOfNoTasksIsToldSo() throws Exception {
    FakeUpstream crm = working();
    try (ExchangeBench gateway = new ExchangeBench(directory, "default: permit\n", crm)) {
      String reply = about(gateway, "tasks/get", "t");
      assertTrue(reply.startsWith("400 ") && reply.contains("-32021"), reply);
    }
  }

  @Test
  void theResultOfATaskIsHiddenAsThatOfItsToolWhateverItsArgumentsWere() throws Exception {
    FakeUpstream crm = working();
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, crm)) {
      String reply = about(gateway, "tasks/get", begun(gateway));
      assertTrue(reply.contains("card [masked:payment-card]"), reply);
      assertFalse(reply.contains("s3cret"), reply);
      assertTrue(reply.contains("\"n\":1.0"), reply);
      String stored = String.join("\n", gateway.lines(0));
      assertFalse(stored.contains(CARD) || stored.contains("s3cret"), stored);
    }
  }

  @Test
  void theResultOfAnotherToolsTaskIsNot() throws Exception {
    FakeUpstream crm = working();
    String policy = POLICY.replace("crm__slow", "crm__other");
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, crm)) {
      String reply = about(gateway, "tasks/get", begun(gateway));
      assertTrue(reply.contains(CARD) && reply.contains("s3cret"), reply);
    }
  }

  @Test
  void anEndpointOfOneUpstreamShowsItsOwnIdsAndHidesTheSame() throws Exception {
    FakeUpstream crm = working();
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, crm)) {
      String call = "\"name\":\"slow\",\"arguments\":{\"region\":\"EU\"}";
      String begun = gateway.single("crm", "tools/call", "slow", call).reply();
      assertTrue(begun.contains("\"taskId\":\"t.1\""), begun);
      String reply = gateway.single("crm", "tasks/get", "t.1", "\"taskId\":\"t.1\"").reply();
      assertTrue(reply.contains("\"taskId\":\"t.1\""), reply);
      assertTrue(reply.contains("card [masked:payment-card]"), reply);
      assertFalse(reply.contains("s3cret"), reply);
    }
  }

  @Test
  void ofATaskOfAnUnknownToolAllIsHiddenThatIsHiddenAnywhere() throws Exception {
    FakeUpstream crm = working();
    String policy = POLICY.replace("crm__slow", "other__thing");
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, crm)) {
      String reply = gateway.single("crm", "tasks/get", "t.1", "\"taskId\":\"t.1\"").reply();
      assertTrue(reply.contains("card [masked:payment-card]"), reply);
      assertFalse(reply.contains("s3cret"), reply);
    }
  }
}
