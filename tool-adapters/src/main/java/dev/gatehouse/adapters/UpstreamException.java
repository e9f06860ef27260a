package dev.gatehouse.adapters;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An upstream gave no usable reply.
 *
 * <p>Its message names the upstream and what was attempted, and holds nothing of what was sent or
 * received.
 */
public final class UpstreamException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, as far as the caller may act on it. */
  public enum Kind {
    /** Nothing was sent: no connection, no process. */
    UNREACHABLE,
    /** It may have been carried out: the reply did not come in time. */
    TIMED_OUT,
    /** It may have been carried out: the connection or the process ended before the reply. */
    BROKEN_OFF,
    /** The upstream answered with something that is not MCP. */
    UNINTELLIGIBLE,
    /** The upstream wants other credentials, or none of ours. */
    FORBIDDEN,
    /**
     * Nothing was carried out: the person for whom the upstream was asked must let us in there
     * first, at {@link #address()}.
     */
    NOT_CONNECTED,
    /** Nothing was sent: what the request answers is not waiting, or not any more. */
    NOT_WAITING
  }

  private final Kind kind;
  private final String problem;
  private final @Nullable URI address;

  /** Without an exception behind it. */
  public UpstreamException(Kind kind, String problem) {
    super(problem);
    this.kind = kind;
    this.problem = problem;
    this.address = null;
  }

  /** With the exception behind it, whose own text is not shown to clients. */
  public UpstreamException(Kind kind, String problem, Throwable cause) {
    super(problem, cause);
    this.kind = kind;
    this.problem = problem;
    this.address = null;
  }

  private UpstreamException(String problem, @Nullable URI address) {
    super(problem);
    this.kind = Kind.NOT_CONNECTED;
    this.problem = problem;
    this.address = address;
  }

  /**
   * The person has to let us in first.
   *
   * @param address of the page for that: for this person alone, and in no log
   */
  public static UpstreamException notConnected(String problem, URI address) {
    return new UpstreamException(problem, address);
  }

  /** The same for who waited for it, as another kind where this is not the caller's own. */
  public UpstreamException again(Kind other) {
    return address != null && other == Kind.NOT_CONNECTED
        ? new UpstreamException(problem, address)
        : new UpstreamException(other, problem, this);
  }

  /** What was attempted, and what became of it. */
  public String problem() {
    return problem;
  }

  /** Where the person connects the upstream; nothing for other kinds. */
  public Optional<URI> address() {
    return Optional.ofNullable(address);
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
