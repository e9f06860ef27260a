package dev.gatehouse.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Asks one issuer about tokens that say nothing themselves. Thread-safe.
 *
 * <p>Guarantee: an answer is used for {@link #REMEMBERED} at most, so that a token that is revoked
 * works no longer than that; many requests with one token ask once. Where the issuer is away, a
 * token is refused.
 *
 * <p>Source: RFC 7662.
 */
final class OpaqueTokens {
  private static final Logger LOG = System.getLogger(OpaqueTokens.class.getName());
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  /** Of about 1 KB each; those beyond it are asked about again. */
  private static final int REMEMBERED_MAX = 10_000;

  /** Asked at once: else whoever makes up tokens could flood the issuer by us. */
  private static final int ASKED_MAX = 32;

  private final IssuerSettings settings;
  private final IntrospectionSettings introspection;
  private final RemoteJson remote;
  private final InstantSource clock;
  private final Cache<String, Checked> answers =
      Caffeine.newBuilder()
          // Who asks holds a place of the table meanwhile: nobody else should wait for that.
          .initialCapacity(REMEMBERED_MAX)
          .maximumSize(REMEMBERED_MAX)
          .expireAfterWrite(REMEMBERED)
          .build();
  private final Semaphore asking = new Semaphore(ASKED_MAX);

  OpaqueTokens(
      IssuerSettings settings,
      IntrospectionSettings introspection,
      RemoteJson remote,
      InstantSource clock) {
    this.settings = settings;
    this.introspection = introspection;
    this.remote = remote;
    this.clock = clock;
  }

  Checked check(String token) {
    try {
      Checked answer = answers.get(Hashes.sha256(token), _ -> ask(token));
      return answer instanceof Checked.Good(JsonObject claims) ? timely(claims) : answer;
    } catch (AwayException _) {
      return new Checked.Bad("issuer-away");
    }
  }

  /** There is no answer, which is not remembered. */
  private static final class AwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Checked ask(String token) {
    if (!asking.tryAcquire()) {
      throw new AwayException();
    }
    try {
      JsonObject answer =
          remote.posted(
              introspection.endpoint(),
              introspection.clientId(),
              introspection.clientSecret(),
              Map.of("token", token, "token_type_hint", "access_token"));
      return judged(answer);
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "event=introspection-failed issuer=" + settings.issuer() + " cause=" + e.getMessage());
      throw new AwayException();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new AwayException();
    } finally {
      asking.release();
    }
  }

  private Checked judged(JsonObject answer) {
    if (!answer.getBoolean("active", false)) {
      return new Checked.Bad("inactive");
    }
    List<String> audiences = new ClaimPath("aud").texts(answer);
    if (audiences.stream().noneMatch(settings.audiences()::contains)) {
      return new Checked.Bad("wrong-audience");
    }
    return settings.issuer().equals(answer.getString("iss", settings.issuer()))
        ? new Checked.Good(answer)
        : new Checked.Bad("wrong-issuer");
  }

  private Checked timely(JsonObject claims) {
    long now = clock.instant().getEpochSecond();
    long skew = settings.skew().toSeconds();
    if (claims.get("exp") instanceof JsonNumber end && end.longValue() + skew <= now) {
      return new Checked.Bad("expired");
    }
    return claims.get("nbf") instanceof JsonNumber begin && begin.longValue() - skew > now
        ? new Checked.Bad("not-yet-valid")
        : new Checked.Good(claims);
  }
}
