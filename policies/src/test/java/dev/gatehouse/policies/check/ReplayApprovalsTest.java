package dev.gatehouse.policies.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.policies.Caller;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.PolicyText;
import dev.gatehouse.policies.Reason;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Calls that waited for people, and those that people let through, under a candidate. */
class ReplayApprovalsTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  private static final String ASKED = "rules: [ { name: asked, approve: { groups: finance } } ]\n";
  private static final Reason REASON =
      new Reason("asked", "approve", "needs approval by `finance`");

  @Test
  void findsNothingWherePeopleAreAskedTheSame() {
    String same = ASKED.replace("groups: finance", "groups: [ finance ], wait: 1h");
    assertEquals("[]", run(same, ASKED, "hold"));
    assertEquals("[]", run(same, ASKED, "permit"));
  }

  @Test
  void tellsWhereTheyAreAskedForSomethingElse() {
    for (String other :
        List.of(
            "groups: tax",
            "groups: finance, quorum: 2",
            "groups: finance, wait: 2h",
            "groups: finance, grant: { for: 1h }",
            "groups: finance, break-glass: incident")) {
      String candidate = ASKED.replace("groups: finance", other);
      assertEquals("[other message]", run(candidate, ASKED, "hold"), other);
      assertEquals("[other message]", run(candidate, ASKED, "permit"), other);
    }
    String renamed = ASKED.replace("asked", "asked again");
    assertEquals("[other rule]", run(renamed, ASKED, "hold"));
    assertEquals("[other rule]", run(renamed, ASKED, "permit"));
  }

  @Test
  void tellsWhereNobodyWouldBeAskedAnyMore() {
    String permitted = "default: permit\nrules: []\n";
    assertEquals("[hold -> permit]", run(permitted, ASKED, "hold"));
    assertEquals("[hold -> permit]", run(permitted, ASKED, "permit"));
    String refused = "rules: [ { name: never, refuse: \"no\" } ]\n";
    assertEquals("[hold -> refuse]", run(refused, ASKED, "hold"));
    assertEquals("[hold -> refuse]", run(refused, ASKED, "permit"));
  }

  @Test
  void tellsWherePeopleWouldBeAsked() {
    Replay replay = new Replay(set(ASKED));
    RecordedRequest call =
        call(0, "permit", new Reason("default", "permit", "…"), "default: permit\nrules: []\n");
    assertEquals("[permit -> hold]", changes(replay, call));
  }

  @Test
  void countsOnlyWhatPeopleLetThrough() {
    String limited = ASKED.replace(" ]\n", ", { name: slow, limit: { calls: 1, per: 1h } } ]\n");
    Replay replay = new Replay(set(limited));
    List<String> found = new ArrayList<>();
    for (String decision : List.of("hold", "hold", "permit", "permit", "hold")) {
      found.add(changes(replay, call(found.size(), decision, REASON, ASKED)));
    }
    assertEquals(List.of("[]", "[]", "[]", "[hold -> throttle]", "[hold -> throttle]"), found);
  }

  private static String run(String candidate, String then, String decision) {
    return changes(new Replay(set(candidate)), call(0, decision, REASON, then));
  }

  private static String changes(Replay replay, RecordedRequest call) {
    ReplayedCall replayed = replay.end(replay.begin(call));
    assertEquals(List.of(), replayed.unsaid());
    return replayed.changes().stream().map(ReplayChange::kind).toList().toString();
  }

  private static RecordedRequest call(int index, String decision, Reason reason, String then) {
    Facts facts =
        new Facts(
            new Caller("ada", List.of(), JsonValue.EMPTY_JSON_OBJECT, Optional.empty()),
            "tools/call",
            Optional.of("bank"),
            Optional.of("bank__pay"),
            () -> JsonValue.EMPTY_JSON_OBJECT);
    return new RecordedRequest(
        index,
        START.plusSeconds(index),
        facts,
        Map.of(),
        decision,
        reason.rule(),
        List.of(reason),
        List.of(),
        Map.of(),
        Optional.of(set(then)));
  }

  private static PolicySet set(String policy) {
    PolicySet.Reading reading = PolicySet.of(List.of(new PolicyText("policy.yaml", policy)));
    if (reading instanceof PolicySet.Reading.Accepted(PolicySet set, _)) {
      return set;
    }
    throw new IllegalArgumentException(reading.toString());
  }
}
