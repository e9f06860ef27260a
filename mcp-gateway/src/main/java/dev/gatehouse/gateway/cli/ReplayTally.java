package dev.gatehouse.gateway.cli;

import dev.gatehouse.policies.check.ReplayChange;
import dev.gatehouse.policies.check.ReplayedCall;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts what came of a replay. Confined to one thread. */
final class ReplayTally {
  private long calls;
  private long different;
  private long unsaid;
  private long observed;
  private final Map<String, Long> kinds = new TreeMap<>();
  private final Map<String, Long> reasons = new TreeMap<>();

  /** Counts a call that was judged once more. */
  void add(ReplayedCall call) {
    calls++;
    different += call.differs() ? 1 : 0;
    unsaid += call.unsaid().isEmpty() ? 0 : 1;
    observed += call.changes().stream().anyMatch(change -> !change.isEffective()) ? 1 : 0;
    new TreeSet<>(call.changes().stream().map(ReplayChange::kind).toList())
        .forEach(kind -> kinds.merge(kind, 1L, Long::sum));
    call.unsaid().forEach(why -> reasons.merge(why, 1L, Long::sum));
  }

  /** Counts a call of which too little is left. */
  void lost(String why) {
    calls++;
    unsaid++;
    reasons.merge(why, 1L, Long::sum);
  }

  int exitCode() {
    if (different > 0) {
      return ExitCode.FAILED;
    }
    return unsaid > 0 ? ExitCode.UNDECIDED : ExitCode.OK;
  }

  /** The sums for people. */
  String text() {
    StringBuilder text =
        new StringBuilder(
            "%d calls replayed: %d differ, %d cannot be said, %d only observed otherwise"
                .formatted(calls, different, unsaid, observed));
    kinds.forEach((kind, count) -> text.append("%n%9d  %s".formatted(count, kind)));
    if (!reasons.isEmpty()) {
      text.append("%nwhat cannot be said:".formatted());
      reasons.forEach((why, count) -> text.append("%n%9d  %s".formatted(count, why)));
    }
    return text.toString();
  }

  /**
   * The sums for programs.
   *
   * <p>Shape: {@code {"calls":9,"differ":2,"unsaid":1,"observed":0,"kinds":{…},"why":{…}}}.
   */
  JsonObject json() {
    return Json.createObjectBuilder()
        .add("calls", calls)
        .add("differ", different)
        .add("unsaid", unsaid)
        .add("observed", observed)
        .add("kinds", counts(kinds))
        .add("why", counts(reasons))
        .build();
  }

  private static JsonObjectBuilder counts(Map<String, Long> counts) {
    JsonObjectBuilder object = Json.createObjectBuilder();
    counts.forEach(object::add);
    return object;
  }
}
