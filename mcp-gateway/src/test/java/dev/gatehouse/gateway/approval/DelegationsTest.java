package dev.gatehouse.gateway.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.Demand;
import dev.gatehouse.policies.Grants;
import dev.gatehouse.policies.Need;
import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.PartName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who decides in whose place. */
class DelegationsTest {
  private static final Optional<String> SSO = Optional.of("https://sso.example.com");
  private static final Instant START = Instant.parse("2026-11-24T09:00:00Z");
  private static final Person ADA = person("ada", "finance");
  private static final Person BOB = person("bob", "sales");

  @TempDir private Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private EntryLog log;
  private Delegations delegations;

  private static Person person(String name, String... groups) {
    return new Person(name, SSO, Set.of(groups), false);
  }

  @BeforeEach
  void open() throws Exception {
    log =
        EntryLog.open(
            LogSettings.of(folder.resolve("data")).withFreeBytesMin(0), new Boot("test", "none"));
    delegations = Delegations.inFile(folder.resolve("delegations.db"), log, now::get);
  }

  @AfterEach
  void close() {
    delegations.close();
    log.close();
  }

  private Delegation give(Person from, String standIn) throws Exception {
    return delegations.give(
        from, new StandIn(standIn, SSO), START.plus(Duration.ofDays(3)), "a holiday");
  }

  private static Approval approval(String requester, List<Vote> votes, String... groups) {
    Demand demand =
        new Demand(
            "refunds",
            List.of(groups),
            Need.ANY,
            2,
            Duration.ofHours(8),
            new Grants.Once(Duration.ofMinutes(10)),
            false,
            Optional.empty(),
            Optional.empty(),
            List.of());
    Requester by = new Requester(requester, SSO, List.of(), Optional.empty(), Optional.empty());
    return new Approval(
        "01K",
        new Request(
            new Binding(by.caller(), "billing", "tools/call", "refund", "a", "b", "c", "d"),
            by,
            Optional.empty(),
            "{}",
            "{}",
            List.of(demand),
            List.of(),
            "exchange",
            ""),
        List.of(),
        State.PENDING,
        START,
        START.plus(Duration.ofHours(8)),
        START,
        votes,
        "",
        Optional.empty(),
        0,
        List.of(),
        false,
        false,
        "",
        Optional.empty(),
        List.of(),
        1);
  }

  @Test
  void letsSomebodyDecideWithTheGroupsOfWhoIsAwayUntilTheFixedEnd() throws Exception {
    Approval held = approval("eve", List.of(), "finance");
    assertEquals(Optional.empty(), delegations.forWhom(BOB, held));
    give(ADA, "bob");
    assertEquals(Optional.of(ADA), delegations.forWhom(BOB, held));
    assertEquals(Optional.empty(), delegations.forWhom(person("carl", "sales"), held));
    Person other = new Person("bob", Optional.of("https://other.example"), Set.of(), false);
    assertEquals(Optional.empty(), delegations.forWhom(other, held));
    now.set(START.plus(Duration.ofDays(3)));
    assertEquals(Optional.empty(), delegations.forWhom(BOB, held));
    assertEquals(List.of(), delegations.all());
  }

  @Test
  void addsNothingWhereItIsNotNeeded() throws Exception {
    give(ADA, "bob");
    Approval held = approval("eve", List.of(), "finance");
    assertEquals(Optional.empty(), delegations.forWhom(person("bob", "finance"), held));
    assertEquals(
        Optional.empty(), delegations.forWhom(BOB, approval("eve", List.of(), "security")));
    assertEquals(Optional.empty(), delegations.forWhom(Deciders.owner("bob"), held));
  }

  @Test
  void takesWhoAddsMost() throws Exception {
    give(ADA, "bob");
    Person grace = person("grace", "security", "legal", "unasked");
    give(grace, "bob");
    assertEquals(
        Optional.of(grace),
        delegations.forWhom(BOB, approval("eve", List.of(), "finance", "security", "legal")));
  }

