package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Gives the tokens of many grants back to their servers, some at once. */
final class GivingBack {
  /** Whoever takes grants back waits for it; servers that are slower are told later. */
  private static final Duration TIME_MAX = Duration.ofSeconds(10);

  /** One server has most of them, and need not be run over. */
  private static final int AT_ONCE = 16;

  private GivingBack() {}

  /**
   * Gives them back.
   *
   * @param teller tells one server, and says whether it took it
   * @return the ids of those that were taken in time
   */
  static Set<String> all(List<PersonGrant> grants, Predicate<PersonGrant> teller) {
    AtomicInteger taken = new AtomicInteger();
    Set<String> told = ConcurrentHashMap.newKeySet();
    List<Thread> tellers = new ArrayList<>();
    for (int i = 0; i < Math.min(AT_ONCE, grants.size()); i++) {
      tellers.add(
          Thread.ofVirtual()
              .name("grants-given-back")
              .start(
                  () -> {
                    int next = taken.getAndIncrement();
                    while (next < grants.size()) {
                      if (teller.test(grants.get(next))) {
                        told.add(grants.get(next).id());
                      }
                      next = taken.getAndIncrement();
                    }
                  }));
    }
    Deadline end = Deadline.after(TIME_MAX);
    try {
      for (Thread each : tellers) {
        boolean _ = each.join(end.remaining());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Set.copyOf(told);
  }
}
