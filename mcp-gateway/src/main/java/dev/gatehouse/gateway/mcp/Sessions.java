package dev.gatehouse.gateway.mcp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.gatehouse.adapters.RequestMetadata;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of legacy clients: a bounded number, each until it has been idle for too long, and
 * those that last as long as the streams that they came by.
 *
 * <p>Source: MCP 2025-11-25 basic/transports, "Session Management". Thread-safe.
 */
public final class Sessions {
  private static final int ID_BYTES = 24;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, Session> byId;
  // As many as there are pairs of streams, whose owners end them.
  private final Map<String, Session> lasting = new ConcurrentHashMap<>();

  /**
   * None yet.
   *
   * @param clock says when one began
   * @param sessionsMax because each holds a session with every upstream; the least used ends first
   * @param idle how long one lasts without a request
   * @param ended hears the id of each session that ended, for whatever reason
   */
  public Sessions(InstantSource clock, int sessionsMax, Duration idle, Consumer<String> ended) {
    this.clock = clock;
    byId =
        Caffeine.newBuilder()
            .maximumSize(sessionsMax)
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
   */
  public Session open(
      String principal, String endpoint, RequestMetadata metadata, boolean isLasting) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    Session session =
        new Session(
            Base64.getUrlEncoder().withoutPadding().encodeToString(id),
            principal,
            endpoint,
            metadata,
            clock.instant());
    (isLasting ? lasting : byId.asMap()).put(session.id(), session);
    return session;
  }

  /** The session, if there is one with this id and it is this principal's, on this endpoint. */
  public Optional<Session> find(String id, String principal, String endpoint) {
    return Optional.ofNullable(lasting.get(id))
        .or(() -> Optional.ofNullable(byId.getIfPresent(id)))
        .filter(session -> session.principal().equals(principal))
        .filter(session -> session.endpoint().equals(endpoint));
  }

  /** Puts other metadata in its place, as when the client sets its log level. */
  public void update(Session session) {
    lasting.replace(session.id(), session);
    byId.asMap().replace(session.id(), session);
  }

  /** Ends one. */
  public void close(Session session) {
    lasting.remove(session.id());
    byId.invalidate(session.id());
  }
}
