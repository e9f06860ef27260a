package dev.gatehouse.gateway;

import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.recordings.LogHaltedException;
import dev.gatehouse.recordings.RecordingException;
import java.util.List;

/** A gateway could not start, for a reason that its administrator can act on. */
public final class GatewayStartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;
  private final String reason;
  private final boolean halted;

  GatewayStartException(String reason) {
    this(reason, List.of());
  }

  GatewayStartException(String reason, List<Problem> problems) {
    this(reason, problems, false);
  }

  private GatewayStartException(String reason, List<Problem> problems, boolean halted) {
    super(reason);
    this.reason = reason;
    this.problems = List.copyOf(problems);
    this.halted = halted;
  }

  /** Because of its recordings. */
  static GatewayStartException recordings(RecordingException e) {
    return new GatewayStartException(
        "recordings: " + e.getMessage(), List.of(), e instanceof LogHaltedException);
  }

  /** Whether the log was found to be halted: starting again will not help. */
  public boolean isHalted() {
    return halted;
  }

  /** In one line. */
  public String reason() {
    return reason;
  }

  /** The places in the files, where it is about files. */
  public List<Problem> problems() {
    return problems;
  }
}
