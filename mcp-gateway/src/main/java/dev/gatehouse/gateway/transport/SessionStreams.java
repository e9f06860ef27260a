package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.transport.EventStream.Event;
import dev.gatehouse.gateway.transport.EventStream.Kind;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The streams of one session, and what is kept of each, so that a client that lost its connection
 * goes on where it was.
 *
 * <p>Guarantee: an event goes out by one stream alone, in order, and to a client that names the
 * last one it got, each of those behind it once, as long as the {@linkplain StreamBounds bounds}
 * keep them. Nothing is handed to a reader behind a gap. Thread-safe.
 */
final class SessionStreams {
  private static final Logger LOG = System.getLogger(SessionStreams.class.getName());
  private static final int NAME_BYTES = 9;

  private final StreamBounds bounds;
  private final boolean isResumable;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, EventStream> byName = new LinkedHashMap<>();
  // Said while nobody was connected to hear it.
  private final Deque<String> unsent = new ArrayDeque<>();
  private int events;
  private long chars;
  private long heardNanos = System.nanoTime();
  private boolean isClosed;

  private SessionStreams(StreamBounds bounds, boolean isResumable) {
    this.bounds = bounds;
    this.isResumable = isResumable;
  }

  /** Of a client that may come back for what it was sent. */
  static SessionStreams resumable(StreamBounds bounds) {
    return new SessionStreams(bounds, true);
  }

  /** Of one that cannot: what it was sent is not kept. */
  static SessionStreams passing(StreamBounds bounds) {
    return new SessionStreams(bounds, false);
  }

  /** Begins a stream. */
  EventStream open(Kind kind) {
    byte[] name = new byte[NAME_BYTES];
    random.nextBytes(name);
    EventStream stream =
        new EventStream(
            kind.letter() + Base64.getUrlEncoder().withoutPadding().encodeToString(name), kind);
    lock.lock();
    try {
      byName.put(stream.name(), stream);
      return stream;
    } finally {
      lock.unlock();
    }
  }

  /** Sends a message by a stream, now or when its client comes back. */
  void send(EventStream stream, String json) {
    lock.lock();
    try {
      awaitRoom(stream, json.length());
      add(stream, json);
    } finally {
      lock.unlock();
    }
  }

