package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Credential;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import java.util.Optional;

/**
 * One token for all callers. Thread-safe.
 *
 * @param token what they share
 * @param waitsForChallenge whether a request must be refused first, because only the refusal says
 *     where tokens are to be had
 */
record OneForAll(KeptToken token, boolean waitsForChallenge) implements Authorization {
  @Override
  public Credential credential(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return waitsForChallenge && !token.isThere() ? Credential.NONE : token.credential(deadline);
  }

  @Override
  public Optional<Credential> refused(
      Conversation conversation, Credential shown, Refusal refusal, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return token.renewed(shown, refusal, deadline);
  }

  /** Nothing of the token. */
  @Override
  public String toString() {
    return "OneForAll";
  }
}
