package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What has come for one call and was not looked at yet, in order. Thread-safe; whoever puts
 * something in never waits, because all calls of a child depend on him.
 */
final class Mailbox {
  // A burst of progress from a lively tool. What is beyond it is dropped: one call whose client
  // reads slowly must not hold up the others.
  private static final int NOTIFICATIONS_MAX = 10_000;
  private static final int CHARACTERS_MAX = 8 << 20;

  /** Something that came. */
  sealed interface Item {
    /** Before the answer. */
    record Heard(Message.Notification notification) implements Item {}

    /** The child asks something that belongs to this call; what, its questions know. */
    record Asked() implements Item {}

    /** The answer. */
    record Answered(Message.Response response) implements Item {}

    /** There will be no answer. */
    record Failed(UpstreamException failure) implements Item {}
  }

  private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private volatile boolean isAnswered;
  private final AtomicInteger characters = new AtomicInteger();

  /** Puts a notification in; false where it was dropped. */
  boolean put(Message.Notification notification) {
    int length = notification.json().text().length();
    if (items.size() >= NOTIFICATIONS_MAX || characters.get() + length > CHARACTERS_MAX) {
      return false;
    }
    characters.addAndGet(length);
    return items.add(new Item.Heard(notification));
  }

  /** Says that the child asks something. */
  void putQuestion() {
    items.add(new Item.Asked());
  }

  /** Puts the answer in, for which there is always room. */
  void put(Message.Response response) {
    isAnswered = true;
    items.add(new Item.Answered(response));
  }

  /** Whether the answer is in: what comes behind it belongs to something else. */
  boolean isAnswered() {
    return isAnswered;
  }

  /** Says that there will be no answer. */
  void fail(UpstreamException failure) {
    items.add(new Item.Failed(failure));
  }

  /** Waits for the next item; nothing where the deadline comes first. */
  Optional<Item> take(Deadline deadline) throws InterruptedException {
    Optional<Item> item =
        Optional.ofNullable(items.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS));
    if (item.isPresent() && item.get() instanceof Item.Heard(Message.Notification heard)) {
      characters.addAndGet(-heard.json().text().length());
    }
    return item;
  }
}