  /** Ends a stream: its reader hears so behind the last event. */
  void end(EventStream stream) {
    lock.lock();
    try {
      stream.end();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sends a message that belongs to no call, by one stream that is open for such. */
  void say(String json) {
    lock.lock();
    try {
      Optional<EventStream> stream = connected();
      if (stream.isPresent()) {
        awaitRoom(stream.get(), json.length());
      }
      // Its client may have gone while this waited.
      connected().ifPresentOrElse(found -> add(found, json), () -> hold(json));
    } finally {
      lock.unlock();
    }
  }

  /** Reads a stream from its beginning. */
  Reading read(EventStream stream) {
    lock.lock();
    try {
      return attached(stream, 0);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads on behind an event.
   *
   * @return empty where the event is unknown, or something behind it is not kept any more
   */
  Optional<Reading> resume(String eventId) {
    int dot = eventId.lastIndexOf('.');
    Optional<Long> number = number(eventId.substring(dot + 1));
    lock.lock();
    try {
      return Optional.ofNullable(byName.get(eventId.substring(0, Math.max(0, dot))))
          .filter(stream -> number.isPresent() && stream.canGoOnAfter(number.get()))
          .map(stream -> attached(stream, number.orElseThrow()));
    } finally {
      lock.unlock();
    }
  }

  private static Optional<Long> number(String digits) {
    return digits.matches("[0-9]{1,15}") ? Optional.of(Long.valueOf(digits)) : Optional.empty();
  }

  private Reading attached(EventStream stream, long after) {
    Reading reading = new Reading(stream, stream.attach(after));
    if (stream.kind() == Kind.LISTENING && !stream.hasEnded()) {
      heardNanos = System.nanoTime();
      while (!unsent.isEmpty()) {
        String json = unsent.removeFirst();
        counted(-json.length());
        add(stream, json);
      }
    }
    changed.signalAll();
    return reading;
  }

  /** How many connections hear what the server says. */
  int connections() {
    lock.lock();
    try {
      return (int) byName.values().stream().filter(SessionStreams::isHeard).count();
    } finally {
      lock.unlock();
    }
  }

  /** The stream for what belongs to no call: of those that are connected, the newest. */
  private Optional<EventStream> connected() {
    return byName.values().stream().filter(SessionStreams::isHeard).reduce((_, newest) -> newest);
  }

  private static boolean isHeard(EventStream stream) {
    return stream.kind() == Kind.LISTENING && stream.isRead();
  }

  /** Whether nobody was connected to hear the server for longer than it is listened for. */
  boolean isDeserted() {
    lock.lock();
    try {
      return connected().isEmpty() && System.nanoTime() - heardNanos > bounds.linger().toNanos();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what is too old. */
  void sweep() {
    lock.lock();
    try {
      long limit = System.nanoTime() - bounds.age().toNanos();
      Optional<EventStream> stream = holdingOldest();
      while (stream.isPresent() && stream.get().oldest().orElseThrow().nanos() - limit < 0) {
        forget(stream.get());
        stream = holdingOldest();
      }
      byName.values().removeIf(EventStream::isOver);
      byName.values().removeIf(one -> one.kind() == Kind.LISTENING && isForsaken(one));
    } finally {
      lock.unlock();
    }
  }

  private boolean isForsaken(EventStream stream) {
    return !stream.isRead() && stream.oldest().isEmpty() && stream.isLeftFor(bounds.age());
  }

  /** Ends the streams that belong to no call. */
  void endListening() {
    lock.lock();
    try {
      byName.values().stream()
          .filter(stream -> stream.kind() == Kind.LISTENING)
          .forEach(EventStream::end);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all streams, as with the session. */
  void close() {
    lock.lock();
    try {
      isClosed = true;
      byName.values().forEach(EventStream::end);
      bounds.held().addAndGet(-chars);
      chars = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom(EventStream stream, int more) {
    long left = bounds.patience().toNanos();
    try {
      while (left > 0 && isFull(more) && stream.isRead() && stream.hasUnread()) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isFull(int more) {
    return events >= bounds.eventsMax() || chars + more > bounds.charsMax();
  }

  private void add(EventStream stream, String json) {
    if (isClosed) {
      return;
    }
    counted(json.length());
    Event added = stream.add(json, System.nanoTime());
    makeRoom(stream, added);
    changed.signalAll();
  }

  private void hold(String json) {
    if (isClosed) {
      return;
    }
    counted(json.length());
    unsent.addLast(json);
    while (unsent.size() > 1 && isOverfull()) {
      counted(-unsent.removeFirst().length());
      LOG.log(Level.WARNING, "event=server-message-lost why=nobody-listens");
    }
  }

  /** The newest stays while it is on its way to somebody, or nobody else needs the room. */
  private void makeRoom(EventStream stream, Event newest) {
    Optional<EventStream> oldest = holdingOldest();
    while (oldest.isPresent() && isOverfull()) {
      boolean isNewest = oldest.get().oldest().equals(Optional.of(newest));
      if (isNewest && (stream.isRead() || !isAllFull())) {
        return;
      }
      forget(oldest.get());
      oldest = holdingOldest();
    }
  }

  private boolean isAllFull() {
    return bounds.held().get() > bounds.allCharsMax();
  }

  private boolean isOverfull() {
    return events > bounds.eventsMax() || chars > bounds.charsMax() || isAllFull();
  }

  private Optional<EventStream> holdingOldest() {
    return byName.values().stream()
        .filter(stream -> stream.oldest().isPresent())
        .min(Comparator.comparingLong(stream -> stream.oldest().orElseThrow().nanos()));
  }

  private void forget(EventStream stream) {
    counted(-stream.forgetOldest().chars());
    if (stream.isOver()) {
      byName.remove(stream.name());
    }
    changed.signalAll();
  }

  private static boolean isUpTo(Event event, Event other) {
    return event.number() <= other.number();
  }

  /** One event more of so many characters, or one less where they are negative. */
  private void counted(int change) {
    if (isClosed) {
      return;
    }
    events += change < 0 ? -1 : 1;
    chars += change;
    bounds.held().addAndGet(change);
  }

  /** What a reader gets. */
  sealed interface Next {
    /**
     * A message.
     *
     * @param id to come back with
     */
    record Message(String id, String json) implements Next {}

    /** Nothing for a while. */
    record Quiet() implements Next {}

    /** Nothing any more: the stream has ended, or is read by another connection. */
    record Over() implements Next {}
  }

  /** One connection's reading of a stream. Confined to one thread. */
  final class Reading implements AutoCloseable {
    private final EventStream stream;
    private final int reader;

    private Reading(EventStream stream, int reader) {
      this.stream = stream;
      this.reader = reader;
    }

    /** The id that stands before all events. */
    String firstId() {
      return stream.name() + ".0";
    }

    boolean isListening() {
      return stream.kind() == Kind.LISTENING;
    }

    /** Waits for what comes next, no longer than this. */
    Next next(Duration atMost) throws InterruptedException {
      long left = atMost.toNanos();
      lock.lock();
      try {
        while (true) {
          if (!stream.isReadBy(reader) || stream.hasGap()) {
            return new Next.Over();
          }
          if (stream.hasUnread()) {
            Event event = stream.handOut();
            while ((!isResumable || isAllFull())
                && stream.oldest().filter(old -> isUpTo(old, event)).isPresent()) {
              forget(stream);
            }
            changed.signalAll();
            return new Next.Message(stream.name() + "." + event.number(), event.json());
          }
          if (stream.hasEnded()) {
            return new Next.Over();
          }
          if (left <= 0) {
            return new Next.Quiet();
          }
          left = changed.awaitNanos(left);
        }
      } finally {
        lock.unlock();
      }
    }

    /** Hangs up. What it was not given of the server's own messages goes to who connects next. */
    @Override
    public void close() {
      lock.lock();
      try {
        if (stream.isReadBy(reader)) {
          stream.detach(reader);
          if (isListening()) {
            heardNanos = System.nanoTime();
            for (Event event : stream.withdrawUnread().reversed()) {
              unsent.addFirst(event.json());
            }
          }
        }
        if (stream.isOver()) {
          byName.remove(stream.name());
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
