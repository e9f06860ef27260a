package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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
  private static final Map<String, String> LISTENING =
      Map.of("mcp-protocol-version", "2026-07-28", "mcp-method", "subscriptions/listen");

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
  void anEndpointOfOneUpstreamBindsTasksToTheirOwnersToo() throws Exception {
    FakeUpstream crm = working();
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, crm)) {
      String call = "\"name\":\"slow\",\"arguments\":{\"region\":\"EU\"}";
      String begun = gateway.single("crm", "tools/call", "slow", call).reply();
      assertFalse(begun.contains("\"taskId\":\"t.1\""), begun);
      Matcher shown = Pattern.compile("\"taskId\":\"([^\"]+)\"").matcher(begun);
      assertTrue(shown.find(), begun);
      String id = shown.group(1);
      String reply = gateway.single("crm", "tasks/get", id, "\"taskId\":\"" + id + "\"").reply();
      assertTrue(reply.contains("\"taskId\":\"" + id + "\""), reply);
      assertTrue(reply.contains("card [masked:payment-card]"), reply);
      assertFalse(reply.contains("s3cret"), reply);
      String guessed = gateway.single("crm", "tasks/get", "t.1", "\"taskId\":\"t.1\"").reply();
      assertTrue(guessed.contains("\"error\"") && !guessed.contains("card"), guessed);
    }
  }

  @Test
  void aListenerHearsOfHisOwnTasksByHisIdsAndHidden() throws Exception {
    CountDownLatch leaving = new CountDownLatch(1);
    FakeUpstream crm =
        new FakeUpstream(
            "crm",
            Era.MODERN,
            call -> {
              if (!call.request().method().equals("subscriptions/listen")) {
                return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"task\","
                    + "\"taskId\":\"t.1\",\"status\":\"working\"}}";
              }
              say(call, "subscriptions/acknowledged", "\"notifications\":{\"taskIds\":[\"t.1\"]}");
              String card = "\"result\":{\"structuredContent\":{\"secret\":\"s3cret\"}}";
              say(call, "tasks", "\"taskId\":\"stranger's\"," + card);
              say(call, "tasks", "\"taskId\":\"t.1\"," + card);
              leaving.await();
              return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}";
            });
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, crm)) {
      String id = begun(gateway);
      CapturedSink sink = new CapturedSink();
      Thread listening =
          Thread.startVirtualThread(
              () -> gateway.post(listen("\"" + id + "\",\"crm__other\""), LISTENING, sink));
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (sink.received().size() < 2 && System.nanoTime() < end) {
        Thread.sleep(5);
      }
      List<String> heard = sink.received();
      assertEquals(2, heard.size(), heard.toString());
      assertTrue(crm.sent().getLast().contains("\"taskIds\":[\"t.1\"]"), crm.sent().getLast());
      assertTrue(heard.getFirst().contains("\"taskIds\":[\"" + id + "\"]"), heard.getFirst());
      assertTrue(heard.getLast().contains("\"taskId\":\"" + id + "\""), heard.getLast());
      String all = heard + String.join("\n", gateway.lines(0));
      assertFalse(all.contains("s3cret") || all.contains("stranger"), all);
      sink.leave();
      assertTrue(listening.join(Duration.ofSeconds(10)));
    }
  }

  @Test
  void theResultOfATaskOfNoToolPassesByNoRule() throws Exception {
    String policy =
        """
        default: permit
        rules:
          - name: secrets stay
            prompts: [ "crm__*" ]
            when-result: "has(result.structuredContent)"
            refuse: "no"
        """;
    for (String rules : List.of("default: permit\nrules: []\n", policy)) {
      FakeUpstream crm =
          new FakeUpstream(
              "crm",
              Era.MODERN,
              call ->
                  "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":"
                      + (call.request().method().equals("tasks/get")
                          ? "{\"taskId\":\"t.1\",\"result\":{\"structuredContent\":\"s3cret\"}}"
                          : "{\"resultType\":\"task\",\"taskId\":\"t.1\"}")
                      + "}");
      Path own = Files.createTempDirectory(directory, "log");
      try (ExchangeBench gateway = new ExchangeBench(own, rules, crm)) {
        String begun = gateway.modern("prompts/get", "crm__p", "\"name\":\"crm__p\"").reply();
        Matcher id = ID.matcher(begun);
        assertTrue(id.find(), begun);
        String reply = about(gateway, "tasks/get", id.group(1));
        assertEquals(!rules.equals(policy), reply.contains("s3cret"), reply);
      }
    }
  }

  @Test
  void aListenerIsNotToldAResultThatARuleRefuses() throws Exception {
    String policy =
        """
        default: permit
        rules:
          - name: secrets stay
            tools: [ crm__slow ]
            when-result: "has(result.structuredContent)"
            refuse: "no"
        """;
    CountDownLatch leaving = new CountDownLatch(1);
    FakeUpstream crm =
        new FakeUpstream(
            "crm",
            Era.MODERN,
            call -> {
              if (!call.request().method().equals("subscriptions/listen")) {
                return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"task\","
                    + "\"taskId\":\"t.1\",\"status\":\"working\"}}";
              }
              say(call, "subscriptions/acknowledged", "\"notifications\":{\"taskIds\":[\"t.1\"]}");
              String secret = "\"result\":{\"structuredContent\":{\"secret\":\"s3cret\"}}";
              say(call, "tasks", "\"taskId\":\"t.1\"," + secret);
              say(call, "tasks", "\"taskId\":\"t.1\",\"result\":{\"content\":[]}");
              leaving.await();
              return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}";
            });
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, crm)) {
      String id = begun(gateway);
      CapturedSink sink = new CapturedSink();
      Thread.startVirtualThread(() -> gateway.post(listen("\"" + id + "\""), LISTENING, sink));
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (sink.received().size() < 2 && System.nanoTime() < end) {
        Thread.sleep(5);
      }
      List<String> heard = sink.received();
      assertEquals(2, heard.size(), heard.toString());
      assertTrue(heard.getLast().contains("\"content\":[]"), heard.getLast());
      String all = heard + String.join("\n", gateway.lines(0));
      assertFalse(all.contains("s3cret"), all);
      sink.leave();
    }
  }

  @Test
  void aClientThatKnowsOfNoTasksCannotListenToThem() throws Exception {
    FakeUpstream crm = working();
    try (ExchangeBench gateway = new ExchangeBench(directory, "default: permit\n", crm)) {
      String reply =
          gateway
              .modern("subscriptions/listen", "", "\"notifications\":{\"taskIds\":[\"t\"]}")
              .reply();
      assertTrue(reply.startsWith("400 ") && reply.contains("-32021"), reply);
      assertEquals(List.of(), crm.sent());
    }
  }

  private static String listen(String ids) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":{"
        + "\"notifications\":{\"taskIds\":["
        + ids
        + "]},\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
        + "\"io.modelcontextprotocol/clientCapabilities\":{\"extensions\":{"
        + "\"io.modelcontextprotocol/tasks\":{}}}}}}";
  }

  private static void say(UpstreamCall call, String method, String params)
      throws InterruptedException {
    String text =
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/"
            + method
            + "\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
            + call.request().id().json()
            + "},"
            + params
            + "}}";
    call.listener().heard((Message.Notification) FakeUpstream.message(text));
  }
}
