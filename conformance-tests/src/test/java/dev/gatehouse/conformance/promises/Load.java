package dev.gatehouse.conformance.promises;

import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.Receipt;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Clients that call one tool again and again until they are stopped or nobody answers. */
final class Load {
  private final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean stopped;

  private Load() {}

  /** As many clients as asked for, at work. */
  static Load on(URI endpoint, String tool, int count) {
    Load load = new Load();
    for (int i = 0; i < count; i++) {
      boolean legacy = i % 2 == 0;
      load.clients.add(Thread.ofVirtual().start(() -> load.call(endpoint, tool, legacy)));
    }
    return load;
  }

  /** Waits until so many replies were seen in all. */
  void awaitReplies(int count) throws InterruptedException {
    while (receipts.size() < count) {
      if (clients.stream().noneMatch(Thread::isAlive)) {
        throw new AssertionError("the clients ended after " + receipts.size() + " replies");
      }
      Thread.sleep(2);
    }
  }

  /** Waits until so many more replies were seen than now. */
  void awaitMore(int count) throws InterruptedException {
    awaitReplies(receipts.size() + count);
  }

  /** Stops, and gives the receipt of every reply that a client has seen as a whole. */
  List<Receipt> stop() throws InterruptedException {
    stopped = true;
    for (Thread client : clients) {
      client.join();
    }
    return List.copyOf(receipts);
  }

  private void call(URI endpoint, String tool, boolean legacy) {
    try (RawClient client = legacy ? RawClient.legacy(endpoint) : RawClient.modern(endpoint)) {
      while (!stopped) {
        receipts.add(Receipt.of(client.call("1", tool, "{\"n\":1}").json()));
      }
    } catch (RuntimeException | AssertionError gone) {
      // The gateway was killed in the middle of a call: that reply was never seen.
    }
  }
}
