package dev.gatehouse.gateway.mcp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.gatehouse.adapters.RequestMetadata;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of legacy clients: a bounded number, each until it has been idle for too long, and
 * those that last as long as the streams that they came by.
 *
 * <p>Source: MCP 2025-11-25 basic/transports, "Session Management". Thread-safe.
 */
public final class Sessions {

  /** What is known of sessions beside memory, such as from before a restart. */
  @FunctionalInterface
  public interface Memory {
    /**
     * The session, unless it has ended, was idle for too long, or too little is left of it.
     *
     * @param recordedAt where in the log its beginning stands
     */
    Optional<Session> recall(String id, String principal, String endpoint, long recordedAt);
  }

  private final InstantSource clock;
  private final SessionIds ids;
  private final Memory memory;
  private final Cache<String, Session> byId;
  private final int sessionsMax;
  private final Consumer<String> ended;
  // As many as there are pairs of streams, whose owners end them.
  private final Map<String, Session> lasting = new ConcurrentHashMap<>();

  /**
   * None yet.
   *
   * @param clock says when one began
   * @param ids names them
   * @param memory asked for one that is not here, though its id was given
   * @param sessionsMax because each holds a session with every upstream; beyond, the one ends that
   *     was not used for longest, of the principals who have the most
   * @param idle how long one lasts without a request
   * @param ended hears the id of each session that ended, for whatever reason
   */
  public Sessions(
      InstantSource clock,
      SessionIds ids,
      Memory memory,
      int sessionsMax,
      Duration idle,
      Consumer<String> ended) {
    this.clock = clock;
    this.ids = ids;
    this.memory = memory;
    this.sessionsMax = sessionsMax;
    this.ended = ended;
    byId =
        Caffeine.newBuilder()
            .expireAfterAccess(idle)
            .scheduler(Scheduler.systemScheduler())
            .evictionListener(
                (@Nullable String id, @Nullable Session session, RemovalCause _) -> {
                  if (session != null) {
                    ended.accept(session.id());
                  }
                })
            .build();
  }

  /**
   * Begins one.
   *
   * @param isLasting whether it ends by {@link #close} alone
   * @param recordedAt where in the log its {@code initialize} stands
   */
  public Session open(
      String principal,
      String endpoint,
      RequestMetadata metadata,
      boolean isLasting,
      long recordedAt) {
    Session session =
        new Session(
            ids.next(principal, endpoint, recordedAt),
            principal,
            endpoint,
            metadata,
            clock.instant(),
            false);
    if (isLasting) {
      lasting.put(session.id(), session);
      return session;
    }
    return kept(session);
  }

  /** The session, or the same by a request that was faster; makes room for it. */
  private synchronized Session kept(Session session) {
    Session other = byId.asMap().putIfAbsent(session.id(), session);
    if (byId.estimatedSize() > sessionsMax) {
      byId.cleanUp();
    }
    while (byId.estimatedSize() > sessionsMax) {
      String id = leastNeeded();
      if (byId.asMap().remove(id) != null) {
        ended.accept(id);
      }
    }
    return other == null ? session : other;
  }

  /**
   * Of those who have the most, so that nobody ends another's by beginning many. In the order in
   * which they were used: ages that are asked for one by one are each of another time.
   */
  private String leastNeeded() {
    List<Session> oldestFirst =
        byId.policy()
            .expireAfterAccess()
            .map(expiration -> List.copyOf(expiration.oldest(Integer.MAX_VALUE).values()))
            .orElse(List.of());
    Map<String, Long> counts =
        oldestFirst.stream()
            .collect(Collectors.groupingBy(Session::principal, Collectors.counting()));
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return oldestFirst.stream()
        .filter(session -> counts.getOrDefault(session.principal(), 0L) == most)
        .map(Session::id)
        .findFirst()
        .orElse("");
  }

  /** The session, if there is one with this id and it is this principal's, on this endpoint. */
  public Optional<Session> find(String id, String principal, String endpoint) {
    return Optional.ofNullable(lasting.get(id))
        .or(() -> Optional.ofNullable(byId.getIfPresent(id)))
        .or(() -> recalled(id, principal, endpoint))
        .filter(session -> session.principal().equals(principal))
        .filter(session -> session.endpoint().equals(endpoint));
  }

  private Optional<Session> recalled(String id, String principal, String endpoint) {
    OptionalLong recordedAt = ids.recordedAt(id, principal, endpoint);
    if (recordedAt.isEmpty()) {
      return Optional.empty();
    }
    return memory.recall(id, principal, endpoint, recordedAt.getAsLong()).map(this::kept);
  }

  /** Puts other metadata in its place, as when the client sets its log level. */
  public void update(Session session) {
    lasting.replace(session.id(), session);
    byId.asMap().replace(session.id(), session);
  }

  /** Takes note that its client subscribed to something. */
  public void subscribed(String sessionId) {
    lasting.computeIfPresent(sessionId, (_, session) -> session.subscribing());
    byId.asMap().computeIfPresent(sessionId, (_, session) -> session.subscribing());
  }

  /** Whether one has not ended, which it does no later for being asked. */
  public boolean isOpen(Session session) {
    return lasting.containsKey(session.id())
        || byId.policy().getIfPresentQuietly(session.id()) != null;
  }

  /** Keeps one from being idle; says whether it has not ended. */
  public boolean touch(Session session) {
    return lasting.containsKey(session.id()) || byId.getIfPresent(session.id()) != null;
  }

  /** Ends one. */
  public void close(String sessionId) {
    lasting.remove(sessionId);
    byId.invalidate(sessionId);
  }
}
