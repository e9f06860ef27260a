package dev.gatehouse.gateway.transport;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One stream of a session: the events that may be asked for again, numbered from 1, and how far its
 * reader is. A stream outlives the connections that it is read by, of which the newest counts.
 *
 * <p>Guarded by the lock of its {@link SessionStreams}.
 */
final class EventStream {

  /** What it is a stream of. */
  enum Kind {
    /** Of one request: ends with its reply. */
    CALL('c'),
    /** Of what the server says outside calls. */
    LISTENING('l');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    /** Begins the names of its streams, so that an id tells it when nothing else is known. */
    char letter() {
      return letter;
    }
  }

  /**
   * An event that is kept.
   *
   * @param nanos when it came, by {@link System#nanoTime()}
   */
  record Event(long number, String json, long nanos) {
    int chars() {
      return json.length();
    }

    /** Says nothing of the message. */
    @Override
    public String toString() {
      return "Event[" + number + "]";
    }
  }

  private final String name;
  private final Kind kind;
  private final Deque<Event> kept = new ArrayDeque<>();
  private long last;
  private long handedOut;
  private int readers;
  private boolean isRead;
  private boolean hasEnded;
  private long leftNanos = System.nanoTime();

  EventStream(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  String name() {
    return name;
  }

  Kind kind() {
    return kind;
  }

  Event add(String json, long nanos) {
    last++;
    Event event = new Event(last, json, nanos);
    kept.addLast(event);
    return event;
  }

  Optional<Event> oldest() {
    return Optional.ofNullable(kept.peekFirst());
  }

  /** Forgets the oldest event: nobody can ask for it any more. */
  Event forgetOldest() {
    return kept.removeFirst();
  }

  /** Whether all that followed this event is still here. */
  boolean canGoOnAfter(long number) {
    long firstKept = kept.isEmpty() ? last + 1 : kept.getFirst().number();
    return number >= firstKept - 1 && number <= last;
  }

  /**
   * Begins to be read behind this event.
   *
   * @return what the reader proves itself by: the next one takes its place
   */
  int attach(long after) {
    readers++;
    isRead = true;
    handedOut = after;
    return readers;
  }

  boolean isReadBy(int reader) {
    return isRead && readers == reader;
  }

  boolean isRead() {
    return isRead;
  }

  void detach(int reader) {
    if (isReadBy(reader)) {
      isRead = false;
      leftNanos = System.nanoTime();
    }
  }

  /** Whether its last reader has been gone for so long. */
  boolean isLeftFor(Duration duration) {
    return System.nanoTime() - leftNanos > duration.toNanos();
  }

  /** Takes back what no reader was ever given; it may go out by another stream then. */
  List<Event> withdrawUnread() {
    List<Event> unread = new ArrayList<>();
    while (!kept.isEmpty() && kept.getLast().number() > handedOut) {
      unread.addFirst(kept.removeLast());
      last--;
    }
    return unread;
  }

  boolean hasUnread() {
    return handedOut < last;
  }

  /** Whether the reader missed something, because it was too slow. */
  boolean hasGap() {
    return !canGoOnAfter(handedOut);
  }

  /** The event that is the reader's next. */
  Event handOut() {
    handedOut++;
    for (Event event : kept) {
      if (event.number() == handedOut) {
        return event;
      }
    }
    throw new IllegalStateException("asked for an event that is not here");
  }

  void end() {
    hasEnded = true;
  }

  boolean hasEnded() {
    return hasEnded;
  }

  /** Whether nothing can come of it any more. */
  boolean isOver() {
    return hasEnded && kept.isEmpty() && !isRead;
  }
}
