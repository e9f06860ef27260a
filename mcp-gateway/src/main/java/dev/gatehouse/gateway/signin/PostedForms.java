package dev.gatehouse.gateway.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Forms of the provider, whose answer comes from another site, with which browsers send no cookie
 * of ours: what it brings waits for the redirect, with which they do.
 *
 * <p>Guarantee: only the answer to a sign-in that is under way is kept, one for each, so that
 * whoever has none pushes nobody's out. Thread-safe.
 */
final class PostedForms {
  /** Between the provider's form and the redirect behind it there are milliseconds. */
  private static final Duration LIFE = Duration.ofSeconds(30);

  /** A provider's answer with hundreds of groups. */
  private static final int CHARS_MAX = 256 << 10;

  /** Of all together: some hundred of the longest, or thousands of the usual. */
  private static final long ALL_CHARS_MAX = 64L << 20;

  private record Posted(String handle, Map<String, String> fields) {
    private int chars() {
      return fields.values().stream().mapToInt(String::length).sum();
    }

    @Override
    public String toString() {
      return "Posted[]";
    }
  }

  private final Attempts attempts;
  private final Cache<String, Posted> posted =
      Caffeine.newBuilder()
          .maximumWeight(ALL_CHARS_MAX)
          .weigher((String _, Posted form) -> form.chars())
          .expireAfterWrite(LIFE)
          .build();

  PostedForms(Attempts attempts) {
    this.attempts = attempts;
  }

  /** Keeps what came, and gives what finds it. */
  String keep(Asked asked) throws RefusedException {
    if (asked.body().length() > CHARS_MAX) {
      throw RefusedException.request("too-long", "the provider’s answer is too long");
    }
    Fields fields = Fields.of(asked.body());
    fields.onceEach();
    Optional<String> state = fields.get("RelayState");
    if (fields.get("SAMLResponse").isEmpty() || state.isEmpty()) {
      throw RefusedException.request("no-response", "the provider’s answer is missing");
    }
    if (!attempts.isSent(state.get())) {
      throw RefusedException.request("state-unknown", "it took too long, start again");
    }
    String handle = Handles.fresh();
    String digest = Handles.digest(state.get());
    posted.put(digest, new Posted(Handles.digest(handle), fields.values()));
    return digest + "." + handle;
  }

  /** What was kept, once. */
  Optional<Map<String, String>> take(String found) {
    int dot = Math.max(0, found.indexOf('.'));
    String digest = found.substring(0, dot);
    Optional<Posted> form =
        Optional.ofNullable(posted.getIfPresent(digest))
            .filter(it -> Handles.same(it.handle(), Handles.digest(found.substring(dot + 1))));
    return form.filter(it -> posted.asMap().remove(digest, it)).map(Posted::fields);
  }
}
