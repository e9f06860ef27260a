package dev.gatehouse.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.suite.FixtureServer.Eras;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
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
  private static final Set<Part> ALL = EnumSet.allOf(Part.class);
  private static final Set<Part> SKILLS =
      EnumSet.of(Part.SKILLS_ENUMERATION, Part.SKILLS_MANIFEST, Part.SKILLS_DIRECTORY);
  private static final Set<Part> OF_LEGACY_CLIENTS = EnumSet.of(Part.LEGACY, Part.EARLIER);
  private static final Set<Part> OF_MODERN_CLIENTS =
      EnumSet.complementOf(EnumSet.copyOf(OF_LEGACY_CLIENTS));

  @TempDir static Path folder;

  private final Map<Eras, FixtureServer> fixtures = new EnumMap<>(Eras.class);
  private final Expectations expectations = Expectations.read();
  private Map<Part, Results> alone;
  private Installation installation;
  private GatehouseProcess gateway;

  @BeforeAll
  void runTheSuiteAgainstTheFixtureAlone() {
    // Streams end early, as the fixture ends its own, so that the suite has to come back for them.
    installation = new Installation(folder).more("limits: { silence: 1s }");
    for (Eras eras : Eras.values()) {
      FixtureServer fixture = FixtureServer.start(eras);
      fixtures.put(eras, fixture);
      installation.upstream(eras.upstream(), fixture.uri());
    }
    gateway = installation.serve();
    alone = SuiteRun.against(fixture(Eras.BOTH).uri(), ALL, folder.resolve("alone"));
  }

  @AfterAll
  void stopEverythingAndVerifyWhatWasRecorded() {
    gateway.close();
    fixtures.values().forEach(FixtureServer::close);
    installation.verify().expecting(0);
  }

  /** What the suite is known to have; a fixture that passes less would prove less. */
  @Test
  void fixtureAlonePassesEverything() {
    assertPassed(33, 84, Set.of(Part.LEGACY));
    assertPassed(50, 196, Set.of(Part.MODERN));
    assertPassed(3, 45, SKILLS);
    assertPassed(32, 44, Set.of(Part.EARLIER));
  }

  @Test
  void fixtureOfBothErasPassesBehindTheGatewayAsAlone() {
    assertAsAlone(Eras.BOTH, ALL);
  }

  @Test
  void fixtureOfTheLegacyEraPassesForModernClients() {
    assertAsAlone(Eras.LEGACY, OF_MODERN_CLIENTS);
  }

  @Test
  void fixtureOfTheModernEraPassesForLegacyClients() {
    assertAsAlone(Eras.MODERN, OF_LEGACY_CLIENTS);
  }

  private void assertPassed(int scenarios, int checks, Set<Part> parts) {
    List<String> faults = new ArrayList<>();
    for (Part part : parts) {
      Expectations excused = expectations.of("alone", part.name());
      alone(part)
          .faults()
          .forEach(
              (scenario, found) -> {
                boolean isExcused =
                    excused.lines().stream().anyMatch(line -> line.scenario().equals(scenario));
                if (!isExcused || found.stream().anyMatch(it -> it.status().equals("FAILURE"))) {
                  faults.add(scenario + " " + found);
                }
              });
    }
    assertEquals(List.of(), faults);
    assertEquals(scenarios, parts.stream().mapToInt(it -> alone(it).scenarios().size()).sum());
    assertEquals(checks, parts.stream().mapToLong(it -> alone(it).count("SUCCESS")).sum());
  }

  private void assertAsAlone(Eras eras, Set<Part> parts) {
    Map<Part, Results> behind =
        SuiteRun.against(
            gateway.mcp(eras.upstream()), parts, folder.resolve("behind-" + eras.upstream()));
    List<String> problems = new ArrayList<>();
    behind.forEach(
        (part, results) ->
            expectations
                .of(eras.upstream(), part.name())
                .problems(alone(part), results)
                .forEach(problem -> problems.add(part + " " + problem)));
    assertTrue(
        problems.isEmpty(),
        () ->
            "scenario, in front of the fixture, behind the gateway:\n"
                + String.join("\n", problems));
  }

  private FixtureServer fixture(Eras eras) {
    FixtureServer fixture = fixtures.get(eras);
    if (fixture == null) {
      throw new AssertionError(eras + " was not started");
    }
    return fixture;
  }

  private Results alone(Part part) {
    Results results = alone.get(part);
    if (results == null) {
      throw new AssertionError(part + " was not run");
    }
    return results;
  }
}
