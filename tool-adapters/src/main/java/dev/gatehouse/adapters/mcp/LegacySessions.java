package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions with one server, one for each conversation, and a bounded number. Thread-safe.
 *
 * <p>Guarantee: each session that was opened is given up once, and for what began before a
 * conversation ended none is opened afterwards.
 */
final class LegacySessions {
  // Who listens is told of the end, but may be busy, and listens again meanwhile.
  private static final Duration LATE_MAX = Duration.ofSeconds(30);
  // A crowd of clients that leaves together.
  private static final int ENDED_MAX = 10_000;

  /** Where the session of one conversation is, until that ends. Guarded by {@code places}. */
  private static final class Place {
    private final Shared<LegacySession> shared = new Shared<>();
    private @Nullable LegacySession open;
    private int visits;
    private boolean isOver;

    Optional<LegacySession> end() {
      isOver = true;
      return Optional.ofNullable(open);
    }

    /** Ends where there is nothing in it. */
    boolean endsUnused() {
      isOver = open == null && visits == 0;
      return isOver;
    }
  }

  private final int sessionsMax;
  private final Failures failures;
  private final Consumer<LegacySession> ended;
  private final Map<String, Place> places = new LinkedHashMap<>(16, 0.75f, true);
  // Guarded by `places`.
  private final Map<String, Deadline> endedLately = new LinkedHashMap<>();
  private boolean isClosed;

  /**
   * No sessions yet.
   *
   * @param sessionsMax one more, and that which was unused for longest is ended
   * @param ended hears of each session that is given up
   */
  LegacySessions(int sessionsMax, Failures failures, Consumer<LegacySession> ended) {
    this.sessionsMax = sessionsMax;
    this.failures = failures;
    this.ended = ended;
  }

  /** The stay of one call, or one who listens, in a conversation. */
  final class Visit implements AutoCloseable {
    private final Place place;

    private Visit(Place place) {
      this.place = place;
    }

    /**
     * The session, which is opened where there is none.
     *
     * @throws UpstreamException where that fails, or the conversation has ended meanwhile
     */
    LegacySession session(Shared.Maker<LegacySession> opening, Deadline deadline)
        throws UpstreamException, InterruptedException {
      synchronized (places) {
        if (place.isOver) {
          throw over();
        }
      }
      return place.shared.get(deadline, failures, () -> open(place, opening));
    }

    /** Forgets a session that is of no use any more, so that the next caller opens another. */
    void forget(LegacySession stale) {
      synchronized (places) {
        place.shared.forget(stale);
        if (stale.equals(place.open)) {
          place.open = null;
        }
      }
    }

    @Override
    public void close() {
      synchronized (places) {
        place.visits--;
      }
    }
  }

  /** Enters a conversation, which may be a new one. */
  Visit enter(String conversationKey) throws UpstreamException {
    List<LegacySession> evicted = new ArrayList<>();
    Place place;
    synchronized (places) {
      if (isClosed) {
        throw over();
      }
      place = places.computeIfAbsent(conversationKey, _ -> new Place());
      place.visits++;
      if (places.size() > sessionsMax) {
        places.values().removeIf(Place::endsUnused);
      }
      if (places.size() > sessionsMax) {
        Optional.ofNullable(places.remove(leastMissed()))
            .flatMap(Place::end)
            .ifPresent(evicted::add);
      }
    }
    evicted.forEach(ended);
    return new Visit(place);
  }

  /**
   * Enters a conversation to listen.
   *
   * @throws UpstreamException where it ended a short while ago: whoever listens again then has only
   *     not heard of it yet
   */
  Visit enterToListen(String conversationKey) throws UpstreamException {
    synchronized (places) {
      Optional<Deadline> late = Optional.ofNullable(endedLately.get(conversationKey));
      if (late.filter(until -> !until.hasPassed()).isPresent()) {
        throw over();
      }
    }
    return enter(conversationKey);
  }

  /** Whether the session of a conversation is open. */
  boolean isOpen(String conversationKey) {
    synchronized (places) {
      Place place = places.get(conversationKey);
      return place != null && place.open != null;
    }
  }

  /** Gives up the session of a conversation. */
  void end(String conversationKey) {
    Optional<LegacySession> session;
    synchronized (places) {
      rememberEnd(conversationKey);
      session = Optional.ofNullable(places.remove(conversationKey)).flatMap(Place::end);
    }
    session.ifPresent(ended);
  }

  /** Gives up all sessions, and opens no more. */
  void endAll() {
    List<LegacySession> sessions;
    synchronized (places) {
      isClosed = true;
      sessions = places.values().stream().flatMap(place -> place.end().stream()).toList();
      places.clear();
    }
    sessions.forEach(ended);
  }

  private void rememberEnd(String conversationKey) {
    if (endedLately.isEmpty()) {
      Thread.ofVirtual().name("upstream-ended").start(this::forgetEnds);
    }
    endedLately.put(conversationKey, Deadline.after(LATE_MAX));
    if (endedLately.size() > ENDED_MAX) {
      endedLately.remove(endedLately.keySet().iterator().next());
    }
  }

  /** Forgets ends when their time has passed; ends when none is left. */
  private void forgetEnds() {
    boolean goesOn = true;
    while (goesOn) {
      try {
        Thread.sleep(LATE_MAX);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
      synchronized (places) {
        endedLately.values().removeIf(Deadline::hasPassed);
        goesOn = !endedLately.isEmpty();
      }
    }
  }

  /** The conversation whose session was unused for longest; one that waits for nothing, if any. */
  private String leastMissed() {
    for (Map.Entry<String, Place> entry : places.entrySet()) {
      Place place = entry.getValue();
      if (place.visits == 0 && place.open != null && !place.open.desk().isWaitedAt()) {
        return entry.getKey();
      }
    }
    return places.keySet().iterator().next();
  }

  private LegacySession open(Place place, Shared.Maker<LegacySession> opening)
      throws UpstreamException, InterruptedException {
    LegacySession session = opening.make();
    synchronized (places) {
      if (!place.isOver) {
        place.open = session;
        return session;
      }
    }
    // Nobody else would end what the conversation left behind.
    ended.accept(session);
    throw over();
  }

  private UpstreamException over() {
    return failures.unreachable("was asked for a conversation that has ended");
  }
}
