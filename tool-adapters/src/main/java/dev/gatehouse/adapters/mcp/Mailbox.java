package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
  // The first exchange with a child asks it twice, each call once.
  private static final int RESPONSES_MAX = 2;

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
  private final AtomicInteger characters = new AtomicInteger();
  private final AtomicInteger responses = new AtomicInteger();
  private final AtomicBoolean isAsked = new AtomicBoolean();
  private final AtomicBoolean hasFailed = new AtomicBoolean();

  /** Puts a notification in; false where it was dropped. */
  boolean put(Message.Notification notification) {
    int length = notification.json().text().length();
    if (items.size() >= NOTIFICATIONS_MAX || characters.get() + length > CHARACTERS_MAX) {
      return false;
    }
    characters.addAndGet(length);
    return items.add(new Item.Heard(notification));
  }

  /** Says that the child asks something, once until that is looked at. */
  void putQuestion() {
    if (!isAsked.getAndSet(true)) {
      items.add(new Item.Asked());
    }
  }

  /** Puts an answer in, for which there is always room; false where it was dropped. */
  boolean put(Message.Response response) {
    return responses.incrementAndGet() <= RESPONSES_MAX && items.add(new Item.Answered(response));
  }

  /** Whether the answer is in: what comes behind it belongs to something else. */
  boolean isAnswered() {
    return responses.get() > 0;
  }

  /** Says that there will be no answer. */
  void fail(UpstreamException failure) {
    if (!hasFailed.getAndSet(true)) {
      items.add(new Item.Failed(failure));
    }
  }

  /** Waits for the next item; nothing where the deadline comes first. */
  Optional<Item> take(Deadline deadline) throws InterruptedException {
    Optional<Item> item =
        Optional.ofNullable(items.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS));
    if (item.isPresent()) {
      taken(item.get());
    }
    return item;
  }

  private void taken(Item item) {
    switch (item) {
      case Item.Heard(Message.Notification heard) ->
          characters.addAndGet(-heard.json().text().length());
      case Item.Asked _ -> isAsked.set(false);
      case Item.Answered _, Item.Failed _ -> {}
    }
  }
}
