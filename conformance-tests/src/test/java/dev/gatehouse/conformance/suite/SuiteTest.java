package dev.gatehouse.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.conformance.suite.FixtureServer.Eras;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The official suite finds behind the gateway what it finds in front of it. */
@TestInstance(Lifecycle.PER_CLASS)
class SuiteTest {
  private static final Set<Part> SKILLS =
      EnumSet.of(Part.SKILLS_ENUMERATION, Part.SKILLS_MANIFEST, Part.SKILLS_DIRECTORY);

  @TempDir static Path folder;

  private FixtureServer fixture;
  private Map<Part, Results> alone;

  @BeforeAll
  void runTheSuiteAgainstTheFixtureAlone() {
    fixture = FixtureServer.start(Eras.BOTH);
    alone = SuiteRun.against(fixture.uri(), EnumSet.allOf(Part.class), folder.resolve("alone"));
  }

  @AfterAll
  void stop() {
    fixture.close();
  }

  /** What the issue says that the suite has; a fixture that passes less proves less. */
  @Test
  void fixtureAlonePassesEverything() {
    assertPassed(33, 84, alone(Part.LEGACY));
    assertPassed(50, 196, alone(Part.MODERN));
    assertEquals(45, SKILLS.stream().mapToLong(part -> alone(part).count("SUCCESS")).sum());
    SKILLS.forEach(part -> assertEquals(Map.of(), alone(part).faults()));
    assertPassed(32, 44, alone(Part.EARLIER));
  }

  private static void assertPassed(int scenarios, int checks, Results results) {
    assertEquals(scenarios, results.scenarios().size());
    assertEquals(checks, results.count("SUCCESS"), () -> results.faults().toString());
    Map<String, List<Check>> faults = results.faults();
    // The suite itself always skips the one; in the other it says 2025-03-26 in a session of
    // 2025-11-25, and misses what only the later revision has.
    faults.remove("tasks-status-notifications");
    List<String> misled =
        faults.getOrDefault("server-sse-polling", List.of()).stream().map(Check::status).toList();
    faults.remove("server-sse-polling");
    assertEquals(Map.of(), faults);
    assertEquals(
        results.scenarios().size() == 32 ? List.of("WARNING", "WARNING") : List.of(), misled);
  }

  private Results alone(Part part) {
    Results results = alone.get(part);
    if (results == null) {
      throw new AssertionError(part + " was not run");
    }
    return results;
  }
}
