package dev.gatehouse.gateway.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;

/**
 * Authorization codes: each good once, for a minute. Thread-safe.
 *
 * <p>Source: OAuth 2.1 §4.1.2, §4.1.3.
 */
final class Codes {
  private static final Duration LIFE = Duration.ofSeconds(60);

  /** How long it is known that a code was used, and what came of it. */
  private static final Duration USED = Duration.ofHours(1);

  private static final long MAX = 20_000;

  /**
   * What a code stands for.
   *
   * @param redirect that it was sent to
   * @param challenge that its client has to answer
   * @param renewal by which the provider is asked again
   * @param family of the refresh tokens that will come of it
   */
  record Code(
      Granted granted, String redirect, String challenge, Optional<String> renewal, String family) {
    @Override
    public String toString() {
      return "Code[" + granted + "]";
    }
  }

  private final Cache<String, Code> codes =
      Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(LIFE).build();
  private final Cache<String, String> used =
      Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(USED).build();

  String make(Code code) {
    String text = Handles.fresh();
    codes.put(Handles.digest(text), code);
    return text;
  }

  /** What it stands for, once. */
  Optional<Code> take(String text) {
    String digest = Handles.digest(text);
    Optional<Code> code = Optional.ofNullable(codes.getIfPresent(digest));
    // First, so that whoever comes second knows of what the first one gets.
    code.ifPresent(it -> used.put(digest, it.family()));
    return code.filter(it -> codes.asMap().remove(digest, it));
  }

  /** The family that came of a code which was used before. */
  Optional<String> familyOf(String text) {
    return Optional.ofNullable(used.getIfPresent(Handles.digest(text)));
  }
}
