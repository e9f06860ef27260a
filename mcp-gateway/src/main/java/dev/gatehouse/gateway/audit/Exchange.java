package dev.gatehouse.gateway.audit;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.gateway.identity.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One message of a client and everything that comes of it, as known before it is judged.
 *
 * @param id ours, unique, in order of time
 * @param principal who sent it
 * @param era the form that the client speaks
 * @param metadata what the client says of itself, masked
 * @param session the legacy session
 * @param connection what the messages of one client come by, where the transport tells: its
 *     session, or its pair of streams
 * @param endpoint the path that it was sent to
 * @param peer the address that it came from
 * @param userAgent as the client states it
 * @param began when it did
 * @param startedNanos by {@link System#nanoTime()}
 */
public record Exchange(
    String id,
    Principal principal,
    Era era,
    RequestMetadata metadata,
    Optional<InSession> session,
    Optional<String> connection,
    String endpoint,
    String peer,
    Optional<String> userAgent,
    Instant began,
    long startedNanos) {

  /** Longer than anything lasts. */
  private static final Duration FOR_GOOD = Duration.ofDays(365);

  /**
   * The session that an exchange belongs to.
   *
   * @param id as good as a password: goes upstream with nobody, and nowhere else
   * @param began when it was opened
   * @param hasSubscribed whether its client subscribed to a resource before
   */
  public record InSession(String id, Instant began, boolean hasSubscribed) {

    /** What it is called in the record and in policies: the first bytes of a digest. */
    public String digest() {
      return Statements.digest(id);
    }

    /** Does not tell the id. */
    @Override
    public String toString() {
      return "InSession[" + digest() + "]";
    }
  }

  /** How long what its principal was identified by lasts from now; zero where it has ended. */
  public Duration identifiedFor() {
    Instant now = began.plusNanos(System.nanoTime() - startedNanos);
    Duration left = principal.expires().map(end -> Duration.between(now, end)).orElse(FOR_GOOD);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Another exchange of the same client's, which comes of this one. */
  public Exchange again(String otherId) {
    return again(otherId, metadata);
  }

  /** The same, in which the client says other things of itself. */
  public Exchange again(String otherId, RequestMetadata said) {
    return new Exchange(
        otherId,
        principal,
        era,
        said,
        session,
        connection,
        endpoint,
        peer,
        userAgent,
        began,
        System.nanoTime());
  }

  /** Whose calls may share a session with an upstream. */
  public Conversation conversation() {
    String key =
        session
            .map(InSession::id)
            .orElseGet(
                () ->
                    principal.issuer().orElse("")
                        + ' '
                        + principal.name()
                        + ' '
                        + metadata.clientInfo().orElse("")
                        // What an upstream's session promises of its client cannot change in it.
                        + ' '
                        + metadata.clientCapabilities());
    return new Conversation(key, metadata, principal);
  }
}
