package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTestCommandTest {
  private static final String RIGHT =
      """
      policies: [ policy.yaml ]
      tests:
        - name: reading goes through
          when: { tool: crm__get }
          then: { decision: permit }
        - name: a deletion <does> "not" & that's it
          when: { tool: crm__delete }
          then: { decision: refuse, rule: no deletes }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writesThePolicy() throws IOException {
    write(
        "policy.yaml",
        """
        default: permit
        rules:
          - name: no deletes
            tools: crm__delete
            refuse: "no deletes"
        """);
  }

  @Test
  void saysOfEachTestThatItPassed() throws IOException {
    write("a.test.yaml", RIGHT);
    write("deep/b.test.yaml", RIGHT.replace("policy.yaml", "../policy.yaml"));

    CommandLineRun run = CommandLineRun.of("policy", "test", folder.toString());

    assertEquals(0, run.exitCode(), run::err);
    assertEquals(
        """
        HERE/a.test.yaml
          ✓ reading goes through
          ✓ a deletion <does> "not" & that's it
        HERE/deep/b.test.yaml
          ✓ reading goes through
          ✓ a deletion <does> "not" & that's it
        ok: 4 tests passed
        """,
        here(run.out()));
    assertEquals("", run.err());
  }

  @Test
  void saysOfATestThatFailedWhereWhatAndWhy() throws IOException {
    write("a.test.yaml", RIGHT.replace("crm__delete", "crm__remove"));

    CommandLineRun run = CommandLineRun.of("policy", "test", folder.toString());

    assertEquals(1, run.exitCode());
    assertEquals(
        """
        HERE/a.test.yaml
          ✓ reading goes through
          ✗ a deletion <does> "not" & that's it
              HERE/a.test.yaml:8:23: decision
                expected `refuse`
                found    `permit`
              HERE/a.test.yaml:8:37: rule
                expected `no deletes`
                found    `default`
              because `default`: permit: no rule keeps it, and the default is to permit
              because `no deletes` (HERE/policy.yaml:3) did not fire: `tools` wants `crm__delete`, but is `crm__remove`
        failed: 1 of 2 tests
        """,
        here(run.out()));
  }

  @Test
  void showsWhatIsWrongWithAFileAndRunsTheOthers() throws IOException {
    write("a.test.yaml", RIGHT);
    write("b.test.yaml", RIGHT.replace("decision: permit", "decison: permit"));

    CommandLineRun run = CommandLineRun.of("policy", "test", folder.toString());

    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("b.test.yaml:5:13: unknown key `decison`"), run::err);
    assertTrue(run.err().contains("(did you mean `decision`?)\n  5 | "), run::err);
    assertTrue(run.out().contains("a.test.yaml\n  ✓ reading goes through"), run::out);
    assertTrue(run.out().contains("failed: 0 of 2 tests, and not every file"), run::out);
  }

  @Test
  void showsWhatIsWrongWithThePolicies() throws IOException {
    write("a.test.yaml", RIGHT);
    write("policy.yaml", "default: permt\n");

    CommandLineRun run = CommandLineRun.of("policy", "test", folder + "/a.test.yaml");

    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("policy.yaml:1:10: `default` should be one of"), run::err);
    assertEquals("", run.out());
  }

  @Test
  void saysWhenThereIsNothingToRun() {
    CommandLineRun empty = CommandLineRun.of("policy", "test", folder.toString());
    CommandLineRun absent = CommandLineRun.of("policy", "test", folder + "/x.test.yaml");

    assertEquals(2, empty.exitCode());
    assertTrue(empty.err().contains("there is no test `*.test.yaml` at"), empty::err);
    assertEquals(2, absent.exitCode());
    assertTrue(absent.err().contains("there is no such file"), absent::err);
    assertEquals(2, CommandLineRun.of("policy", "test").exitCode());
  }

  @Test
  void tellsProgramsAsJson() throws IOException {
    write("a.test.yaml", RIGHT.replace("rule: no deletes", "rule: default"));

    CommandLineRun run = CommandLineRun.of("policy", "test", "--json", folder.toString());

    assertEquals(1, run.exitCode());
    JsonObject report = json(run.out());
    assertFalse(report.getBoolean("ok"));
    assertTrue(report.getJsonArray("tests").getJsonObject(0).getBoolean("passed"));
    JsonObject failed = report.getJsonArray("tests").getJsonObject(1);
    assertEquals(6, failed.getInt("line"));
    assertEquals(
        json(
            "{\"what\":\"rule\",\"line\":8,\"column\":37,\"expected\":\"`default`\",\"found\":\"`no"
                + " deletes`\"}"),
        failed.getJsonArray("mismatches").getJsonObject(0));
  }

  @Test
  void writesWhatBuildServersRead() throws IOException {
    write("a.test.yaml", RIGHT.replace("rule: no deletes", "rule: default"));
    write("b.test.yaml", "tests: 1\n");
    Path report = folder.resolve("report.xml");

    CommandLineRun run =
        CommandLineRun.of("policy", "test", "--junit", report.toString(), folder.toString());

    assertEquals(2, run.exitCode());
    assertEquals(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites>
          <testsuite name="HERE/a.test.yaml" tests="2" failures="1" errors="0">
            <testcase classname="HERE/a.test.yaml" name="reading goes through" file="HERE/a.test.yaml" line="3"/>
            <testcase classname="HERE/a.test.yaml" name="a deletion &lt;does&gt; &quot;not&quot; &amp; that's it" file="HERE/a.test.yaml" line="6">
              <failure>HERE/a.test.yaml:8:37: rule: expected `default`, found `no deletes`&#10;because `no deletes` (HERE/policy.yaml:3): refuse: no deletes&#10;</failure>
            </testcase>
          </testsuite>
          <testsuite name="HERE/b.test.yaml" tests="1" failures="0" errors="1">
            <testcase classname="HERE/b.test.yaml" name="the file is right">
              <error>HERE/b.test.yaml:1:1: expected `policies`, the files that are tested, or `policy`, their text&#10;HERE/b.test.yaml:1:8: `tests` should be a list, found the number `1`</error>
            </testcase>
          </testsuite>
        </testsuites>
        """,
        here(Files.readString(report)));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String here(String text) {
    return text.replace(folder.toString(), "HERE");
  }

  private static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
