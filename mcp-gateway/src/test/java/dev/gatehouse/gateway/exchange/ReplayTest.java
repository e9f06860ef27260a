package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.gateway.replay.RecordedTraffic;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.PolicyText;
import dev.gatehouse.policies.check.ReplayChange;
import dev.gatehouse.policies.check.ReplayedCall;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.export.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A candidate over recorded calls: every difference is found, and none is made up. */
class ReplayTest {
  private static final int CALLS = 2_000;

  @TempDir private static Path directory;

  @BeforeAll
  static void recordCalls() throws Exception {
    ReplayTraffic.write(directory, CALLS, 250);
  }

  @Test
  void findsNothingWhereTheCandidateIsWhatWasInForce() throws Exception {
    List<ReplayedCall> calls = replay(ReplayTraffic.RECORDED);
    assertEquals(CALLS, calls.size());
    assertEquals(List.of(), calls.stream().filter(ReplayedCall::isNotable).toList());
  }

  private static long counted(IntPredicate calls) {
    return IntStream.range(0, CALLS).filter(calls).count();
  }

  private static Map<String, Long> kinds(List<ReplayedCall> calls) {
    Map<String, Long> kinds = new TreeMap<>();
    for (ReplayedCall call : calls) {
      for (ReplayChange change : call.changes()) {
        kinds.merge(change.kind(), 1L, Long::sum);
      }
      call.unsaid().forEach(why -> kinds.merge(why, 1L, Long::sum));
    }
    return kinds;
  }

  private static List<ReplayedCall> replay(String policy) throws RecordingException {
    PolicySet.Reading reading = PolicySet.of(List.of(new PolicyText("candidate.yaml", policy)));
    if (!(reading instanceof PolicySet.Reading.Accepted(PolicySet set, _))) {
      throw new IllegalArgumentException(reading.toString());
    }
    List<ReplayedCall> calls = new ArrayList<>();
    try (LogReader log = LogReader.open(directory)) {
      new RecordedTraffic(
              set,
              List.of(),
              outcome -> {
                switch (outcome) {
                  case RecordedTraffic.Outcome.Replayed(ReplayedCall call) -> calls.add(call);
                  case RecordedTraffic.Outcome.Lost lost -> throw new AssertionError(lost);
                }
              })
          .read(log, log.size(), Progress.silent());
    }
    return calls;
  }

  @Test
  void findsEachOtherDecision() throws Exception {
    List<ReplayedCall> calls =
        replay(ReplayTraffic.RECORDED.replace("args.amount > 900", "args.amount > 500"));
    assertEquals(
        Map.of(
            "permit -> refuse",
            counted(
                n ->
                    ReplayTraffic.isPayment(n)
                        && ReplayTraffic.amount(n) > 500
                        && ReplayTraffic.amount(n) <= 900)),
        kinds(calls));
  }

  @Test
  void findsEachOtherMask() throws Exception {
    List<ReplayedCall> calls =
        replay(
            ReplayTraffic.RECORDED
                .replace("arguments: [ { detect: payment-card } ], ", "")
                .replace(
                    "result.structuredContent.kind == 'stranger'",
                    "result.structuredContent.kind == 'customer'"));
    Map<String, Long> expected = new HashMap<>();
    expected.put(
        "masked less in arguments",
        counted(n -> ReplayTraffic.isPayment(n) && ReplayTraffic.hasCard(n)));
    expected.put(
        "masked less in result",
        counted(n -> !ReplayTraffic.isPayment(n) && ReplayTraffic.kind(n).equals("stranger")));
    expected.put(
        "masked more in result",
        counted(n -> !ReplayTraffic.isPayment(n) && ReplayTraffic.kind(n).equals("customer")));
    assertEquals(expected, kinds(calls));
  }

  @Test
  void saysOfMaskedValuesThatNobodyCanTell() throws Exception {
    List<ReplayedCall> calls =
        replay(
            ReplayTraffic.RECORDED
                + """
                  - name: no cash
                    tools: bank__pay
                    when: args.note == "cash" || args.amount < 100
                    refuse: "no cash"
                """);
    Map<String, Long> expected = new HashMap<>();
    expected.put(
        "decision: rule `no cash`: something of the arguments was masked before it was recorded",
        counted(
            n ->
                ReplayTraffic.isPayment(n)
                    && ReplayTraffic.hasCard(n)
                    && ReplayTraffic.amount(n) >= 100
                    && ReplayTraffic.amount(n) <= 900));
    expected.put(
        "permit -> refuse",
        counted(
            n ->
                ReplayTraffic.isPayment(n)
                    && ReplayTraffic.amount(n) <= 900
                    && (!ReplayTraffic.hasCard(n) || ReplayTraffic.amount(n) < 100)));
    assertEquals(expected, kinds(calls));
  }

  @Test
  void findsRepliesThatWouldBeReleasedOrWithheld() throws Exception {
    List<ReplayedCall> calls =
        replay(ReplayTraffic.RECORDED.replace("kind == 'board'", "kind == 'stranger'"));
    Map<String, Long> expected = new HashMap<>();
    expected.put(
        "result released",
        counted(n -> !ReplayTraffic.isPayment(n) && ReplayTraffic.kind(n).equals("board")));
    expected.put(
        "result withheld",
        counted(n -> !ReplayTraffic.isPayment(n) && ReplayTraffic.kind(n).equals("stranger")));
    assertEquals(expected, kinds(calls));
  }
}
