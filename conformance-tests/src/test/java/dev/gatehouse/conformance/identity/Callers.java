package dev.gatehouse.conformance.identity;

import dev.gatehouse.conformance.product.Receipt;
import jakarta.json.Json;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * People who call a tool at one time, each again and again, with a token that Keycloak has given
 * for this one call. Thread-safe.
 */
final class Callers implements AutoCloseable {
  private static final Duration ROUND_AT_MOST = Duration.ofSeconds(60);

  /** Keycloak and the gateway shall have work, but not so much that they find no time for keys. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private static final Duration LOOK_EVERY = Duration.ofMillis(5);

  private final List<Thread> threads = new ArrayList<>();
  private final List<AtomicInteger> rounds = new ArrayList<>();
  private final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
  private final Queue<String> lost = new ConcurrentLinkedQueue<>();
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private volatile boolean isOver;

  /** Sets so many to work. */
  Callers(int count, Shop shop, PersonAtKeycloak person, String tool) {
    for (int i = 0; i < count; i++) {
      AtomicInteger done = new AtomicInteger();
      rounds.add(done);
      threads.add(
          Thread.ofVirtual()
              .name("caller-" + i)
              .start(
                  () -> {
                    while (!isOver) {
                      call(shop, person, tool);
                      done.incrementAndGet();
                      pause(PAUSE);
                    }
                  }));
    }
  }

  /** Waits until each has called so many times more than now, or one call was lost. */
  void awaitRounds(int more) {
    List<Integer> goals = rounds.stream().map(done -> done.get() + more).toList();
    long end = System.nanoTime() + ROUND_AT_MOST.toNanos();
    for (int i = 0; i < goals.size(); i++) {
      while (rounds.get(i).get() < goals.get(i) && lost.isEmpty()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("slower than " + ROUND_AT_MOST);
        }
        pause(LOOK_EVERY);
      }
    }
  }

  /** What the replies say of where they are in the log. */
  List<Receipt> receipts() {
    return List.copyOf(receipts);
  }

  /** What became of the calls that were not answered as they should be. */
  List<String> lost() {
    return List.copyOf(lost);
  }

  /** The ids of the keys by which the tokens were signed. */
  Set<String> keys() {
    return Set.copyOf(keys);
  }

  /** Stops them, each after the call that it is at. */
  @Override
  public void close() {
    isOver = true;
    for (Thread thread : threads) {
      try {
        if (!thread.join(ROUND_AT_MOST)) {
          throw new AssertionError(thread.getName() + " did not end");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  private void call(Shop shop, PersonAtKeycloak person, String tool) {
    try {
      String token = person.token();
      keys.add(keyOf(token));
      var reply = shop.reply(token, tool);
      if (Shop.outcome(reply) == Shop.Outcome.DONE) {
        receipts.add(Receipt.of(reply.json()));
      } else {
        lost.add("key " + keyOf(token) + ": " + reply);
      }
    } catch (RuntimeException | AssertionError e) {
      lost.add(e.toString());
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The key that a token names. */
  static String keyOf(String token) {
    byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
    try (var reader = Json.createReader(new ByteArrayInputStream(header))) {
      return reader.readObject().getString("kid");
    }
  }
}
