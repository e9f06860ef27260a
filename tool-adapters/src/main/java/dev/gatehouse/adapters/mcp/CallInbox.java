package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What a legacy server has sent for one call and nobody has looked at yet, in order. Thread-safe.
 */
final class CallInbox {
  // A burst of progress from a lively tool, while its client is slow or is being asked.
  private static final int ITEMS_MAX = 10_000;
  private static final int CHARACTERS_MAX = 8 << 20;

  /** Something that came. */
  sealed interface Item {
    /** Before the answer. */
    record Heard(Message.Notification notification) implements Item {}

    /** The server asks the client. */
    record Asked(Message.Request request) implements Item {}

    /** The answer. */
    record Answered(Message.Response response) implements Item {}

    /** There will be no answer. */
    record Failed(UpstreamException failure) implements Item {}

    /** Nothing more will come, and nobody is to blame. */
    record Over() implements Item {}
  }

  private final Deque<Item> items = new ArrayDeque<>();
  private int characters;

  /** Puts in what comes over a stream of the call's own, which may wait until there is room. */
  void put(Message message) throws InterruptedException {
    synchronized (items) {
      while (!hasRoomFor(message)) {
        items.wait();
      }
      add(message);
    }
  }

  /** Puts in what comes over a stream that others share; false where there is no room. */
  boolean offer(Message message) {
    synchronized (items) {
      // For what somebody waits for there is always room.
      if (message instanceof Message.Notification && !hasRoomFor(message)) {
        return false;
      }
      add(message);
      return true;
    }
  }

  /** Says that there will be no answer. */
  void fail(UpstreamException failure) {
    last(new Item.Failed(failure));
  }

  /** Says that nothing more will come. */
  void end() {
    last(new Item.Over());
  }

  private void last(Item item) {
    synchronized (items) {
      items.add(item);
      items.notifyAll();
    }
  }

  /** Waits for the next item; nothing where the deadline comes first. */
  Optional<Item> take(Deadline deadline) throws InterruptedException {
    synchronized (items) {
      while (items.isEmpty()) {
        if (deadline.hasPassed()) {
          return Optional.empty();
        }
        items.wait(Math.max(1, deadline.remaining().toMillis()));
      }
      Item item = items.remove();
      if (item instanceof Item.Heard(Message.Notification heard)) {
        characters -= length(heard);
      }
      items.notifyAll();
      return Optional.of(item);
    }
  }

  private boolean hasRoomFor(Message message) {
    return items.isEmpty()
        || (items.size() < ITEMS_MAX && characters + (long) length(message) <= CHARACTERS_MAX);
  }

  private void add(Message message) {
    switch (message) {
      case Message.Notification notification -> {
        characters += length(notification);
        items.add(new Item.Heard(notification));
      }
      case Message.Request request -> items.add(new Item.Asked(request));
      case Message.Response response -> items.add(new Item.Answered(response));
    }
    items.notifyAll();
  }

  private static int length(Message message) {
    return message.json().text().length();
  }
}
