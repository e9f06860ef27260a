package dev.gatehouse.gateway.approval;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who waits for which approval. Of one approval all waiters share one sight: when it changes, they
 * and nobody else wake. Thread-safe.
 */
final class Watches {
  /** However long there is to wait, the clock is looked at again: it may have been set. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Map<String, Watch> watches = new HashMap<>();
  private boolean ended;
  private final InstantSource clock;

  Watches(InstantSource clock) {
    this.clock = clock;
  }

  /** What all waiters of one approval share. */
  static final class Watch {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<Approval> latest = Optional.empty();

    /** Guarded by the map's lock. */
    private int waiters;

    /** As it was seen last. */
    Optional<Approval> latest() {
      lock.lock();
      try {
        return latest;
      } finally {
        lock.unlock();
      }
    }

    private void wake() {
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private void saw(Approval approval) {
      lock.lock();
      try {
        if (latest.filter(it -> it.version() >= approval.version()).isEmpty()) {
          latest = Optional.of(approval);
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Lets nobody wait any more. */
  void end() {
    List<Watch> all;
    synchronized (this) {
      ended = true;
      all = List.copyOf(watches.values());
    }
    all.forEach(Watch::wake);
  }

  /** Whether nobody is to wait any more. */
  synchronized boolean hasEnded() {
    return ended;
  }

  /** Begins to wait; whoever does ends it with {@link #leave}. */
  synchronized Watch join(String id) {
    Watch watch = watches.computeIfAbsent(id, _ -> new Watch());
    watch.waiters++;
    return watch;
  }

  /** Ends a wait. */
  synchronized void leave(String id) {
    Watch watch = watches.get(id);
    if (watch != null && --watch.waiters == 0) {
      watches.remove(id);
    }
  }

  /** Shows an approval to those who wait for it. */
  void saw(Approval approval) {
    find(approval.id()).ifPresent(watch -> watch.saw(approval));
  }

  private synchronized Optional<Watch> find(String id) {
    return Optional.ofNullable(watches.get(id));
  }

  /** What is waited for, and in which version it was seen: 0 where it was not. */
  synchronized List<Seen> seen() {
    return watches.entrySet().stream()
        .map(
            entry ->
                new Seen(
                    entry.getKey(), entry.getValue().latest().map(Approval::version).orElse(0L)))
        .toList();
  }

  /** An approval that is waited for. */
  record Seen(String id, long version) {}

  /** Whether anybody waits. */
  synchronized boolean isIdle() {
    return watches.isEmpty();
  }

  /** Waits until another version was seen, until time changes this one, or until a time. */
  void await(Watch watch, long version, Instant until) throws InterruptedException {
    watch.lock.lockInterruptibly();
    try {
      while (watch.latest.filter(it -> it.version() == version).isPresent()) {
        Instant now = clock.instant();
        Instant end = earlier(until, watch.latest.get().due());
        if (!now.isBefore(end) || hasEnded()) {
          return;
        }
        long millis = millis(now, end);
        boolean _ = watch.changed.await(millis, TimeUnit.MILLISECONDS);
      }
    } finally {
      watch.lock.unlock();
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static long millis(Instant now, Instant end) {
    Instant look = now.plus(LOOK);
    return Math.max(1, Duration.between(now, end.isBefore(look) ? end : look).toMillis());
  }
}
