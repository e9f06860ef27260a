package dev.gatehouse.gateway.signin.oidc;

import dev.gatehouse.gateway.signin.JsonDocuments;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/**
 * Where the provider's endpoints are and which keys it signs with, fetched when needed and kept for
 * a while. Thread-safe.
 */
final class Discovery {
  private static final Logger LOG = System.getLogger(Discovery.class.getName());
  private static final Duration FRESH = Duration.ofMinutes(15);

  /** For another thread's two documents. */
  private static final Duration PATIENCE = ProviderHttp.TIMEOUT.multipliedBy(2);

  /** So that not everybody who wants to sign in waits for one that does not answer. */
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  /** While the provider is away. */
  private static final Duration KEEP = Duration.ofHours(24);

  /**
   * What the provider says of itself.
   *
   * @param saysIssuer whether its answers name it
   * @param takesPosts whether our secret has to stand in forms, because it reads no headers
   * @param nanoTime when it began to be asked
   */
  record Provider(
      URI authorization,
      URI token,
      boolean saysIssuer,
      boolean takesPosts,
      List<JsonWebKey> keys,
      long nanoTime) {
    Provider {
      keys = List.copyOf(keys);
    }

    private boolean isYoungerThan(Duration age) {
      return System.nanoTime() - nanoTime < age.toNanos();
    }
  }

  private final String issuer;
  private final ProviderHttp http;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Optional<Provider> known = Optional.empty();
  private volatile long failed = System.nanoTime() - AFTER_FAILURE.toNanos();

  Discovery(String issuer, ProviderHttp http) {
    this.issuer = issuer;
    this.http = http;
  }

  /** The provider, where it is known. */
  Optional<Provider> provider() {
    if (isOld()) {
      lookAgain();
    }
    return known.filter(it -> it.isYoungerThan(KEEP));
  }

  private boolean isOld() {
    return known.filter(it -> it.isYoungerThan(FRESH)).isEmpty();
  }

  /** One thread asks. Those that come meanwhile go on with what is known, or wait for it. */
  private void lookAgain() {
    long patience = known.isPresent() ? 0 : PATIENCE.toMillis();
    try {
      if (fetching.tryLock(patience, TimeUnit.MILLISECONDS)) {
        try {
          if (isOld() && System.nanoTime() - failed >= AFTER_FAILURE.toNanos()) {
            fetch();
          }
        } finally {
          fetching.unlock();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The provider with what it says now, because a token that it gave us itself is by a key that we
   * do not know. One thread asks; those that come meanwhile use what was asked after they came.
   */
  Optional<Provider> anew(Provider before) {
    long came = System.nanoTime();
    try {
      if (fetching.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          if (known.filter(it -> it.nanoTime() - came >= 0).isEmpty()) {
            fetch();
          }
        } finally {
          fetching.unlock();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return known.filter(it -> it.nanoTime() != before.nanoTime());
  }

  private void fetch() {
    long begun = System.nanoTime();
    try {
      JsonObject document =
          object(URI.create(issuer.replaceAll("/$", "") + "/.well-known/openid-configuration"));
      if (!issuer.equals(document.getString("issuer", ""))) {
        throw new IOException("the discovery document names another issuer");
      }
      URI keys = endpoint(document, "jwks_uri");
      known =
          Optional.of(
              new Provider(
                  endpoint(document, "authorization_endpoint"),
                  endpoint(document, "token_endpoint"),
                  document.getBoolean("authorization_response_iss_parameter_supported", false),
                  takesPosts(document),
                  new JsonWebKeySet(text(keys)).getJsonWebKeys(),
                  begun));
    } catch (IOException | JoseException | JsonException | IllegalArgumentException e) {
      failed = System.nanoTime();
      LOG.log(Level.WARNING, "event=provider-not-known issuer=" + issuer + " cause=" + e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean takesPosts(JsonObject document) {
    return document.get("token_endpoint_auth_methods_supported") instanceof JsonArray methods
        && methods.stream().noneMatch(each -> isText(each, "client_secret_basic"))
        && methods.stream().anyMatch(each -> isText(each, "client_secret_post"));
  }

  private static boolean isText(jakarta.json.JsonValue value, String text) {
    return value instanceof JsonString string && string.getString().equals(text);
  }

  /** Secrets and tokens go there: an issuer that we reach by TLS has no endpoint without. */
  private URI endpoint(JsonObject document, String name) throws IOException {
    URI address = URI.create(document.getString(name, ""));
    boolean isSafe = "https".equals(address.getScheme()) || issuer.startsWith("http:");
    if (address.getHost() == null || !isSafe) {
      throw new IOException("the discovery document has no usable " + name);
    }
    return address;
  }

  private JsonObject object(URI address) throws IOException, InterruptedException {
    return JsonDocuments.object(text(address));
  }

  private String text(URI address) throws IOException, InterruptedException {
    ProviderHttp.Got got = http.get(address);
    if (got.status() != 200) {
      throw new IOException("status " + got.status() + " from " + address);
    }
    return got.text();
  }
}
