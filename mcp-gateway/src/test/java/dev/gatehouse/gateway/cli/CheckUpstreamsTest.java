package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gatehouse check --upstreams} holds rules against what the upstreams have. */
class CheckUpstreamsTest {
  private static final String POLICY =
      """
      default: permit
      rules:
        - { name: a, tools: [ crm__find ], refuse: "no" }
        - { name: b, tools: [ crm__fnid, "crm__x*" ], refuse: "no" }
        - { name: c, tools: [ bank__pay ], refuse: "no" }
      """;

  @TempDir private Path folder;

  @Test
  void takesRulesOnToolsThatAreNotThereForProblems() throws Exception {
    try (FakeServer crm = FakeServer.start()) {
      CommandLineRun run = check(crm.uri().toString(), "--upstreams");
      assertEquals(2, run.exitCode(), run.err());
      assertTrue(
          run.err()
              .contains(
                  "policy.yaml:4:25: `crm__fnid` is no tool of upstream `crm`, which has fail,"
                      + " find, picture"),
          run::err);
      assertTrue(run.err().contains("policy.yaml:5:25: `bank__pay` fits no upstream"), run::err);
      assertTrue(run.err().contains("2 problems"), run::err);
    }
  }

  @Test
  void onlyWarnsOfAnUpstreamThatIsDown() throws Exception {
    CommandLineRun run = check("http://127.0.0.1:1/mcp", "--upstreams");
    assertTrue(run.err().contains("warning: upstream `crm`"), run::err);
    assertTrue(run.err().contains("1 problem"), run::err);
  }

  @Test
  void asksNobodyUnlessItIsTold() throws Exception {
    CommandLineRun run = check("http://127.0.0.1:1/mcp");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.err().contains("warning: `bank__pay` fits no upstream"), run::err);
  }

  private CommandLineRun check(String upstream, String... options) throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
    Path file =
        Files.writeString(
            folder.resolve("gatehouse.yaml"),
            """
            listen: 127.0.0.1:0
            identity: { mode: local }
            recordings: { directory: data }
            policies: [ policy.yaml ]
            upstreams: { crm: { url: "%s" } }
            """
                .formatted(upstream));
    String[] arguments = new String[3 + options.length];
    arguments[0] = "check";
    arguments[1] = "--config";
    arguments[2] = file.toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return CommandLineRun.of(arguments);
  }
}
