package dev.gatehouse.gateway.approval;

import static java.lang.System.Logger.Level.WARNING;

import dev.gatehouse.gateway.approval.OwedSteps.Owed;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Has steps recorded, then announced, and notes in the store which of them were: what is not noted
 * is done again by {@link Sweeping}. Thread-safe.
 */
final class Telling {
  private static final Logger LOG = System.getLogger(Telling.class.getName());

  /** Enough that few wait for another's approval. */
  private static final int TURNS = 64;

  private final OwedSteps owed;
  private final ApprovalTrail trail;
  private final Announcer announcer;
  private final List<ReentrantLock> turns =
      Stream.generate(ReentrantLock::new).limit(TURNS).toList();

  Telling(OwedSteps owed, ApprovalTrail trail, Announcer announcer) {
    this.owed = owed;
    this.trail = trail;
    this.announcer = announcer;
  }

  /** The steps behind the first so many. */
  static List<Step> behind(Approval approval, int count) {
    return approval.steps().subList(count, approval.steps().size());
  }

  /** Tells of steps that were just made; what fails is tried again later. */
  void tell(Approval after, List<Step> steps) {
    ReentrantLock turn = turn(after.id());
    turn.lock();
    try {
      List<Integer> unrecorded = owed.unrecorded(after.id());
      for (Step step : steps) {
        tell(after, step, !unrecorded.contains(step.number()));
      }
    } catch (SQLException e) {
      steps.forEach(step -> later(after, step, false, e));
    } finally {
      turn.unlock();
    }
  }

  /**
   * The same, where nothing may follow before it is recorded.
   *
   * @throws RecordingException where it could not be recorded
   */
  void tellFirst(Approval after, List<Step> steps) throws RecordingException, SQLException {
    ReentrantLock turn = turn(after.id());
    turn.lock();
    try {
      // Also those of others who have not come to it: the log says who approved before it says that
      // the grant was used.
      for (int number : owed.unrecorded(after.id())) {
        if (number <= after.steps().size()) {
          trail.step(after, after.steps().get(number - 1));
          owed.recorded(after.id(), number);
        }
      }
    } finally {
      turn.unlock();
    }
    for (Step step : steps) {
      tell(after, step, true);
    }
  }

  /** Steps of one approval are recorded one after the other, those of others meanwhile. */
  private ReentrantLock turn(String id) {
    return turns.get(Math.floorMod(id.hashCode(), turns.size()));
  }

  /** Tries once more, where it is still to be done. */
  void tellAgain(Approval approval, Owed step) throws SQLException {
    if (step.isHopeless() || step.number() > approval.steps().size()) {
      LOG.log(WARNING, "event=approval-step-untold approval=" + step.id());
      owed.done(step.id(), step.number());
    } else {
      tell(approval, approval.steps().get(step.number() - 1), step.recorded());
    }
  }

  private void tell(Approval after, Step step, boolean isRecorded) {
    boolean recorded = isRecorded;
    try {
      if (!recorded) {
        trail.step(after, step);
        recorded = true;
      }
      announcer.announce(after, step);
      // If we crash here, both happen again: an entry and a message too many, and none too few.
      owed.done(after.id(), step.number());
    } catch (RecordingException | SQLException | RuntimeException e) {
      later(after, step, recorded, e);
    }
  }

  private void later(Approval after, Step step, boolean recorded, Exception e) {
    LOG.log(
        WARNING,
        "event=approval-step-later approval="
            + after.id()
            + " step="
            + step.number()
            + " recorded="
            + recorded
            + " cause="
            + cause(e));
    if (recorded) {
      try {
        owed.recorded(after.id(), step.number());
      } catch (SQLException _) {
        // Then it is recorded twice.
      }
    }
  }

  /** What may stand in our log: never the text of somebody else's exception. */
  static String cause(Exception e) {
    return e instanceof SQLException sql
        ? '"' + DatabaseException.told(sql) + '"'
        : e.getClass().getSimpleName();
  }
}
