package dev.gatehouse.conformance.approvals;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** Somebody who decides about each call as the name of its tool says. Confined to one thread. */
final class Deciding {
  /** Each command takes a core while it runs. */
  private static final int AT_ONE_TIME = 3;

  /** Looking is a command too. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private static final long AT_MOST_NANOS = 150_000_000_000L;

  private final Approver approver;
  private final Set<String> decided = new HashSet<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Throwable> failed = new ConcurrentLinkedQueue<>();
  private final Semaphore free = new Semaphore(AT_ONE_TIME);

  Deciding(Approver approver) {
    this.approver = approver;
  }

  /** Decides what waits, until all is over. */
  void until(BooleanSupplier isOver) throws InterruptedException {
    long end = System.nanoTime() + AT_MOST_NANOS;
    while (!isOver.getAsBoolean() && System.nanoTime() < end && failed.isEmpty()) {
      for (JsonObject row : approver.waiting()) {
        if (decided.add(row.getString("id"))) {
          threads.add(Thread.startVirtualThread(() -> decide(row)));
        }
      }
      Thread.sleep(LOOK_EVERY);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failed.isEmpty()) {
      throw new AssertionError("a decision failed", failed.peek());
    }
  }

  private void decide(JsonObject row) {
    free.acquireUninterruptibly();
    try {
      decide(row.getString("id"), row.getString("name"));
    } catch (RuntimeException | AssertionError e) {
      failed.add(e);
    } finally {
      free.release();
    }
  }

  private void decide(String id, String tool) {
    String wanted = tool.substring(tool.lastIndexOf('_') + 1);
    switch (wanted) {
      case Way.APPROVED, Way.HURRIED -> approver.approve(id);
      case Way.DENIED -> approver.deny(id);
      case Way.WITHDRAWN -> {
        String client = tool.substring(0, tool.lastIndexOf('_'));
        if (Way.ALL.stream().anyMatch(w -> w.name().equals(client) && w.isWithdrawnByOthers())) {
          approver.withdraw(id);
        }
      }
      case Way.EXPIRED -> {}
      default -> throw new IllegalArgumentException(tool);
    }
  }
}
