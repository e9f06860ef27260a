package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Authorization.Refusal;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;

/** Gives tokens that are newer than the one before. Asked by one thread at a time. */
interface TokenSource {

  /**
   * A new token.
   *
   * @throws UpstreamException as {@code UNREACHABLE} or {@code FORBIDDEN} where there is none
   */
  Token fetch(Deadline deadline) throws UpstreamException, InterruptedException;

  /** Takes note of what the upstream said when it refused a token, or that there was none. */
  default void heard(Refusal refusal) {}
}
