package dev.gatehouse.gateway.identity;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * The keys that an issuer signs with, fetched and kept.
 *
 * <p>Guarantee: they are fetched again when a token names a key that is not among them, which is
 * how issuers rotate, but in the long run not more often than every {@link #REFETCH_AFTER}, so that
 * a stranger with made-up key names cannot make us knock at the issuer. While the issuer is away
 * the keys that were fetched last stay in use for {@link #KEEP}. What a token says of where its key
 * is, or brings along as one, is not looked at. Thread-safe.
 *
 * <p>Source: OpenID Connect Discovery 1.0 §4; RFC 8414 §3; RFC 7517.
 */
final class IssuerKeys implements VerificationKeyResolver {
  private static final Logger LOG = System.getLogger(IssuerKeys.class.getName());
  private static final Duration REFETCH_AFTER = Duration.ofSeconds(10);

  /** How often at once after a quiet time: keys that change soon after each other lose no call. */
  private static final int AT_ONCE = 5;

  private static final Duration FRESH = Duration.ofMinutes(15);
  private static final Duration KEEP = Duration.ofHours(24);
  private static final long ALLOWANCE = REFETCH_AFTER.multipliedBy(AT_ONCE).toNanos();
  private static final int FILE_BYTES_MAX = 1 << 20;

  /**
   * What was fetched.
   *
   * @param nanoTime when fetching began
   */
  private record Fetched(JsonWebKeySet keys, long nanoTime) {
    boolean isYoungerThan(Duration age) {
      return System.nanoTime() - nanoTime < age.toNanos();
    }
  }

  private final String issuer;
  private final IssuerSettings.Keys place;
  private final RemoteJson remote;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Fetched fetched = new Fetched(new JsonWebKeySet(), System.nanoTime());
  private volatile boolean everFetched;
  private long paidUntil = System.nanoTime() - ALLOWANCE;

  IssuerKeys(String issuer, IssuerSettings.Keys place, RemoteJson remote) {
    this.issuer = issuer;
    this.place = place;
    this.remote = remote;
  }

  @Override
  public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> nesting)
      throws UnresolvableKeyException {
    long came = System.nanoTime();
    if (!everFetched || !fetched.isYoungerThan(FRESH)) {
      refetch(everFetched ? Duration.ZERO : RemoteJson.TIMEOUT);
    }
    try {
      VerificationJwkSelector selector = new VerificationJwkSelector();
      JsonWebKey key = selector.select(signature, known().getJsonWebKeys());
      // What was on its way already when the token came may not have its key yet.
      while (key == null && (fetched.nanoTime() - came < 0) && refetch(RemoteJson.TIMEOUT)) {
        key = selector.select(signature, known().getJsonWebKeys());
      }
      if (key == null) {
        throw new UnresolvableKeyException("the issuer has no such key");
      }
      return key.getKey();
    } catch (JoseException e) {
      throw new UnresolvableKeyException("the issuer's keys do not fit the token", e);
    }
  }

  private JsonWebKeySet known() throws UnresolvableKeyException {
    Fetched current = fetched;
    if (!everFetched || !current.isYoungerThan(KEEP)) {
      throw new UnresolvableKeyException("the issuer's keys could not be fetched");
    }
    return current.keys();
  }

  /**
   * One thread fetches. Those that come meanwhile use what it fetches, if they have the patience,
   * or go on with the keys that are known.
   *
   * @return whether other keys were fetched, by whomever
   */
  private boolean refetch(Duration patience) {
    Fetched before = fetched;
    try {
      if (!fetching.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      long next = Math.max(paidUntil - now(), -ALLOWANCE) + REFETCH_AFTER.toNanos();
      if (fetched.nanoTime() == before.nanoTime() && next <= 0) {
        paidUntil = now() + next;
        fetch();
      }
    } finally {
      fetching.unlock();
    }
    return fetched.nanoTime() != before.nanoTime();
  }

  private static long now() {
    return System.nanoTime();
  }

  private void fetch() {
    long begun = System.nanoTime();
    try {
      fetched = new Fetched(new JsonWebKeySet(text()), begun);
      everFetched = true;
    } catch (IOException | JoseException | IllegalArgumentException | ClassCastException e) {
      LOG.log(Level.WARNING, "event=issuer-keys-not-fetched issuer=" + issuer + " cause=" + e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private String text() throws IOException, InterruptedException {
    return switch (place) {
      case IssuerSettings.Keys.Discovered() -> remote.text(discovered());
      case IssuerSettings.Keys.At(URI address) -> remote.text(address);
      case IssuerSettings.Keys.Ours(var set) -> set.get();
      case IssuerSettings.Keys.In(var file) -> {
        if (Files.size(file) > FILE_BYTES_MAX) {
          throw new IOException(file + " is larger than 1 MiB");
        }
        yield Files.readString(file);
      }
    };
  }

  private URI discovered() throws IOException, InterruptedException {
    JsonObject document =
        remote.object(
            URI.create(issuer.replaceAll("/$", "") + "/.well-known/openid-configuration"));
    if (!issuer.equals(document.getString("issuer", ""))) {
      throw new IOException("the discovery document names another issuer");
    }
    return URI.create(document.getString("jwks_uri", ""));
  }
}
