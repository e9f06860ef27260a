package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gatehouse policy replay} tells by its exit code whether recorded calls would differ. */
class PolicyReplayCommandTest {
  @TempDir private Path folder;
  private WorkingGateway gateway;
  private String policy;

  @BeforeEach
  void record() throws Exception {
    gateway = WorkingGateway.in(folder);
    policy = Files.readString(folder.resolve("policy.yaml"));
    for (String age : List.of("36", "80", "101")) {
      CommandLineRun.of(
          "call", "--config", gateway.configuration(), "crm__find", "name=Ada", "age=" + age);
    }
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void endsWithZeroWhereNothingDiffers() throws IOException {
    CommandLineRun run = replay(policy);
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertEquals(
        "3 calls replayed: 0 differ, 0 cannot be said, 0 only observed otherwise\n", run.out());
  }

  @Test
  void endsWithOneAndListsWhatDiffers() throws IOException {
    CommandLineRun run = replay(policy.replace("args.age > 100", "args.age > 70"));
    assertEquals(1, run.exitCode(), run.err());
    assertTrue(run.out().contains("crm__find"), run::out);
    assertTrue(
        run.out().contains("permit -> refuse: rule `the eldest stay`: nobody is that old"),
        run::out);
    assertTrue(run.out().contains("3 calls replayed: 1 differ, 0 cannot be said"), run::out);
  }

  @Test
  void endsWithFourWhereItCannotBeSaid() throws IOException {
    CommandLineRun run =
        replay(
            policy
                + """
                  - name: long replies
                    tools: crm__find
                    when-result: result.content.exists(c, c.text.contains("Lovelace"))
                    refuse: "no"
                """);
    assertEquals(4, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().contains("cannot be said: result: rule `long replies`"), run::out);
  }

  @Test
  void showsWhatIsOnlyObservedAndEndsWithZero() throws IOException {
    CommandLineRun run =
        replay(
            policy
                + """
                  - { name: old, tools: crm__find, when: args.age > 70, refuse: "no", observe: true }
                """);
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().contains("observed: rule `old`: would have refused"), run::out);
    assertTrue(run.out().contains("2 only observed otherwise"), run::out);
  }

  @Test
  void countsWhatIsNotListedAndReplaysOnlyWhatIsAskedFor() throws IOException {
    String refusing = "default: refuse\nrules: [ { name: a, tools: [ x__y ], permit: true } ]\n";
    CommandLineRun run = replay(refusing, "--limit", "1");
    assertTrue(run.out().contains("… and 2 more; --limit 0 lists all"), run::out);
    CommandLineRun refused = replay(refusing, "--decision", "refuse", "--json");
    List<String> lines = refused.out().lines().toList();
    JsonObject call = Json.createReader(new StringReader(lines.getFirst())).readObject();
    assertEquals("refuse", call.getString("then"));
    JsonObject sums = Json.createReader(new StringReader(lines.getLast())).readObject();
    assertEquals(1, sums.getJsonObject("sums").getInt("calls"));
  }

  @Test
  void refusesACandidateThatIsWrong() throws IOException {
    CommandLineRun run = replay("default: maybe\n");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("candidate.yaml:1:10"), run::err);
  }

  @Test
  void isRecordedItself() throws IOException {
    replay(policy);
    CommandLineRun log =
        CommandLineRun.of("log", "--config", gateway.configuration(), "--kind", "read", "--json");
    assertTrue(log.out().contains("\"command\":\"policy replay\""), log::out);
  }

  private CommandLineRun replay(String candidate, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("candidate.yaml"), candidate);
    List<String> all =
        new ArrayList<>(
            List.of("policy", "replay", "--config", gateway.configuration(), "--policies"));
    all.add(file.toString());
    all.addAll(List.of(options));
    return CommandLineRun.of(all.toArray(String[]::new));
  }
}