  @Test
  void isNotForWhoeverAskedForTheCallOrHasSaidYesToIt() throws Exception {
    give(ADA, "bob");
    assertEquals(Optional.empty(), delegations.forWhom(BOB, approval("ada", List.of(), "finance")));
    Vote hers = new Vote(ADA, START, "", Optional.empty());
    assertEquals(
        Optional.empty(), delegations.forWhom(BOB, approval("eve", List.of(hers), "finance")));
    Vote inHerPlace = new Vote(person("carl"), START, "", Optional.of(ADA));
    assertEquals(
        Optional.empty(),
        delegations.forWhom(BOB, approval("eve", List.of(inHerPlace), "finance")));
  }

  @Test
  void isNotHandedOn() throws Exception {
    give(ADA, "bob");
    give(BOB, "carl");
    Approval held = approval("eve", List.of(), "finance");
    assertEquals(Optional.empty(), delegations.forWhom(person("carl"), held));
  }

  @Test
  void hasOneStandInForEachAndEndsWhenTheyAreBack() throws Exception {
    give(ADA, "bob");
    Delegation second = give(ADA, "carl");
    assertEquals(List.of(second), delegations.all());
    assertEquals(Optional.of(second), delegations.end(person("ada", "other-groups-now"), "ada"));
    assertEquals(Optional.empty(), delegations.end(ADA, "ada"));
    assertEquals(List.of(), delegations.all());
  }

  @Test
  void refusesWhatIsNoAbsence() {
    Instant soon = START.plusSeconds(60);
    assertRefused("for themself", ADA, "ada", soon);
    assertRefused("named", ADA, " ", soon);
    assertRefused("named", ADA, "bob\nada", soon);
    assertRefused("in the future", ADA, "bob", START);
    assertRefused("30 days", ADA, "bob", START.plus(Duration.ofDays(30)).plusMillis(1));
    assertRefused("owner", Deciders.owner("root"), "bob", soon);
  }

  private void assertRefused(String why, Person from, String standIn, Instant until) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> delegations.give(from, new StandIn(standIn, SSO), until, ""));
    assertTrue(String.valueOf(e.getMessage()).contains(why), e::getMessage);
  }

  @Test
  void forgetsWhoIsErased() throws Exception {
    give(ADA, "bob");
    give(BOB, "carl");
    Delegation other = give(person("grace", "legal"), "carl");
    assertEquals(2, delegations.forget("bob"));
    assertEquals(List.of(other), delegations.all());
  }

  @Test
  void takesAnAbsenceOfExactlyThirtyDays() throws Exception {
    Instant end = START.plus(Delegation.LENGTH_MAX);
    assertEquals(end, delegations.give(ADA, new StandIn("bob", SSO), end, "").until());
  }

  @Test
  void outlivesARestartAndIsReadByItsKeyAlone() throws Exception {
    Delegation given = give(ADA, "bob");
    delegations.close();
    for (Path file : List.of(folder.resolve("delegations.db"))) {
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertFalse(bytes.contains("finance") || bytes.contains("bob"));
    }
    delegations = Delegations.inFile(folder.resolve("delegations.db"), log, now::get);
    assertEquals(List.of(given), delegations.all());
  }

  @Test
  void recordsWhoGaveAndEndedWhat() throws Exception {
    give(ADA, "bob");
    delegations.end(ADA, "an administrator");
    delegations.close();
    log.close();
    try (LogReader reader = LogReader.open(folder.resolve("data"))) {
      var entries = reader.read(0, (int) reader.size());
      var methods = entries.stream().flatMap(entry -> entry.method().stream()).toList();
      assertEquals(
          List.of("approvals.delegated", "approvals.delegation-ended"),
          methods.stream().filter(method -> method.startsWith("approvals.")).toList());
      String ended =
          entries.stream()
              .filter(entry -> entry.method().equals(Optional.of("approvals.delegation-ended")))
              .findFirst()
              .flatMap(entry -> entry.part(PartName.CTX))
              .orElseThrow()
              .toText();
      assertTrue(ended.contains("\"by\":\"an administrator\""), ended);
      assertTrue(ended.contains("\"standIn\":\"bob\""), ended);
    }
  }
}
