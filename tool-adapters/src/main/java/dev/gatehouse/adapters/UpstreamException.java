package dev.gatehouse.adapters;

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
    /** Nothing was sent: what the request answers is not waiting, or not any more. */
    NOT_WAITING
  }

  private final Kind kind;
  private final String problem;

  /** Without an exception behind it. */
  public UpstreamException(Kind kind, String problem) {
    super(problem);
    this.kind = kind;
    this.problem = problem;
  }

  /** With the exception behind it, whose own text is not shown to clients. */
  public UpstreamException(Kind kind, String problem, Throwable cause) {
    super(problem, cause);
    this.kind = kind;
    this.problem = problem;
  }

  /** What was attempted, and what became of it. */
  public String problem() {
    return problem;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
