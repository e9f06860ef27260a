package dev.gatehouse.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is enough, and until when. */
class DemandTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Grants ONCE = new Grants.Once(Duration.ofMinutes(10));

  /** Voters are divided by bars, the groups of one by spaces; a dash is somebody in none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // any
        "any; 1; a b; -;         false",
        "any; 1; a b; b;         true",
        "any; 1; a b; c;         false",
        "any; 2; a b; a;         false",
        "any; 2; a b; a b;       false",
        "any; 2; a b; a | a;     true",
        "any; 2; a b; a | b;     true",
        "any; 2; a b; a | c;     false",
        "any; 2; a b; a | - | c; false",
        "any; 3; a b; a | - | b; false",
        "any; 3; a b; a | b | c | a b; true",
        // all: each group has a person of its own
        "all; 1; a;     a;             true",
        "all; 1; a b;   a;             false",
        "all; 1; a b;   a b;           false",
        "all; 1; a b;   a | a;         false",
        "all; 1; a b;   a | b;         true",
        "all; 1; a b;   b | a;         true",
        "all; 1; a b;   a b | a;       true",
        "all; 1; a b;   a | a b;       true",
        "all; 1; a b;   a b | a b;     true",
        "all; 1; a b c; a b | a b | a b;         false",
        "all; 1; a b c; a b c | a b | a;         true",
        "all; 1; a b c; a | a b | a b c;         true",
        "all; 1; a b c; a b | b c | c a;         true",
        "all; 1; a b c; a | a | b c;             false",
        "all; 1; a b c; a b | a b | c | -;       true",
        // and so many in all
        "all; 2; a b;   a | b;         true",
        "all; 3; a b;   a | b;         false",
        "all; 3; a b;   a | b | c;     false",
        "all; 3; a b;   a | b | a;     true",
        "all; 3; a;     a | a;         false",
        "all; 3; a;     a | a | a;     true",
      })
  void knowsWhoIsEnough(String need, int quorum, String groups, String voters, boolean isEnough) {
    Demand demand = demand(need, quorum, words(groups), Optional.empty());
    assertEquals(isEnough, demand.isMetBy(voters(voters), false));
    // There is nothing to escalate.
    assertEquals(isEnough, demand.isMetBy(voters(voters), true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "any; 1; a;   d;         true",
        "any; 2; a;   a | d;     true",
        "any; 2; a;   a d;       false",
        "any; 2; a;   d | d;     true",
        "all; 1; a b; d;         false",
        "all; 1; a b; a | d;     true",
        "all; 1; a b; d | d;     true",
        "all; 1; a b; d | b;     true",
        "all; 1; a b; a d | a;   true",
        "all; 1; a b; a | a;     false",
        "all; 3; a b; a | b | d; true",
        "all; 3; a b; a | b | c; false",
      })
  void letsOthersStandInOnceItIsEscalated(
      String need, int quorum, String groups, String voters, boolean isEnough) {
    Demand demand =
        demand(
            need,
            quorum,
            words(groups),
            Optional.of(new Escalation(Duration.ofMinutes(10), List.of("d", "e"))));
    assertEquals(isEnough, demand.isMetBy(voters(voters), true));
  }

  @Test
  void countsNobodyOfTheOthersBeforeItIsEscalated() {
    Escalation escalation = new Escalation(Duration.ofMinutes(10), List.of("d"));
    Demand demand = demand("any", 2, List.of("a"), Optional.of(escalation));
    assertFalse(demand.isMetBy(voters("a | d"), false));
    assertTrue(demand.isMetBy(voters("a | d"), true));
    assertEquals(List.of("a"), List.copyOf(demand.deciders(false)));
    assertEquals(List.of("a", "d"), List.copyOf(demand.deciders(true)));
  }

  /** Every way to give people to groups is tried, which nobody would do where it counts. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void findsAWayWheneverThereIsOne(long seed) {
    Random random = new Random(seed);
    List<String> names = List.of("a", "b", "c", "d", "x");
    for (int i = 0; i < 2_000; i++) {
      List<String> groups = names.subList(0, 1 + random.nextInt(4));
      List<Set<String>> voters = new ArrayList<>();
      for (int v = random.nextInt(6); v > 0; v--) {
        Set<String> theirs = new HashSet<>();
        names.stream().filter(_ -> random.nextInt(3) == 0).forEach(theirs::add);
        voters.add(theirs);
      }
      int quorum = 1 + random.nextInt(4);
      long counting =
          voters.stream().filter(voter -> voter.stream().anyMatch(groups::contains)).count();
      boolean expected = counting >= quorum && hasWay(groups, voters, new HashSet<>());
      assertEquals(
          expected,
          demand("all", quorum, groups, Optional.empty()).isMetBy(voters, false),
          () -> groups + " " + quorum + " " + voters);
    }
  }

  private static boolean hasWay(List<String> groups, List<Set<String>> voters, Set<Integer> taken) {
    if (groups.isEmpty()) {
      return true;
    }
    for (int voter = 0; voter < voters.size(); voter++) {
      if (voters.get(voter).contains(groups.getFirst()) && !taken.contains(voter)) {
        Set<Integer> then = new HashSet<>(taken);
        then.add(voter);
        if (hasWay(groups.subList(1, groups.size()), voters, then)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void waitsAndEscalatesByTheClockOrByItsHours() {
    Instant monday = Instant.parse("2026-11-23T16:30:00Z");
    Escalation escalation = new Escalation(Duration.ofMinutes(45), List.of("d"));
    Demand always = demand("any", 1, List.of("a"), Optional.of(escalation));
    assertEquals(monday.plus(HOUR), always.waitEnds(monday));
    assertEquals(Optional.of(monday.plus(escalation.after())), always.escalates(monday));

    TimeWindow office =
        new TimeWindow(EnumSet.allOf(DayOfWeek.class), 540, 1020, ZoneOffset.UTC, "9-17");
    Demand inHours =
        new Demand(
            "r",
            List.of("a"),
            Need.ANY,
            1,
            HOUR,
            ONCE,
            false,
            Optional.of(escalation),
            Optional.of(new Hours(List.of(office))),
            List.of());
    assertEquals(Instant.parse("2026-11-24T09:30:00Z"), inHours.waitEnds(monday));
    assertEquals(Optional.of(Instant.parse("2026-11-24T09:15:00Z")), inHours.escalates(monday));
    assertEquals(
        Optional.empty(), demand("any", 1, List.of("a"), Optional.empty()).escalates(monday));
  }

  @Test
  void grantsWhatAllOfThemGrant() {
    Grants shorter = new Grants.Once(Duration.ofMinutes(1));
    Grants many = new Grants.ManyFor(Duration.ofSeconds(30));
    Grants longer = new Grants.ManyFor(Duration.ofDays(1));
    assertEquals(many, narrowest(many, longer));
    assertEquals(many, narrowest(longer, many));
    assertEquals(ONCE, narrowest(many, ONCE, longer));
    assertEquals(shorter, narrowest(many, ONCE, shorter));
    assertEquals(longer, narrowest(longer));
    assertThrows(IllegalArgumentException.class, DemandTest::narrowest);
  }

  @Test
  void cannotBeMadeOfNothing() {
    assertThrows(
        IllegalArgumentException.class, () -> demand("any", 1, List.of(), Optional.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () -> demand("any", 1, List.of("a", "a"), Optional.empty()));
    assertThrows(
        IllegalArgumentException.class, () -> demand("any", 0, List.of("a"), Optional.empty()));
    assertThrows(IllegalArgumentException.class, () -> new Grants.Once(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> new Grants.ManyFor(Duration.ofSeconds(-1)));
    assertThrows(IllegalArgumentException.class, () -> new Escalation(HOUR, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Hours(List.of()));
  }

  private static Grants narrowest(Grants... grants) {
    return Grants.narrowest(
        Stream.of(grants)
            .map(
                its ->
                    new Demand(
                        "r",
                        List.of("a"),
                        Need.ANY,
                        1,
                        HOUR,
                        its,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        List.of()))
            .toList());
  }

  private static Demand demand(
      String need, int quorum, List<String> groups, Optional<Escalation> escalation) {
    Need its = need.equals("all") ? Need.ALL : Need.ANY;
    return new Demand(
        "r", groups, its, quorum, HOUR, ONCE, false, escalation, Optional.empty(), List.of());
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split(" "));
  }

  private static List<Set<String>> voters(String text) {
    return Stream.of(text.split("\\|"))
        .map(voter -> Set.copyOf(words(voter)))
        .map(voter -> voter.equals(Set.of("-")) ? Set.<String>of() : voter)
        .toList();
  }
}
