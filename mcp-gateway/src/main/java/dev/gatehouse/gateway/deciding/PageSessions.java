package dev.gatehouse.gateway.deciding;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.gateway.signin.Handles;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * People before browsers, each known by a cookie, for a time that is fixed when they come in: what
 * groups they are in may change meanwhile. They are forgotten when the gateway ends. Thread-safe.
 */
final class PageSessions {
  /** Of all people; the oldest makes way. */
  private static final long MAX = 10_000;

  /** Browsers that are at the sign-in, which takes people as long as a second factor. */
  private static final Duration ARRIVING = Duration.ofMinutes(10);

  private static final long ARRIVING_MAX = 20_000;

  /** What was done is told once, on the page that follows; of one person hardly ever two. */
  private static final int TOLD_MAX = 10;

  /**
   * Somebody before a browser.
   *
   * @param secret that binds forms to it
   * @param told what to tell about calls, by their ids, when they are shown next
   */
  record Session(Viewer viewer, String secret, Instant until, Map<String, String> told) {
    /**
     * What a form of this page brings along.
     *
     * @param shown everything of the page that must not have changed
     */
    String token(String shown) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(mac.doFinal(shown.getBytes(UTF_8)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
      }
    }

    boolean isToken(String shown, String token) {
      return Handles.same(token(shown), token);
    }

    /** Keeps what the next page of this call tells. */
    void tell(String id, String words) {
      if (told.size() < TOLD_MAX) {
        told.put(id, words);
      }
    }

    Optional<String> heard(String id) {
      return Optional.ofNullable(told.remove(id));
    }

    @Override
    public String toString() {
      return "Session[" + viewer.person().name() + "]";
    }
  }

  /**
   * A browser at the sign-in.
   *
   * @param browser its cookie
   * @param verifier of PKCE
   * @param id of the call that it wants to see then; empty for the list
   */
  record Arriving(String browser, String verifier, String id) {
    @Override
    public String toString() {
      return "Arriving[" + id + "]";
    }
  }

  private final InstantSource clock;
  private final Cache<String, Session> sessions = Caffeine.newBuilder().maximumSize(MAX).build();
  private final Cache<String, Arriving> arriving =
      Caffeine.newBuilder().maximumSize(ARRIVING_MAX).expireAfterWrite(ARRIVING).build();

  PageSessions(InstantSource clock) {
    this.clock = clock;
  }

  /** Somebody comes in; gives the cookie's value. */
  String open(Viewer viewer, Duration life) {
    String cookie = Handles.fresh();
    sessions.put(
        Handles.digest(cookie),
        new Session(
            viewer, Handles.fresh(), clock.instant().plus(life), new ConcurrentHashMap<>()));
    return cookie;
  }

  /** Whoever has this cookie. */
  Optional<Session> find(String cookie) {
    return Optional.ofNullable(sessions.getIfPresent(Handles.digest(cookie)))
        .filter(it -> clock.instant().isBefore(it.until()));
  }

  /** They go. */
  void end(String cookie) {
    sessions.invalidate(Handles.digest(cookie));
  }

  /** Keeps a browser under the state that goes to the sign-in. */
  String send(Arriving one) {
    String state = Handles.fresh();
    arriving.put(Handles.digest(state), one);
    return state;
  }

  /** Takes it, once, if this is the same browser. */
  Optional<Arriving> back(String state, Optional<String> browser) {
    return Optional.ofNullable(arriving.asMap().remove(Handles.digest(state)))
        .filter(one -> browser.filter(it -> Handles.same(it, one.browser())).isPresent());
  }
}
