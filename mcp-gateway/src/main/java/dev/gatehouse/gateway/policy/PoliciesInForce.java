package dev.gatehouse.gateway.policy;

import dev.gatehouse.gateway.audit.PolicyEntries;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.recordings.RecordingException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The one set of policies that decides, until another takes its place.
 *
 * <p>Guarantee: a set is in the log before it decides anything; what is in force changes as a
 * whole, and never for files that have a problem. Thread-safe, but for {@link #reload} and {@link
 * #failed}, which one thread calls.
 */
public final class PoliciesInForce {

  /**
   * What decides now.
   *
   * @param difference why the files say something else, where they do
   */
  private record Snapshot(PolicyEngine engine, Optional<String> difference) {}

  private final PolicyEntries entries;
  private final Function<PolicySet, PolicyEngine> engines;
  private final List<Runnable> whenReplaced = new CopyOnWriteArrayList<>();
  private volatile Snapshot now;

  private PoliciesInForce(
      PolicyEntries entries, Function<PolicySet, PolicyEngine> engines, PolicySet first) {
    this.entries = entries;
    this.engines = engines;
    this.now = new Snapshot(engines.apply(first), Optional.empty());
  }

  /**
   * Records the first set, and puts it in force.
   *
   * @param engines makes what judges by a set; what it counts must outlive the set
   */
  public static PoliciesInForce beginning(
      PolicySet first, PolicyEntries entries, Function<PolicySet, PolicyEngine> engines)
      throws RecordingException {
    entries.loaded(first);
    return new PoliciesInForce(entries, engines, first);
  }

  /**
   * What judges now. An exchange asks once, and uses the same one to its end, so that one set
   * decides about its call, its reply and all that comes between.
   */
  public PolicyEngine engine() {
    return now.engine();
  }

  /** The digest of the set in force. */
  public String digest() {
    return now.engine().set().digest();
  }

  /** Why the files say something else than what is in force; empty where they do not. */
  public Optional<String> difference() {
    return now.difference();
  }

  /** Runs this, shortly, whenever another set is in force. */
  public void whenReplaced(Runnable hearing) {
    whenReplaced.add(hearing);
  }

  /** Puts into force what was read from the files, or keeps what there is. */
  Reload reload(PolicySet.Reading reading) {
    PolicyEngine engine = now.engine();
    String before = engine.set().digest();
    try {
      return switch (reading) {
        case PolicySet.Reading.Accepted(PolicySet set, _) when set.digest().equals(before) -> {
          now = new Snapshot(engine, Optional.empty());
          yield new Reload.Unchanged(before);
        }
        case PolicySet.Reading.Accepted(PolicySet set, List<Problem> warnings) -> {
          PolicyEngine next = engines.apply(set);
          // If we crash behind this, the log holds a set that decided nothing: no harm, the next
          // start records what it decides by once more.
          entries.replaced(before, set);
          now = new Snapshot(next, Optional.empty());
          whenReplaced.forEach(Runnable::run);
          yield new Reload.Taken(before, set.digest(), warnings);
        }
        case PolicySet.Reading.Rejected(List<Problem> problems) -> {
          entries.rejected(before, problems);
          now = new Snapshot(engine, Optional.of("rejected: " + counted(problems.size())));
          yield new Reload.Kept(before, problems);
        }
      };
    } catch (RecordingException e) {
      now = new Snapshot(engine, Optional.of("not recorded"));
      return new Reload.NotRecorded(before, String.valueOf(e.getMessage()));
    }
  }

  /** Keeps what there is, because a fault broke the reading off; called where reload is. */
  Reload failed(String cause) {
    PolicyEngine engine = now.engine();
    now = new Snapshot(engine, Optional.of("reading failed"));
    return new Reload.Failed(engine.set().digest(), cause);
  }

  private static String counted(int problems) {
    return problems == 1 ? "1 problem" : problems + " problems";
  }
}
