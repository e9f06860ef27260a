package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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
    Queue<PersonGrant> waiting = new ConcurrentLinkedQueue<>(grants);
    Set<String> told = ConcurrentHashMap.newKeySet();
    List<Thread> tellers = new ArrayList<>();
    for (int i = 0; i < Math.min(AT_ONCE, grants.size()); i++) {
      tellers.add(
          Thread.ofVirtual()
              .name("grants-given-back")
              .start(
                  () -> {
                    for (PersonGrant next = waiting.poll(); next != null; next = waiting.poll()) {
                      if (teller.test(next)) {
                        told.add(next.id());
                      }
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
