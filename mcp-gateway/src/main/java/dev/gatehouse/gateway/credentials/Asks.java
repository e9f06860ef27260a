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
  /** As long as a link is shown again. */
  private static final Duration SHOWN = Duration.ofMinutes(15);

  /** As long as a person may take to see it, also where it was shown again at the last moment. */
  private static final Duration LIFE = SHOWN.plusMinutes(15);

  private static final long MAX = 20_000;

  private final Cache<Ask, String> handles =
      Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(SHOWN).build();
  private final Cache<String, Ask> asks =
      Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(LIFE).build();

  /** The handle of this, the same as long as nobody has taken it. */
  String handle(Ask ask) {
    return handles
        .asMap()
        .compute(
            ask,
            (it, shown) -> {
              if (shown != null && find(shown).isPresent()) {
                return shown;
              }
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
