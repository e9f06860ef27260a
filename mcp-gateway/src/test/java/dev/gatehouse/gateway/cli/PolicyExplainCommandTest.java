package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gatehouse policy explain} says of every rule what became of it, and shows no secret. */
class PolicyExplainCommandTest {
  private static final String POLICY =
      """
      default: refuse
      rules:
        - name: support reads
          groups: [ support ]
          tools: [ "crm__*" ]
          permit: true
        - name: no cards
          mask: { arguments: [ { detect: payment-card } ], result: [ { detect: email, as: hash } ] }
        - name: few at a time
          tools: crm__find
          when: args.limit > 100
          refuse: "ask for a hundred at most"
        - name: no nights
          times: [ { from: "22:00", to: "06:00", zone: UTC } ]
          refuse: "not at night"
        - name: short replies
          tools: crm__find
          when-result: size(result.content) > 1
          refuse: "too long"
      """;

  private static final String CARD = "4111 1111 1111 1111";

  @TempDir private Path folder;

  @Test
  void saysOfEveryRuleWhetherItMatchedAndWhyNot() throws IOException {
    String out = explained("--arguments", "{\"limit\":3,\"q\":\"" + CARD + "\"}");
    assertTrue(out.contains("decision      permit by rule `support reads`"), out);
    assertTrue(out.contains("support reads  policy.yaml:3\n  permit"), out);
    assertTrue(out.contains("no cards  policy.yaml:7\n  mask"), out);
    assertTrue(out.contains("not matched `when` asks for args.limit > 100"), out);
    assertTrue(out.contains("not matched `times` asks for 22:00-06:00 UTC"), out);
    assertTrue(out.contains("on result   judged when the reply is there"), out);
    assertTrue(out.contains("payment-card at arguments.q"), out);
    assertFalse(out.contains("4111"), out);
    assertEquals(List.of(), out.lines().filter(line -> line.length() > 80).toList());
  }

  @Test
  void saysWhatCannotBeEvaluatedAndThatItRefuses() throws IOException {
    String out = explained("--arguments", "{\"q\":\"x\"}");
    assertTrue(out.contains("decision      refuse by rule `few at a time`"), out);
    assertTrue(out.contains("its condition cannot be evaluated: attribute not found"), out);
  }

  @Test
  void explainsTheReplyToo() throws IOException {
    String result =
        "{\"content\":[{\"type\":\"text\",\"text\":\"ada@example.org\"},{\"type\":\"text\",\"text\":\"b\"}]}";
    Path file = Files.writeString(folder.resolve("result.json"), result);
    String out = explained("--arguments", "{\"limit\":3}", "--result", "@" + file);
    assertTrue(out.contains("reply         withheld by rule `short replies`"), out);
    assertTrue(out.contains("email at content[0].text"), out);
    assertFalse(out.contains("ada@"), out);
  }

