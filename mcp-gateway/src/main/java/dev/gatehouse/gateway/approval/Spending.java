package dev.gatehouse.gateway.approval;

import static java.lang.System.Logger.Level.WARNING;

import dev.gatehouse.gateway.approval.ApprovalStore.Stored;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Takes grants, and notes what came of that. Thread-safe.
 *
 * <p>Guarantee: whoever is told {@link Spent.Taken} is the only one for that use, and the step is
 * recorded. A use that is taken and not recorded, or of which the store's answer was lost, is noted
 * as unknown, here or by {@link #orphans}, and does not run.
 */
final class Spending {
  private static final Logger LOG = System.getLogger(Spending.class.getName());

  /** Tries against others who change the same approval. */
  static final int TRIES_MAX = 50;

  /** Ends that could not be kept yet. */
  private static final int LATE_MAX = 1_000;

  /** Characters; a longer reply is not kept for a client that comes back. */
  private static final int REPLY_MAX = 8_000_000;

  private final ApprovalStore store;
  private final Telling telling;
  private final String node;
  private final InstantSource clock;

  /** Exchanges that run here, or are about to. */
  private final Set<String> here = ConcurrentHashMap.newKeySet();

  private final ConcurrentHashMap<String, End> late = new ConcurrentHashMap<>();

  Spending(ApprovalStore store, Telling telling, String node, InstantSource clock) {
    this.store = store;
    this.telling = telling;
    this.node = node;
    this.clock = clock;
  }

  /**
   * How a run ended.
   *
   * @param reply empty for none
   */
  record End(String id, String exchange, String outcome, String reply) {
    /** Nothing of the reply. */
    @Override
    public String toString() {
      return "End[" + id + " " + outcome + "]";
    }
  }

  Spent spend(String id, String key, String exchange) throws RecordingException, SQLException {
    return spent(id, exchange, before -> Runs.spend(before, key, exchange, node, clock.instant()));
  }

  Spent resume(String id, String key, String exchange, String asked)
      throws RecordingException, SQLException {
    return spent(
        id, exchange, before -> Runs.resume(before, key, asked, exchange, node, clock.instant()));
  }

  private Spent spent(String id, String exchange, Function<Approval, Change> use)
      throws RecordingException, SQLException {
    // Before it is stored that it runs: else it could be taken for one that nobody runs any more.
    here.add(exchange);
    boolean runs = false;
    boolean isTaken = false;
    try {
      Spent spent = taken(id, use);
      if (spent instanceof Spent.Taken(Approval after)) {
        isTaken = true;
        // If we crash here, it is used, nothing ran, and the next start calls that unknown.
        telling.tellFirst(after, told(after, exchange));
        runs = true;
      }
      return spent;
    } finally {
      if (!runs) {
        here.remove(exchange);
      }
      if (isTaken && !runs) {
        unrecorded(id, exchange);
      }
    }
  }

  private void unrecorded(String id, String exchange) {
    try {
      orphans(id, run -> run.exchange().equals(exchange));
    } catch (RecordingException | SQLException | RuntimeException e) {
      // The next sweep sees that it does not run here.
      LOG.log(WARNING, "event=approval-end-later approval=" + id + " cause=" + Telling.cause(e));
    }
  }

  private Spent taken(String id, Function<Approval, Change> use)
      throws RecordingException, SQLException {
    for (int i = 0; i < TRIES_MAX; i++) {
      Approval before = required(id).approval();
      switch (use.apply(before)) {
        case Change.Refused refused -> {
          store.settled(new Stored(before, false));
          return new Spent.Not(refused.approval(), refused.why());
        }
        case Change.Same same -> {
          return new Spent.Not(same.approval(), "it is used already");
        }
        case Change.Stepped stepped -> {
          Optional<Approval> after = store.replaced(before, stepped.approval(), true, List.of());
          if (after.isPresent()) {
            return new Spent.Taken(after.get());
          }
        }
      }
    }
    throw busy(id);
  }

  /** The steps that came with this use: those since its own, which is the last. */
  private static List<Step> told(Approval after, String exchange) {
    boolean isStep =
        after.run().filter(run -> run.exchange().equals(exchange)).isPresent()
            && Set.of(Step.USED, Step.RESUMED).contains(after.steps().getLast().word());
    return isStep ? Telling.behind(after, after.steps().size() - 1) : List.of();
  }

  private Stored required(String id) throws RecordingException, SQLException {
    Optional<Stored> stored = store.find(id);
    if (stored.isEmpty()) {
      throw new RecordingException("there is no approval `" + id + "` any more");
    }
    return stored.get();
  }

  static RecordingException busy(String id) {
    return new RecordingException("too many decide on approval `" + id + "` at once");
  }

  /** Notes how a run ended; what fails is tried again. */
  void ended(End end) {
    try {
      note(end);
    } catch (RecordingException | SQLException | RuntimeException e) {
      LOG.log(
          WARNING, "event=approval-end-later approval=" + end.id() + " cause=" + Telling.cause(e));
      if (late.size() < LATE_MAX) {
        late.put(end.exchange(), end);
      } else {
        // Nobody says any more how it ended: that is what the next sweep notes.
        here.remove(end.exchange());
      }
    }
  }

  /** Notes what could not be noted. */
  void again() {
    for (End end : late.values()) {
      late.remove(end.exchange());
      ended(end);
    }
  }

  private void note(End end) throws RecordingException, SQLException {
    for (int i = 0; i < TRIES_MAX; i++) {
      Optional<Stored> stored = store.find(end.id());
      if (stored.isEmpty()) {
        here.remove(end.exchange());
        return;
      }
      Approval before = stored.get().approval();
      Change change = Runs.ended(before, end.exchange(), end.outcome(), clock.instant());
      if (!(change instanceof Change.Stepped) || isKept(before, change.approval(), end)) {
        here.remove(end.exchange());
        return;
      }
    }
    throw busy(end.id());
  }

  private boolean isKept(Approval before, Approval after, End end) throws SQLException {
    List<String> reply =
        end.reply().isEmpty() || end.reply().length() > REPLY_MAX
            ? List.of()
            : List.of(end.reply());
    Optional<Approval> replaced = store.replaced(before, after, true, reply);
    replaced.ifPresent(it -> telling.tell(it, Telling.behind(it, before.steps().size())));
    return replaced.isPresent();
  }

  /** Whether this exchange runs here. */
  boolean isHere(String exchange) {
    return here.contains(exchange);
  }

  /** Notes that nobody will say how these runs of an approval ended. */
  void orphans(String id, Predicate<Run> isLost) throws RecordingException, SQLException {
    for (int i = 0; i < TRIES_MAX; i++) {
      Optional<Stored> stored = store.find(id);
      if (stored.isEmpty()) {
        return;
      }
      Approval before = stored.get().approval();
      Change change = Runs.lost(before, isLost, clock.instant());
      if (!(change instanceof Change.Stepped)) {
        return;
      }
      Optional<Approval> after = store.replaced(before, change.approval(), true, List.of());
      if (after.isPresent()) {
        telling.tell(after.get(), Telling.behind(after.get(), before.steps().size()));
        return;
      }
    }
    throw busy(id);
  }
}
