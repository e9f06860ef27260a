package dev.gatehouse.recordings;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Hands to the sequencer what callers want done, and waits until it is. Thread-safe.
 *
 * <p>Errors: {@link RecordingException} where it is not known to be done; {@code
 * IllegalStateException} where an entry breaks the rule of one closing entry.
 */
final class Intake {
  /**
   * A disk that takes longer for one commit cannot serve calls; nobody should wait on it for ever.
   */
  static final Duration APPEND_WAIT_MAX = Duration.ofSeconds(30);

  /** Erasing scrubs files, which takes as long as they are large. */
  private static final Duration ERRAND_WAIT_MAX = Duration.ofMinutes(5);

  /** What may wait for the sequencer at once, whatever the number of entries: 256 MiB. */
  private static final int QUEUE_KIBIBYTES_MAX = 256 * 1024;

  private final Sequencer sequencer;
  private final SecureRandom random;
  private final Semaphore waitingKibibytes = new Semaphore(QUEUE_KIBIBYTES_MAX);

  Intake(Sequencer sequencer, SecureRandom random) {
    this.sequencer = sequencer;
    this.random = random;
  }

  /** Has {@code entries} appended, in this order, and returns when they are durable. */
  List<Appended> append(List<Entry> entries) throws RecordingException {
    return commit(
        entries.stream().map(entry -> Work.Ticket.of(PreparedEntry.of(entry, random))).toList());
  }

  /** The same for one entry whose commit takes away what it says was erased. */
  Appended erasing(Entry entry, Work.Erasure erasure) throws RecordingException {
    return commit(List.of(Work.Ticket.erasing(PreparedEntry.of(entry, random), erasure)))
        .getFirst();
  }

  /** The same for the entry whose commit hands the log over to other keys. */
  Appended rotating(Entry entry, Work.Rotation rotation) throws RecordingException {
    return commit(List.of(Work.Ticket.rotating(PreparedEntry.of(entry, random), rotation)))
        .getFirst();
  }

  /** Runs {@code task} on the sequencer's thread, between two batches. */
  void run(Work.Errand.Task task) throws RecordingException {
    Work.Errand errand = new Work.Errand(task);
    try (UninterruptedWait wait = new UninterruptedWait(ERRAND_WAIT_MAX)) {
      submit(errand, wait);
      if (!errand.await(wait)) {
        throw new RecordingException("the log does not answer");
      }
    }
    Optional<Exception> fault = errand.fault();
    if (fault.isPresent()) {
      throw new RecordingException(
          "cannot change the log: " + fault.get().getMessage(), fault.get());
    }
  }

  private List<Appended> commit(List<Work.Ticket> tickets) throws RecordingException {
    List<Appended> appended = new ArrayList<>(tickets.size());
    try (UninterruptedWait wait = new UninterruptedWait(APPEND_WAIT_MAX)) {
      int kibibytes = kibibytes(tickets);
      if (!wait.acquire(waitingKibibytes, kibibytes)) {
        throw new RecordingException("cannot append: the queue is full");
      }
      try {
        for (Work.Ticket ticket : tickets) {
          submit(ticket, wait);
        }
        for (Work.Ticket ticket : tickets) {
          appended.add(settled(ticket, wait));
        }
      } finally {
        waitingKibibytes.release(kibibytes);
      }
    }
    return appended;
  }

  private static int kibibytes(List<Work.Ticket> tickets) {
    long bytes = tickets.stream().mapToLong(ticket -> ticket.entry().bytes()).sum();
    return (int) Math.min(QUEUE_KIBIBYTES_MAX, 1 + bytes / 1024);
  }

  private void submit(Work work, UninterruptedWait wait) throws RecordingException {
    Optional<String> reason = sequencer.failure();
    if (reason.isPresent()) {
      throw new RecordingException("cannot append: " + reason.get());
    }
    if (!sequencer.submit(work, wait)) {
      throw new RecordingException("cannot append: the queue is full");
    }
  }

  private Appended settled(Work.Ticket ticket, UninterruptedWait wait) throws RecordingException {
    Optional<Work.Outcome> outcome = ticket.await(wait);
    if (outcome.isEmpty()) {
      // It may still become durable, but nobody can say so: stop before more is unknown.
      String late = "no commit within " + APPEND_WAIT_MAX.toSeconds() + " seconds";
      sequencer.fail(late + sequencer.away().map(reason -> ": " + reason).orElse(""));
      throw new RecordingException("cannot append: " + sequencer.failure().orElseThrow());
    }
    return switch (outcome.get()) {
      case Work.Durable durable -> durable.appended();
      case Work.Refused refused -> throw new IllegalStateException(refused.reason());
      case Work.Lost lost -> throw new RecordingException("cannot append: " + lost.reason());
    };
  }
}