  @Test
  void refusesACallThatIsNotDescribed() throws IOException {
    CommandLineRun run = run("--principal", "ada");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("expected either --entry or a call"), run::err);
    CommandLineRun broken = run("--tool", "crm__find", "--arguments", "[1]");
    assertEquals(2, broken.exitCode());
    assertTrue(broken.err().contains("--arguments expected to be a JSON object"), broken::err);
    CommandLineRun nameless = run("--tool", "find");
    assertTrue(nameless.err().contains("--upstream is needed"), nameless::err);
  }

  @Test
  void saysWhoIsAskedAndForWhat() throws IOException {
    String policy =
        """
        rules:
          - { name: one, approve: { groups: leads } }
          - { name: two, approve: { groups: [ a, b ], need: all, wait: 30m, escalate: { after: 5m, to: c } } }
        """;
    Path file = Files.writeString(folder.resolve("asks.yaml"), policy);
    String[] call = {"policy", "explain", "--policies", file.toString(), "--tool", "crm__find"};
    String out = CommandLineRun.of(call).out();
    assertTrue(out.contains("decision      hold by rule `one`"), out);
    assertTrue(out.contains("waits for     approval by `leads`"), out);
    String two = "approval by `a` and `b`, a person of each, within 30 minutes,";
    assertTrue(
        out.contains("waits for     " + two + "\n              after 5 minutes also by `c`"), out);
    assertTrue(out.contains("  approve     needs approval by `leads`"), out);
    assertEquals(List.of(), out.lines().filter(line -> line.length() > 80).toList());

    List<String> json = new ArrayList<>(List.of(call));
    json.add("--json");
    JsonObject asked =
        Json.createReader(new StringReader(CommandLineRun.of(json.toArray(new String[0])).out()))
            .readObject()
            .getJsonArray("asks")
            .getJsonObject(1);
    assertEquals("two", asked.getString("rule"));
    assertEquals("[\"a\",\"b\"]", asked.getJsonArray("groups").toString());
    assertEquals("all", asked.getString("need"));
    assertTrue(asked.getString("words").startsWith(two), asked::toString);
  }

  @Test
  void explainsForPrograms() throws IOException {
    JsonObject json =
        Json.createReader(new StringReader(explained("--json", "--arguments", "{\"limit\":101}")))
            .readObject();
    assertEquals("refuse", json.getString("decision"));
    assertEquals("ask for a hundred at most", json.getString("message"));
    assertEquals(5, json.getJsonArray("rules").size());
    JsonObject nights = json.getJsonArray("rules").getJsonObject(3);
    assertEquals("not-matched", nights.getString("outcome"));
    assertEquals("times", nights.getString("part"));
  }

  @Test
  void explainsARecordedCallByTodaysRulesAndByThoseOfThen() throws Exception {
    try (WorkingGateway gateway = WorkingGateway.in(folder)) {
      String config = gateway.configuration();
      CommandLineRun called =
          CommandLineRun.of("call", "--config", config, "crm__find", "name=Ada", "age=101");
      assertEquals(1, called.exitCode(), called.err());
      String entry = called.err().replaceAll("(?s).*entry (\\d+).*", "$1");
      String today =
          "default: permit\nrules: [ { name: none, tools: [ x__y ], refuse: \"no\" } ]\n";
      Path other = Files.writeString(folder.resolve("today.yaml"), today);
      CommandLineRun now =
          CommandLineRun.of(
              "policy",
              "explain",
              "--config",
              config,
              "--entry",
              entry,
              "--policies",
              other.toString());
      assertEquals(0, now.exitCode(), now.err());
      assertTrue(now.out().contains("decision      permit by rule `default`"), now::out);
      assertTrue(now.out().contains("recorded      refuse by rule `the eldest stay`"), now::out);
      CommandLineRun then =
          CommandLineRun.of(
              "policy", "explain", "--config", config, "--entry", entry, "--as-recorded");
      assertTrue(then.out().contains("decision      refuse by rule `the eldest stay`"), then::out);
      CommandLineRun none =
          CommandLineRun.of("policy", "explain", "--config", config, "--entry", "0");
      assertEquals(2, none.exitCode());
    }
  }

  private String explained(String... options) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--tool",
                "crm__find",
                "--principal",
                "ada",
                "--group",
                "support",
                "--time",
                "2026-11-23T10:00:00Z"));
    all.addAll(List.of(options));
    CommandLineRun run = run(all.toArray(String[]::new));
    assertEquals(0, run.exitCode(), run.err());
    return run.out();
  }

  private CommandLineRun run(String... options) throws IOException {
    String file = Files.writeString(folder.resolve("policy.yaml"), POLICY).toString();
    List<String> all = new ArrayList<>(List.of("policy", "explain"));
    all.addAll(List.of(options));
    all.addAll(List.of("--policies", file));
    return CommandLineRun.of(all.toArray(String[]::new));
  }
}
