package dev.gatehouse.gateway.limits;

import static java.lang.System.Logger.Level.WARNING;

import dev.gatehouse.policies.limit.LimitStore;
import dev.gatehouse.policies.limit.MemoryLimitStore;
import dev.gatehouse.policies.limit.MemoryLimitStore.Count;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Counts of one gateway, in memory and written behind to a file.
 *
 * <p>Guarantee: after {@link #close} everything is kept; after the process was killed, everything
 * but what was taken in its last {@link #WRITTEN_EVERY}. Places of calls under way are not kept,
 * because no call outlives the process. While the file cannot be written, counting goes on in
 * memory and the operator's log says so. Thread-safe.
 */
public final class FileLimitStore implements LimitStore {
  /** What may be forgotten at most, and how often a busy gateway writes. */
  public static final Duration WRITTEN_EVERY = Duration.ofMillis(250);

  private static final System.Logger LOG = System.getLogger(FileLimitStore.class.getName());

  /** Rows that are over take up room only. */
  private static final Duration SWEPT_EVERY = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final MemoryLimitStore memory;
  private final CountFile file;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread writer = new Thread(this::writeBehind, "limits");
  private Set<String> changed = new HashSet<>();
  private Instant sweptAt;

  private FileLimitStore(InstantSource clock, MemoryLimitStore memory, CountFile file) {
    this.clock = clock;
    this.memory = memory;
    this.file = file;
    this.sweptAt = clock.instant();
  }

  /**
   * Opens it with the counts that were left.
   *
   * @throws IOException where the file is broken: a fresh one would hand everybody a fresh budget,
   *     which is for the operator to decide
   */
  public static FileLimitStore open(Path path, InstantSource clock) throws IOException {
    CountFile file = CountFile.open(path);
    try {
      MemoryLimitStore memory = new MemoryLimitStore(clock);
      memory.restore(file.read(nanos(clock.instant())));
      FileLimitStore store = new FileLimitStore(clock, memory, file);
      store.writer.setDaemon(true);
      store.writer.start();
      return store;
    } catch (SQLException e) {
      throw new IOException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Taking take(List<Need> needs) {
    Taking taking = memory.take(needs);
    if (taking instanceof Taking.Taken) {
      note(needs);
    }
    return taking;
  }

  @Override
  public Taking look(List<Need> needs) {
    return memory.look(needs);
  }

  private synchronized void note(List<Need> needs) {
    needs.forEach(need -> changed.add(need.name()));
  }

  private synchronized Set<String> takeChanged() {
    Set<String> taken = changed;
    changed = new HashSet<>();
    return taken;
  }

  private synchronized void putBack(Set<String> names) {
    changed.addAll(names);
  }

  private void writeBehind() {
    boolean isClosing = false;
    boolean failedBefore = false;
    while (!isClosing) {
      try {
        isClosing = closing.await(WRITTEN_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        isClosing = true;
      }
      boolean failed = !write(failedBefore);
      failedBefore = failed;
    }
  }

  /** Writes what has changed; a fault is told once, and then tried again. */
  private boolean write(boolean wasTold) {
    Set<String> names = takeChanged();
    // Only what memory still holds: this must not grow while the disk is full.
    Map<String, Count> counts = Map.of();
    try {
      counts = memory.counts(names);
      if (!counts.isEmpty()) {
        file.write(counts);
      }
      Instant now = clock.instant();
      if (Duration.between(sweptAt, now).abs().compareTo(SWEPT_EVERY) >= 0) {
        sweptAt = now;
        file.dropOver(nanos(now));
      }
      return true;
    } catch (SQLException | RuntimeException e) {
      // Without this thread nothing would be kept any more, whatever went wrong.
      putBack(counts.keySet());
      if (!wasTold) {
        tell(e);
      }
      return false;
    }
  }

  private static void tell(Exception why) {
    if (why instanceof SQLException) {
      LOG.log(WARNING, "event=limits-not-kept cause=\"{0}\"", why.getMessage());
    } else {
      LOG.log(WARNING, "event=limits-not-kept", why);
    }
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      writer.join();
      file.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      LOG.log(WARNING, "event=limits-not-kept cause=\"{0}\"", e.getMessage());
    }
  }
}
