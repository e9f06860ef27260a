package dev.gatehouse.adapters.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The sessions with one server, one for each conversation, and a bounded number. Thread-safe. */
final class LegacySessions {
  private final int sessionsMax;
  private final Consumer<LegacySession> ended;
  private final Map<String, Shared<LegacySession>> byConversation =
      new LinkedHashMap<>(16, 0.75f, true);

  /**
   * No sessions yet.
   *
   * @param sessionsMax one more, and that which was unused for longest is ended
   * @param ended hears of each session that is given up
   */
  LegacySessions(int sessionsMax, Consumer<LegacySession> ended) {
    this.sessionsMax = sessionsMax;
    this.ended = ended;
  }

  /** The session of a conversation, open or not. */
  Shared<LegacySession> of(String conversationKey) {
    Shared<LegacySession> session;
    Optional<Shared<LegacySession>> eldest = Optional.empty();
    synchronized (byConversation) {
      session = byConversation.computeIfAbsent(conversationKey, _ -> new Shared<>());
      if (byConversation.size() > sessionsMax) {
        String key = byConversation.keySet().iterator().next();
        eldest = Optional.ofNullable(byConversation.remove(key));
      }
    }
    eldest.flatMap(Shared::now).ifPresent(ended);
    return session;
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
}
