package dev.gatehouse.adapters;

import java.util.List;
import java.util.Optional;

/**
 * Has the credentials that requests to one upstream show.
 *
 * <p>Guarantee: no credential is in an exception, a log line or the text form of anything.
 * Thread-safe; blocks the calling thread, until the deadline at most.
 */
public interface Authorization {

  /**
   * What the next request in a conversation shows; asked just before it is sent.
   *
   * @throws UpstreamException as {@code UNREACHABLE} or {@code FORBIDDEN} where there is no
   *     credential, in words for who runs the gateway, or {@code NOT_CONNECTED}; nothing is sent
   *     then
   * @throws InterruptedException when cancelled
   */
  Credential credential(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException;

  /**
   * Takes note that the upstream refused a request, and so did not carry it out.
   *
   * @param shown what the request showed
   * @return what to show when the same request is sent once more; nothing where that is of no use
   *     and the refusal is passed on as it is
   * @throws UpstreamException as {@code UNREACHABLE} or {@code FORBIDDEN} where it is known what is
   *     wrong, in words for who runs the gateway
   * @throws InterruptedException when cancelled
   */
  Optional<Credential> refused(
      Conversation conversation, Credential shown, Refusal refusal, Deadline deadline)
      throws UpstreamException, InterruptedException;

  /**
   * An upstream's answer to a request whose credential it does not accept.
   *
   * <p>Source: RFC 9110 §11.6.1, §15.5.2, §15.5.4.
   *
   * @param status 401 or 403
   * @param challenges the values of {@code WWW-Authenticate}
   */
  record Refusal(int status, List<String> challenges) {
    public Refusal {
      challenges = List.copyOf(challenges);
    }

    /** The status only: what an upstream says may be long. */
    @Override
    public String toString() {
      return "Refusal[" + status + "]";
    }
  }

  /** The same for every request; where the upstream refuses it, there is no other. */
  record Unchanging(Credential credential) implements Authorization {
    /** Nothing at all. */
    public static final Authorization NONE = new Unchanging(Credential.NONE);

    @Override
    public Credential credential(Conversation conversation, Deadline deadline) {
      return credential;
    }

    @Override
    public Optional<Credential> refused(
        Conversation conversation, Credential shown, Refusal refusal, Deadline deadline) {
      return Optional.empty();
    }
  }
}
