package dev.gatehouse.recordings;

import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.store.Head;
import dev.gatehouse.recordings.store.TailGuard;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Looks after what the sequencer has committed, on a thread of its own: writes the tail guard,
 * signs checkpoints, watches the free space. {@link #shortage} and {@link #sign} are thread-safe.
 *
 * <p>Guarantee: a head is guarded before it is signed, and a signed checkpoint is kept in the log
 * before anybody is shown it.
 */
final class Keeper implements AutoCloseable {
  /** How far the guard may lag behind what was acknowledged. */
  private static final Duration GUARD_LAG_MAX = Duration.ofMillis(100);

  /** How far a node that appends nothing may lag behind the others. */
  private static final Duration FOLLOW_EVERY = Duration.ofSeconds(1);

  private static final Duration LAST_WAIT = Duration.ofSeconds(30);

  private final LogFiles files;
  private final Sequencer sequencer;
  private final LogSettings settings;
  private final BlockingQueue<CountDownLatch> asked = new LinkedBlockingQueue<>();
  private final Thread thread;

  private long guardedSize;
  private long signedSize;
  private long signedNanos = System.nanoTime();
  private long followedNanos = System.nanoTime();
  private volatile boolean stopping;
  private volatile Optional<String> shortage = Optional.empty();

  Keeper(LogFiles files, Sequencer sequencer, LogSettings settings) {
    this.files = files;
    this.sequencer = sequencer;
    this.settings = settings;
    this.signedSize = files.signedSize();
    this.thread = Thread.ofPlatform().daemon().name("gatehouse-log-keeper").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Empty while there is room for new exchanges. */
  Optional<String> shortage() {
    return shortage;
  }

  /**
   * Has what is committed by now signed, without waiting for its turn; false where that took too
   * long. The checkpoint is handed to the sequencer by then.
   */
  boolean sign(UninterruptedWait wait) {
    CountDownLatch signed = new CountDownLatch(1);
    return wait.offer(asked, signed) && wait.await(signed);
  }

  private void run() {
    Duration tick =
        settings.checkpointEvery().compareTo(GUARD_LAG_MAX) < 0
            ? settings.checkpointEvery()
            : GUARD_LAG_MAX;
    try {
      while (true) {
        Optional<CountDownLatch> waiting =
            Optional.ofNullable(asked.poll(tick.toNanos(), TimeUnit.NANOSECONDS));
        // Not by interruption: that would close the guard's channel in the middle of a write.
        if (stopping) {
          return;
        }
        watchSpace();
        look(
            waiting.isPresent()
                || System.nanoTime() - signedNanos >= settings.checkpointEvery().toNanos());
        waiting.ifPresent(CountDownLatch::countDown);
        follow();
      }
    } catch (InterruptedException | IOException | RuntimeException e) {
      sequencer.fail("cannot guard the log: " + e.getMessage());
    }
  }

  /** A node that has nothing to append still keeps up with the others, for it guards as well. */
  private void follow() {
    if (files.storage().shared() && System.nanoTime() - followedNanos >= FOLLOW_EVERY.toNanos()) {
      followedNanos = System.nanoTime();
      sequencer.follow();
    }
  }

  /** Looks once how much room there is. */
  void watchSpace() throws IOException {
    shortage =
        files.shortOfSpace(settings.freeBytesMin())
            ? Optional.of(
                "less than "
                    + settings.freeBytesMin()
                    + " bytes are free in "
                    + files.directory().path())
            : Optional.empty();
  }

  private void look(boolean signing) throws IOException {
    Head head = sequencer.head();
    if (sequencer.failure().isPresent()) {
      return;
    }
    if (head.size() != guardedSize) {
      files.guard().write(new TailGuard.Mark(head.size(), head.root()));
      guardedSize = head.size();
    }
    if (signing && head.size() != signedSize) {
      sign(head);
    }
  }

  private void sign(Head head) {
    Checkpoint checkpoint = new Checkpoint(settings.origin(), head.size(), head.root());
    // The head was read before the keys: so none of theirs is under a size that later ones sign.
    String note = files.signed(checkpoint, settings.clock().instant());
    try (UninterruptedWait wait = new UninterruptedWait(GUARD_LAG_MAX)) {
      if (sequencer.submit(new Work.Keep(checkpoint, note), wait)) {
        signedSize = head.size();
        signedNanos = System.nanoTime();
      }
    }
  }

  /** Ends the thread, after which the last head is guarded and signed. */
  @Override
  public void close() {
    stopping = true;
    asked.add(new CountDownLatch(1));
    try (UninterruptedWait wait = new UninterruptedWait(LAST_WAIT)) {
      if (thread.isAlive() && !wait.join(thread)) {
        sequencer.fail("the guard does not answer");
        return;
      }
      look(true);
    } catch (IOException | RuntimeException e) {
      sequencer.fail("cannot guard the log: " + e.getMessage());
    }
  }
}
