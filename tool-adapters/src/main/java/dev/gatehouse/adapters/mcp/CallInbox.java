package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a legacy server has sent for one call and nobody has looked at yet, in order: no more than
 * there is room for, and nothing behind the answer. Thread-safe.
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
  private boolean isDone;

  /**
   * Puts in what comes over a stream of the call's own, which may wait until there is room.
   *
   * @return false where nothing is taken any more
   */
  boolean put(Message message) throws InterruptedException {
    synchronized (items) {
      while (!isDone && !hasRoomFor(message)) {
        items.wait();
      }
      return add(message);
    }
  }

  /** Puts in what comes over a stream that others share; false where there is no room. */
  boolean offer(Message message) {
    synchronized (items) {
      // For the answer, of which there is one, there is always room.
      return (message instanceof Message.Response || hasRoomFor(message)) && add(message);
    }
  }

  /** Says that there will be no answer. */
  void fail(UpstreamException failure) {
    synchronized (items) {
      add(new Item.Failed(failure), true);
    }
  }

  /** Says that nothing more will come. */
  void end() {
    synchronized (items) {
      add(new Item.Over(), true);
    }
  }

  /** Takes nothing any more; gives the requests that nobody has looked at. */
  List<Message.Request> close() {
    synchronized (items) {
      List<Message.Request> asked =
          items.stream()
              .filter(Item.Asked.class::isInstance)
              .map(item -> ((Item.Asked) item).request())
              .toList();
      isDone = true;
      items.clear();
      items.notifyAll();
      return asked;
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
      characters -= length(item);
      items.notifyAll();
      return Optional.of(item);
    }
  }

  private boolean hasRoomFor(Message message) {
    return items.isEmpty()
        || (items.size() < ITEMS_MAX && characters + (long) length(message) <= CHARACTERS_MAX);
  }

  private boolean add(Message message) {
    return switch (message) {
      case Message.Notification notification -> add(new Item.Heard(notification), false);
      case Message.Request request -> add(new Item.Asked(request), false);
      case Message.Response response -> add(new Item.Answered(response), true);
    };
  }

  private boolean add(Item item, boolean isLast) {
    if (isDone) {
      return false;
    }
    isDone = isLast;
    characters += length(item);
    items.add(item);
    items.notifyAll();
    return true;
  }

  private static int length(Item item) {
    return switch (item) {
      case Item.Heard(Message.Notification notification) -> length(notification);
      case Item.Asked(Message.Request request) -> length(request);
      case Item.Answered(Message.Response response) -> length(response);
      case Item.Failed _, Item.Over _ -> 0;
    };
  }

  private static int length(Message message) {
    return message.json().text().length();
  }
}
