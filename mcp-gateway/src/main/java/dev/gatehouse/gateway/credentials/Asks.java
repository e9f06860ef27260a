package dev.gatehouse.gateway.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Calls that wait for their people to connect an upstream, by handles that stand in links. A handle
 * is taken once. They are forgotten when the gateway ends. Thread-safe.
 */
final class Asks {
  /** As long as a person may take to see the link. */
  private static final Duration LIFE = Duration.ofMinutes(30);

  private static final long MAX = 20_000;

  private final Cache<Ask, String> handles =
      Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(LIFE).build();
  private final Cache<String, Ask> asks =
      Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(LIFE).build();

  /** The handle of this, the same as long as nobody has taken it. */
  String handle(Ask ask) {
    return handles.get(
        ask,
        it -> {
          String fresh = Nonces.fresh();
          asks.put(Nonces.digest(fresh), it);
          return fresh;
        });
  }

  Optional<Ask> find(String handle) {
    return Optional.ofNullable(asks.getIfPresent(Nonces.digest(handle)));
  }

  /** Forgets those that are meant. */
  void forget(Predicate<Ask> meant) {
    handles.asMap().keySet().removeIf(meant);
    asks.asMap().values().removeIf(meant);
  }

  Optional<Ask> take(String handle) {
    Optional<Ask> taken = Optional.ofNullable(asks.asMap().remove(Nonces.digest(handle)));
    taken.ifPresent(handles::invalidate);
    return taken;
  }
}
