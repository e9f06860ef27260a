package dev.gatehouse.policies.check;

import dev.gatehouse.policies.CallSession;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads who calls, when, and what came before. Confined to one thread. */
final class GivenReader {
  /** More than any limit in a test needs; keeps a test short. */
  private static final int TIMES_MAX = 1_000;

  private static final Duration AGO_MAX = Duration.ofDays(7);

  private final TestCallReader calls;
  private final CallerReader callers;
  private final ApproversReader approvers;

  GivenReader(Problems problems) {
    this.calls = new TestCallReader(problems);
    this.callers = new CallerReader(problems);
    this.approvers = new ApproversReader(problems);
  }

  /** Who calls, and when. */
  Given read(MappingReader given) {
    Given read =
        new Given(
            callers.caller(given, CallerReader.USUAL),
            callers.session(given),
            time(given),
            approvers.read(given));
    given.has("earlier");
    given.end();
    return read;
  }

  /** What came before a call, in its order. */
  List<EarlierCall> earlier(MappingReader given, Given now, TestCall call) {
    List<EarlierCall> earlier = new ArrayList<>();
    Instant last = Instant.MIN;
    for (MappingReader item : items(given)) {
      Duration ago = item.duration("ago", Duration.ZERO, AGO_MAX).orElse(Duration.ZERO);
      Instant at = now.time().minus(ago);
      if (at.isBefore(last)) {
        item.problem("ago", "this is longer ago than the call before it; expected calls in order");
      }
      last = at;
      Optional<CallSession> session = callers.session(item).or(now::session);
      TestCall its = calls.read(item, call);
      earlier.add(
          new EarlierCall(
              its.facts(callers.caller(item, now.caller()), session, at),
              (int) item.integer("times", 1, TIMES_MAX).orElse(1),
              item.bool("under-way").orElse(false)));
      item.end();
    }
    return earlier;
  }

  private static List<MappingReader> items(MappingReader given) {
    boolean isOne = given.peek("earlier").filter(YamlNode.Mapping.class::isInstance).isPresent();
    return isOne ? given.mapping("earlier").stream().toList() : given.mappings("earlier");
  }

  private static Instant time(MappingReader given) {
    return MomentReader.read(given, "time").orElse(CallerReader.USUAL_TIME);
  }
}
