package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gatehouse policy check} shows everything that is wrong, and {@code check} shows it so. */
class PolicyCheckCommandTest {
  private static final String WRONG =
      """
      default: maybe
      rules:
        - name: cards
          mask: { result: [ { detect: [ payment-crad ] } ] }
      """;

  private static final String SHOWN =
      """
      policy.yaml:4:35: `detect` should be a detector or a group of them (did you mean \
      `payment-card`?), found the text `payment-crad`
        4 |     mask: { result: [ { detect: [ payment-crad ] } ] }
          |                                   ^
      """;

  @TempDir private Path folder;

  @Test
  void showsEachProblemWithItsLineAndACaret() throws IOException {
    CommandLineRun run = CommandLineRun.of("policy", "check", policy(WRONG));
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains(SHOWN), run::err);
    assertTrue(run.err().contains("  1 | default: maybe\n    |          ^\n"), run::err);
    assertTrue(run.err().endsWith("2 problems\n"), run::err);
    assertEquals("", run.out());
  }

  @Test
  void tellsProgramsFileLineColumnMessageAndSource() throws IOException {
    String file = policy(WRONG);
    CommandLineRun run = CommandLineRun.of("policy", "check", "--json", file);
    assertEquals(2, run.exitCode());
    JsonObject first = json(run.out()).getJsonArray("problems").getJsonObject(0);
    assertEquals(file, first.getString("file"));
    assertEquals(1, first.getInt("line"));
    assertEquals(10, first.getInt("column"));
    assertEquals("default: maybe", first.getString("source"));
    assertTrue(first.getString("message").contains("one of permit, refuse"), run::out);
  }

  @Test
  void countsTheRulesOfAllFilesAndGivesTheirDigest() throws IOException {
    String one = policy("rules: [ { name: a, tools: [ crm__find ], permit: true } ]\n");
    String two = write("more.yaml", "rules: [ { name: b, tools: [ x__y ], refuse: \"no\" } ]\n");
    CommandLineRun run = CommandLineRun.of("policy", "check", one, two);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().startsWith("ok: policy.yaml, more.yaml (2 rules)\ndigest "), run::out);
    JsonObject report = json(CommandLineRun.of("policy", "check", "--json", one, two).out());
    assertEquals(2, report.getInt("rules"));
    assertTrue(run.out().contains(report.getString("digest")), run::out);
  }

  @Test
  void readsThePoliciesOfAConfigurationWithoutItsSecrets() throws IOException {
    policy(WRONG);
    String file =
        write(
            "gatehouse.yaml",
            """
            listen: 127.0.0.1:7411
            identity: { mode: local }
            recordings: { directory: data }
            policies: [ policy.yaml ]
            upstreams: { crm: { url: "http://127.0.0.1:1/mcp" } }
            """);
    CommandLineRun wrong = CommandLineRun.of("policy", "check", "--config", file);
    assertEquals(2, wrong.exitCode());
    assertTrue(wrong.err().contains("2 problems"), wrong::err);
    policy("default: permit\nrules: [ { name: a, tools: [ crmm__find ], refuse: \"no\" } ]\n");
    CommandLineRun right = CommandLineRun.of("policy", "check", "--config", file);
    assertEquals(0, right.exitCode(), right.err());
    assertTrue(right.err().contains("warning: `crmm__find` fits no upstream"), right::err);
    policy(WRONG);
    CommandLineRun whole = CommandLineRun.of("check", "--config", file);
    assertTrue(whole.err().contains(SHOWN), whole::err);
    JsonObject same = json(CommandLineRun.of("check", "--json", "--config", file).out());
    assertEquals(
        "default: maybe", same.getJsonArray("problems").getJsonObject(0).getString("source"));
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text)).readObject();
  }

  private String policy(String text) throws IOException {
    return write("policy.yaml", text);
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
