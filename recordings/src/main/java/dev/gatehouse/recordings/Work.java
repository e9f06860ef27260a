package dev.gatehouse.recordings;

import dev.gatehouse.recordings.keys.KeyHistory;
import dev.gatehouse.recordings.keys.LogKeys;
import dev.gatehouse.recordings.note.Checkpoint;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What the sequencer is handed through its queue. */
sealed interface Work {

  /** A signed checkpoint that is to be kept before anybody is shown it. */
  record Keep(Checkpoint checkpoint, String note) implements Work {}

  /** Something that only the sequencer's thread may do, between two batches. */
  final class Errand implements Work {
    private final Task task;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Optional<Exception> fault = Optional.of(new IllegalStateException("not run"));

    Errand(Task task) {
      this.task = task;
    }

    /** What is to be done with the files of the log. */
    interface Task {
      void run(LogFiles files) throws SQLException, GeneralSecurityException, IOException;
    }

    /** Runs it; what goes wrong is for whoever waits, and does not stop the log. */
    void run(LogFiles files) {
      try {
        task.run(files);
        fault = Optional.empty();
      } catch (SQLException | GeneralSecurityException | IOException | RuntimeException e) {
        fault = Optional.of(e);
      } finally {
        done.countDown();
      }
    }

    void settleAsLost(String reason) {
      fault = Optional.of(new IOException(reason));
      done.countDown();
    }

    /** Whether it was run within the wait. */
    boolean await(UninterruptedWait wait) {
      return wait.await(done);
    }

    /** What went wrong. */
    Optional<Exception> fault() {
      return fault;
    }
  }

  /** Payloads that vanish in the commit that says so. */
  record Erasure(long key, List<Long> entries) {
    public Erasure {
      entries = List.copyOf(entries);
    }
  }

  /** Keys that sign from the commit on that says so, and which keys there were until then. */
  record Rotation(KeyHistory history, LogKeys next) {}

  /** Nothing to write, only to look what other nodes appended. */
  record Follow() implements Work {}

  /** The last thing that a sequencer is handed. */
  record Stop() implements Work {}

  /** An entry that somebody waits for. Thread-safe; settled once. */
  final class Ticket implements Work {
    private final PreparedEntry entry;
    private final Optional<Erasure> erasure;
    private final Optional<Rotation> rotation;
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile Optional<Outcome> outcome = Optional.empty();

    private Ticket(PreparedEntry entry, Optional<Erasure> erasure, Optional<Rotation> rotation) {
      this.entry = entry;
      this.erasure = erasure;
      this.rotation = rotation;
    }

    static Ticket of(PreparedEntry entry) {
      return new Ticket(entry, Optional.empty(), Optional.empty());
    }

    static Ticket erasing(PreparedEntry entry, Erasure erasure) {
      return new Ticket(entry, Optional.of(erasure), Optional.empty());
    }

    static Ticket rotating(PreparedEntry entry, Rotation rotation) {
      return new Ticket(entry, Optional.empty(), Optional.of(rotation));
    }

    PreparedEntry entry() {
      return entry;
    }

    /** What the entry says was erased. */
    Optional<Erasure> erasure() {
      return erasure;
    }

    /** The keys that the entry is the first one under. */
    Optional<Rotation> rotation() {
      return rotation;
    }

    void settle(Outcome result) {
      if (outcome.isEmpty()) {
        outcome = Optional.of(result);
        settled.countDown();
      }
    }

    /** What became of the entry; empty where that is not known when the wait ends. */
    Optional<Outcome> await(UninterruptedWait wait) {
      return wait.await(settled) ? outcome : Optional.empty();
    }
  }

  /** What became of an entry. */
  sealed interface Outcome {}

  /** It is on disk. */
  record Durable(Appended appended) implements Outcome {}

  /** It was not written, for it would break the rule of one closing entry per request. */
  record Refused(String reason) implements Outcome {}

  /** Nobody may take it for recorded. */
  record Lost(String reason) implements Outcome {}
}
