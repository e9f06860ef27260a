package dev.gatehouse.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectationsTest {
  private static final Results WANTED = results("ping", "SUCCESS", "SUCCESS");

  private static final List<String> PAIRINGS =
      List.of("alone", "both", "legacy", "modern", "client");

  @Test
  void acceptsTheSameAndWhatIsExcused() {
    assertEquals(List.of(), excusing().problems(WANTED, WANTED));
    Results found = results("ping", "SUCCESS", "FAILURE");
    assertEquals(List.of(), excusing("FAILURE1").problems(WANTED, found));
    assertEquals(List.of(), excusing("*").problems(WANTED, found));
  }

  @Test
  void refusesWhatDiffersWithoutAnExcuseOrByMore() {
    Results found = results("ping", "SUCCESS", "FAILURE");
    assertFalse(excusing().problems(WANTED, found).isEmpty());
    assertFalse(excusing("Other").problems(WANTED, found).isEmpty());
    assertFalse(
        excusing("FAILURE1").problems(WANTED, results("ping", "FAILURE", "FAILURE")).isEmpty());
    assertFalse(excusing().problems(WANTED, results("ping", "SUCCESS")).isEmpty());
    assertFalse(excusing().problems(WANTED, results("ping", "SUCCESS", "INFO")).isEmpty());
    assertFalse(excusing().problems(WANTED, results("other", "SUCCESS", "SUCCESS")).isEmpty());
  }

  @Test
  void refusesAnExcuseForWhatPasses() {
    assertTrue(
        excusing("*").problems(WANTED, WANTED).getFirst().contains("passes, and is excused"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Expectations.Line("both", "LEGACY", "ping", "*", ""));
  }

  @Test
  void readsTheChecksOfEachScenario(@TempDir Path folder) throws Exception {
    Path child = folder.resolve("server-json-schema-2020-12-2026-07-28T10-11-12-131Z");
    Files.createDirectory(child);
    Files.writeString(
        child.resolve("checks.json"),
        """
        [ { "name": "A", "status": "SUCCESS" },
          { "name": "B", "status": "WARNING", "errorMessage": "why" } ]
        """);
    Files.createDirectory(folder.resolve("server-ping-2026-07-28T10-11-12-131Z"));

    Results results = Results.read(folder);

    assertEquals("SUCCESS 1, WARNING 1", results.counts("json-schema-2020-12"));
    assertEquals("nothing", results.counts("ping"));
    assertEquals(List.of("json-schema-2020-12", "ping"), List.copyOf(results.faults().keySet()));
    assertEquals(1, results.count("WARNING"));
  }

  @Test
  void everyExcuseIsForAPartThatIsRun() {
    for (Expectations.Line line : Expectations.read().lines()) {
      List<String> parts =
          line.pairing().equals("client")
              ? List.of("2025-11-25", "2026-07-28")
              : Stream.of(Part.values()).map(Part::name).toList();
      assertTrue(PAIRINGS.contains(line.pairing()), line::toString);
      assertTrue(parts.contains(line.part()), line::toString);
    }
  }

  private static Expectations excusing(String... checks) {
    return new Expectations(
        List.of(checks).stream()
            .map(check -> new Expectations.Line("both", "LEGACY", "ping", check, "why"))
            .toList());
  }

  /** A scenario whose checks are named for their status and place. */
  private static Results results(String scenario, String... statuses) {
    TreeMap<String, List<Check>> scenarios = new TreeMap<>();
    List<Check> checks = new ArrayList<>();
    for (String status : statuses) {
      checks.add(new Check(status + checks.size(), status, ""));
    }
    scenarios.put(scenario, checks);
    return new Results(scenarios);
  }
}
