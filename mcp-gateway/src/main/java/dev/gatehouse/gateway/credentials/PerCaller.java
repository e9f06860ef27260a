package dev.gatehouse.gateway.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Credential;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.identity.presented.PresentedToken;
import dev.gatehouse.gateway.identity.presented.SubjectToken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * A token for each caller's token. Two tokens of one caller have nothing in common: one may be
 * allowed less. Thread-safe.
 */
final class PerCaller implements Authorization {
  /** Of some KiB each; for one that was forgotten the exchange is made again. */
  private static final long CALLERS_MAX = 10_000;

  /** Longer than callers' tokens usually last. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final String upstream;
  private final Function<PresentedToken, TokenSource> sources;
  private final InstantSource clock;
  private final Cache<String, KeptToken> tokens =
      Caffeine.newBuilder().maximumSize(CALLERS_MAX).expireAfterAccess(REMEMBERED).build();

  PerCaller(String upstream, Function<PresentedToken, TokenSource> sources, InstantSource clock) {
    this.upstream = upstream;
    this.sources = sources;
    this.clock = clock;
  }

  @Override
  public Credential credential(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return of(conversation).credential(deadline);
  }

  @Override
  public Optional<Credential> refused(
      Conversation conversation, Credential shown, Refusal refusal, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return of(conversation).renewed(shown, refusal, deadline);
  }

  private KeptToken of(Conversation conversation) throws UpstreamException {
    Optional<PresentedToken> token =
        conversation.subject() instanceof Principal principal
            ? principal.presented()
            : Optional.empty();
    if (token.isEmpty()) {
      throw new Trouble(upstream)
          .forbidden("is reached in the name of callers who bring a token, and this one has none");
    }
    return tokens.get(
        SubjectToken.digest(token.get()),
        _ -> new KeptToken(upstream, sources.apply(token.get()), clock));
  }
}
