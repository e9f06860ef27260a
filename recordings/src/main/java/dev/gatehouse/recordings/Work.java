package dev.gatehouse.recordings;

import dev.gatehouse.recordings.note.Checkpoint;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What the sequencer is handed through its queue. */
sealed interface Work {

  /** A signed checkpoint that is to be kept before anybody is shown it. */
  record Keep(Checkpoint checkpoint, String note) implements Work {}

  /** The last thing that a sequencer is handed. */
  record Stop() implements Work {}

  /** An entry that somebody waits for. Thread-safe; settled once. */
  final class Ticket implements Work {
    private final PreparedEntry entry;
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile Optional<Outcome> outcome = Optional.empty();

    Ticket(PreparedEntry entry) {
      this.entry = entry;
    }

    PreparedEntry entry() {
      return entry;
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
