package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.database.DatabaseException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Keeps what channels are to be told until they were, each channel on a thread of its own.
 *
 * <p>Guarantee: what was put is durable, and sent at least once while somebody takes it, also after
 * a crash and by another gateway of the same database. Thread-safe.
 */
final class Outbox implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Outbox.class.getName());
  private static final Duration CLOSING_MAX = Duration.ofSeconds(2);

  private final OutboxTable table;
  private final InstantSource clock;
  private final List<Worker> workers = new ArrayList<>();

  private record Worker(Thread thread, Semaphore news) {}

  Outbox(OutboxTable table, InstantSource clock) {
    this.table = table;
    this.clock = clock;
  }

  /** Begins to send; once. */
  void start(List<ChannelQueue> queues) {
    for (ChannelQueue queue : queues) {
      Semaphore news = new Semaphore(0);
      workers.add(
          new Worker(Thread.ofVirtual().name("channel").start(() -> run(queue, news)), news));
    }
  }

  /** Keeps these, each once, and has them sent. */
  void put(List<OutboxTable.New> notices) throws SQLException {
    table.put(notices, clock.instant());
    workers.forEach(worker -> worker.news().release());
  }

  private static void run(ChannelQueue queue, Semaphore news) {
    try {
      while (true) {
        Duration pause = step(queue);
        if (!pause.isZero()) {
          boolean _ = news.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
          news.drainPermits();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration step(ChannelQueue queue) throws InterruptedException {
    try {
      return queue.step();
    } catch (SQLException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      LOG.log(Level.WARNING, "event=outbox-away cause=\"" + DatabaseException.told(e) + "\"");
    } catch (RuntimeException e) {
      // One message must not end the thread that others wait for.
      LOG.log(Level.ERROR, "event=channel-failed cause=" + e.getClass().getSimpleName());
    }
    return ChannelQueue.IDLE;
  }

  @Override
  public void close() {
    workers.forEach(worker -> worker.thread().interrupt());
    try {
      for (Worker worker : workers) {
        boolean _ = worker.thread().join(CLOSING_MAX);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    table.close();
  }
}
