package dev.gatehouse.conformance.approvals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Official clients of both eras, over HTTP and standard streams, each as it can wait: with nothing
 * but patience, with a person to show a page to, with tasks. Each has a call approved, one denied,
 * one that nobody decides and one that is withdrawn, all at one time.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ApprovalClientsTest {
  private static final String POLICY =
      """
      rules:
        - { name: soon over, tools: [ "up__*_expired" ], approve: { groups: [ leads ], wait: 3s } }
        - { name: leads look, tools: [ "up__*" ], approve: { groups: [ leads ] } }
      """;

  /** Some see that they are to call again before they are decided. */
  private static final String HOLD = "approvals: { hold: 8s }\n";

  /** Longer than those in a hurry wait. */
  private static final Duration SLOW = Duration.ofSeconds(3);

  @TempDir static Path folder;

  private FixtureUpstream upstream;
  private GatehouseProcess gateway;
  private Approver approver;
  private Map<String, String> said;
  private Map<String, List<JsonObject>> kept;

  @BeforeAll
  void playAll() throws InterruptedException {
    upstream = FixtureUpstream.legacy();
    for (Way way : Way.ALL) {
      for (String outcome : way.outcomes()) {
        String tool = way.name() + "_" + outcome;
        Answer answer = Answer.text("done " + tool);
        boolean isSlow = outcome.equals(Way.HURRIED);
        upstream.tool(tool, isSlow ? new Answer.Late(SLOW, answer) : answer);
      }
    }
    gateway =
        new Installation(folder).policy(POLICY).more(HOLD).upstream("up", upstream.uri()).serve();
    approver = Approver.owner(folder);
    try (ApprovalPlay play = new ApprovalPlay(folder, gateway.mcp())) {
      new Deciding(approver).until(play::isOver);
      said = play.said();
    }
    kept = approver.all().stream().collect(Collectors.groupingBy(row -> row.getString("name")));
  }

  @AfterAll
  void verifyWhatWasRecorded() {
    gateway.close();
    upstream.close();
    new Installation(folder).verify().expecting(0);
  }

  @Test
  void anApprovedCallIsMadeOnceAndItsResultArrives() {
    assertEach(Way.APPROVED, "used", 1, (tool, text) -> text.equals("done " + tool));
  }

  @Test
  void aDeniedCallIsNotMadeAndItsClientIsToldWhy() {
    assertEach(
        Way.DENIED,
        "denied",
        0,
        (_, text) -> text.contains("was denied") && text.contains("not this one"));
  }

  @Test
  void aCallThatNobodyDecidesExpires() {
    assertEach(Way.EXPIRED, "expired", 0, (_, text) -> text.contains("Nobody approved this call"));
  }

  @Test
  void aWithdrawnCallIsNotMade() {
    Set<String> ends = Set.of("withdrawn", "task cancelled", "pressed stop", "aborted");
    assertEach(Way.WITHDRAWN, "withdrawn", 0, (_, text) -> ends.stream().anyMatch(text::contains));
  }

  @Test
  void whoGaveUpGetsTheResultByCallingAgain() {
    assertEach(Way.HURRIED, "used", 1, (tool, text) -> text.equals("done " + tool));
  }

  @Test
  void whoCanShowAPageIsGivenItsAddress() {
    for (Way way : Way.ALL) {
      String shown = said.getOrDefault(way.name() + "_shown", "");
      String ids =
          kept.getOrDefault(way.name() + "_" + Way.APPROVED, List.of()).stream()
              .map(row -> row.getString("id"))
              .collect(Collectors.joining());
      assertEquals(way.isShownPages(), shown.contains("/approvals/" + ids), way::name);
    }
  }

  /** Whether a client was told what it should be. */
  private interface Told {
    boolean isRight(String tool, String text);
  }

  private void assertEach(String outcome, String state, int runs, Told told) {
    Predicate<Way> plays = way -> way.outcomes().contains(outcome);
    for (Way way : Way.ALL.stream().filter(plays).toList()) {
      String tool = way.name() + "_" + outcome;
      String text = said.getOrDefault(tool, "nothing");
      assertTrue(told.isRight(tool, text), () -> tool + ": " + text);
      assertEquals(runs, upstream.received("\"name\":\"" + tool + "\"").size(), tool);
      List<JsonObject> rows = kept.getOrDefault(tool, List.of());
      assertEquals(1, rows.size(), () -> tool + ": " + rows);
      assertEquals(state, rows.getFirst().getString("state"), tool);
    }
  }
}
