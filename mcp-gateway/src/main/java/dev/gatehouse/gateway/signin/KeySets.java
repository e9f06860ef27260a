package dev.gatehouse.gateway.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.URI;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Key sets of clients and of trusted issuers.
 *
 * <p>Guarantee: a set is fetched again when it is old, and for a key that is not in it, which is
 * how keys are changed, but not more often than {@link #AGAIN}, after a failure than {@link
 * #AFTER_FAILURE}, and all sets of a host together not more often than {@link #OF_A_HOST_MAX} in a
 * minute: whoever names an address cannot make us knock there without end. While it cannot be had,
 * what was had last is good for {@link #KEEP}. Thread-safe.
 */
final class KeySets {
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration KEEP = Duration.ofHours(24);
  private static final Duration AGAIN = Duration.ofSeconds(10);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
  private static final int OF_A_HOST_MAX = 60;
  private static final long SETS_MAX = 1000;

  private final Fetching fetching;
  private final InstantSource clock;
  private final PeerLimit limit = new PeerLimit(OF_A_HOST_MAX, Duration.ofMinutes(1));
  private final Cache<URI, Shelf> shelves =
      Caffeine.newBuilder().maximumSize(SETS_MAX).expireAfterAccess(KEEP).build();

  KeySets(Fetching fetching, InstantSource clock) {
    this.fetching = fetching;
    this.clock = clock;
  }

  /** The keys cannot be had: nothing is known of the signature, neither that it is good nor bad. */
  static final class AwayException extends UnresolvableKeyException {
    private static final long serialVersionUID = 1L;

    AwayException() {
      super("the keys cannot be had now");
    }

    /** Whether this is why something was not found good. */
    static boolean isBehind(Throwable failure) {
      Optional<Throwable> next = Optional.of(failure);
      while (next.isPresent()) {
        if (next.get() instanceof AwayException) {
          return true;
        }
        next = Optional.ofNullable(next.get().getCause());
      }
      return false;
    }
  }

  private record Fetched(List<JsonWebKey> keys, Instant at) {
    boolean isYoungerThan(Duration age, Instant now) {
      return !now.isBefore(at) && now.isBefore(at.plus(age));
    }
  }

  /** Where the set of one address lies. */
  private static final class Shelf {
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Optional<Fetched> fetched = Optional.empty();
    private Instant notBefore = Instant.MIN;

    private List<JsonWebKey> keys(Instant now) throws AwayException {
      return fetched
          .filter(it -> it.isYoungerThan(KEEP, now))
          .orElseThrow(AwayException::new)
          .keys();
    }

    private boolean isYoungerThan(Duration age, Instant now) {
      return fetched.filter(it -> it.isYoungerThan(age, now)).isPresent();
    }
  }

  /** The keys at this address, for who checks a signature. */
  VerificationKeyResolver at(URI address) {
    return (signature, _) -> key(address, signature);
  }

  private Key key(URI address, JsonWebSignature signature) throws UnresolvableKeyException {
    Shelf shelf = shelves.get(address, _ -> new Shelf());
    if (!shelf.isYoungerThan(FRESH, clock.instant())) {
      refetch(address, shelf);
    }
    Optional<JsonWebKey> key = selected(signature, shelf);
    if (key.isEmpty()) {
      refetch(address, shelf);
      key = selected(signature, shelf);
    }
    if (key.isEmpty()) {
      // Where the set is not of now, the key may be in the newer one.
      throw shelf.isYoungerThan(AGAIN, clock.instant())
          ? new UnresolvableKeyException("there is no such key")
          : new AwayException();
    }
    return key.get().getKey();
  }

  private Optional<JsonWebKey> selected(JsonWebSignature signature, Shelf shelf)
      throws UnresolvableKeyException {
    List<JsonWebKey> keys = shelf.keys(clock.instant());
    try {
      return Optional.ofNullable(new VerificationJwkSelector().select(signature, keys));
    } catch (JoseException e) {
      throw new UnresolvableKeyException("the keys do not fit the signature", e);
    }
  }

  /** One thread fetches; those that come meanwhile wait for what it gets. */
  private void refetch(URI address, Shelf shelf) {
    Optional<Fetched> before = shelf.fetched;
    try {
      if (!shelf.fetching.tryLock(Fetching.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      Instant now = clock.instant();
      // A clock that was set back does not keep us waiting until it is where it was.
      boolean mayAsk =
          !now.isBefore(shelf.notBefore) || now.plus(AFTER_FAILURE).isBefore(shelf.notBefore);
      boolean isDue = shelf.fetched.equals(before) && mayAsk;
      if (isDue && limit.admits(String.valueOf(address.getHost()))) {
        shelf.notBefore = now.plus(AFTER_FAILURE);
        List<JsonWebKey> keys = new JsonWebKeySet(fetching.json(address).text()).getJsonWebKeys();
        shelf.fetched = Optional.of(new Fetched(List.copyOf(keys), now));
        shelf.notBefore = now.plus(AGAIN);
      }
    } catch (IOException | JoseException _) {
      // Whoever asks is told that nothing is known, and comes again.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      shelf.fetching.unlock();
    }
  }
}
