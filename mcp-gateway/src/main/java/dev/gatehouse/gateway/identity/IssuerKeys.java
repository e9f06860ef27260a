package dev.gatehouse.gateway.identity;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.IOException;
import java.io.StringReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * The keys that an issuer signs with, found through its discovery document and kept.
 *
 * <p>Guarantee: they are fetched again when a token names a key that is not among them, which is
 * how issuers rotate, but not more often than every {@link #REFETCH_AFTER}, so that a stranger with
 * made-up key names cannot make us knock at the issuer. While the issuer is away the keys that were
 * fetched last stay in use for {@link #KEEP}. Thread-safe.
 *
 * <p>Source: OpenID Connect Discovery 1.0 §4; RFC 7517.
 */
final class IssuerKeys implements VerificationKeyResolver {
  private static final Logger LOG = System.getLogger(IssuerKeys.class.getName());
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
  private static final Duration REFETCH_AFTER = Duration.ofSeconds(10);
  private static final Duration FRESH = Duration.ofMinutes(15);
  private static final Duration KEEP = Duration.ofHours(24);

  /** A key set of hundreds of keys; more than that is not read. */
  private static final int DOCUMENT_BYTES_MAX = 1 << 20;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private record Fetched(JsonWebKeySet keys, long nanoTime) {
    boolean isYoungerThan(Duration age) {
      return System.nanoTime() - nanoTime < age.toNanos();
    }
  }

  private final URI issuer;
  private final HttpClient http;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Fetched fetched = new Fetched(new JsonWebKeySet(), 0);
  private volatile boolean everFetched;
  private volatile long lastAttempt = System.nanoTime() - REFETCH_AFTER.toNanos();

  IssuerKeys(URI issuer) {
    this.issuer = issuer;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> nesting)
      throws UnresolvableKeyException {
    if (!everFetched || !fetched.isYoungerThan(FRESH)) {
      refetch();
    }
    try {
      VerificationJwkSelector selector = new VerificationJwkSelector();
      var key = selector.select(signature, known().getJsonWebKeys());
      if (key == null) {
        refetch();
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
   * One thread fetches. Those that come meanwhile go on with the keys that are known, or wait a
   * little where none are.
   */
  private void refetch() {
    try {
      if (!fetching.tryLock(everFetched ? 0 : TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      if (System.nanoTime() - lastAttempt >= REFETCH_AFTER.toNanos()) {
        lastAttempt = System.nanoTime();
        Thread fetcher = Thread.ofVirtual().name("issuer-keys").start(this::fetch);
        // The client's own timeout ends with the headers; an issuer could drip its body for ever.
        if (!fetcher.join(TIMEOUT)) {
          fetcher.interrupt();
          LOG.log(Level.WARNING, "event=issuer-keys-not-fetched issuer=" + issuer + " cause=slow");
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      fetching.unlock();
    }
  }

  private void fetch() {
    try {
      String discovery =
          issuer.toString().replaceAll("/$", "") + "/.well-known/openid-configuration";
      JsonObject document = json(get(URI.create(discovery)));
      if (!issuer.toString().equals(document.getString("issuer", ""))) {
        throw new IOException("the discovery document names another issuer");
      }
      URI keys = URI.create(document.getString("jwks_uri"));
      fetched = new Fetched(new JsonWebKeySet(get(keys)), System.nanoTime());
      everFetched = true;
    } catch (IOException
        | JoseException
        | JsonException
        | NullPointerException
        | ClassCastException
        | IllegalArgumentException e) {
      LOG.log(Level.WARNING, "event=issuer-keys-not-fetched issuer=" + issuer + " cause=" + e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private String get(URI uri) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Accept", "application/json").build();
    HttpResponse<String> response =
        http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), DOCUMENT_BYTES_MAX));
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode() + " from " + uri);
    }
    return response.body();
  }

  private static JsonObject json(String text) {
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
