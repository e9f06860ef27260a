package dev.gatehouse.gateway;

import dev.gatehouse.policies.yaml.Problem;
import java.util.List;

/** A gateway could not start, for a reason that its administrator can act on. */
public final class GatewayStartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;
  private final String reason;

  GatewayStartException(String reason) {
    this(reason, List.of());
  }

  GatewayStartException(String reason, List<Problem> problems) {
    super(reason);
    this.reason = reason;
    this.problems = List.copyOf(problems);
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
