package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.recordings.RecordingException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What several upstreams say to one listener, in the order in which it came. Who says more than the
 * listener takes waits: nothing is left out. Thread-safe.
 */
final class Feed {
  /** Enough for a burst; what is behind it stays with the upstream. */
  private static final int ITEMS_MAX = 256;

  /** Something that an upstream said, or that became of it. */
  sealed interface Item {
    /** It will say this much. */
    record Acknowledged(String upstream, ListenFilter granted) implements Item {}

    /** It says this. */
    record Heard(String upstream, Message.Notification notification) implements Item {}

    /** It is heard again after a while in which it was not. */
    record Resumed(String upstream) implements Item {}

    /** What the listener may use may have changed. */
    record Changed() implements Item {}

    /** The log takes nothing more. */
    record NotRecorded(RecordingException reason) implements Item {}
  }

  private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>(ITEMS_MAX);

  /** Puts something in as soon as there is room. */
  void put(Item item) throws InterruptedException {
    items.put(item);
  }

  /** Puts something in, unless so much is there already that the listener hears of it anyway. */
  boolean offer(Item item) {
    return items.offer(item);
  }

  /** The next; nothing where the deadline comes first. */
  Optional<Item> take(Deadline deadline) throws InterruptedException {
    return Optional.ofNullable(items.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS));
  }
}
