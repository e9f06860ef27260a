package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The sessions with one server, one for each conversation, and a bounded number. Thread-safe. */
final class LegacySessions {
  private final int sessionsMax;
  private final Failures failures;
  private final Consumer<LegacySession> ended;
  private final Map<String, Shared<LegacySession>> byConversation =
      new LinkedHashMap<>(16, 0.75f, true);

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

  /** The session of a conversation, which is opened where there is none. */
  LegacySession get(String conversationKey, Shared.Maker<LegacySession> opening, Deadline deadline)
      throws UpstreamException, InterruptedException {
    Shared<LegacySession> shared = of(conversationKey);
    return shared.get(deadline, failures, () -> open(conversationKey, shared, opening));
  }

  /** The session of a conversation, where it is open. */
  Optional<LegacySession> now(String conversationKey) {
    synchronized (byConversation) {
      return Optional.ofNullable(byConversation.get(conversationKey)).flatMap(Shared::now);
    }
  }

  /** Forgets a session that is of no use any more, so that the next caller opens another. */
  void forget(String conversationKey, LegacySession stale) {
    of(conversationKey).forget(stale);
  }

  /** Gives up the session of a conversation. */
  void end(String conversationKey) {
    Optional<Shared<LegacySession>> session;
    synchronized (byConversation) {
      session = Optional.ofNullable(byConversation.remove(conversationKey));
    }
    session.flatMap(Shared::now).ifPresent(ended);
  }

  /** Gives up all sessions. */
  void endAll() {
    List<Shared<LegacySession>> sessions;
    synchronized (byConversation) {
      sessions = new ArrayList<>(byConversation.values());
      byConversation.clear();
    }
    sessions.forEach(session -> session.now().ifPresent(ended));
  }

  private Shared<LegacySession> of(String conversationKey) {
    Shared<LegacySession> session;
    Optional<Shared<LegacySession>> eldest = Optional.empty();
    synchronized (byConversation) {
      session = byConversation.computeIfAbsent(conversationKey, _ -> new Shared<>());
      if (byConversation.size() > sessionsMax) {
        eldest = Optional.ofNullable(byConversation.remove(leastMissed()));
      }
    }
    eldest.flatMap(Shared::now).ifPresent(ended);
    return session;
  }

  /** The conversation whose session was unused for longest; one that waits for nothing, if any. */
  private String leastMissed() {
    for (Map.Entry<String, Shared<LegacySession>> entry : byConversation.entrySet()) {
      if (entry.getValue().now().filter(session -> !session.desk().isWaitedAt()).isPresent()) {
        return entry.getKey();
      }
    }
    return byConversation.keySet().iterator().next();
  }

  private LegacySession open(
      String conversationKey, Shared<LegacySession> shared, Shared.Maker<LegacySession> opening)
      throws UpstreamException, InterruptedException {
    LegacySession session = opening.make();
    boolean isWanted;
    synchronized (byConversation) {
      isWanted = shared.equals(byConversation.get(conversationKey));
    }
    if (!isWanted) {
      // The conversation ended meanwhile, and nobody else would end what it left behind.
      ended.accept(session);
      throw failures.unreachable("was not ready before the conversation ended");
    }
    return session;
  }
}
