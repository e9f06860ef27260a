package dev.gatehouse.gateway.policy;

import dev.gatehouse.policies.yaml.Problem;
import java.util.List;

/** Problems of policy files in the log of operation. */
final class Shown {
  /** The record and `gatehouse check` have the rest. */
  private static final int PROBLEMS_MAX = 20;

  private Shown() {}

  /** Each on lines of its own, with what stands in the file and a caret below the place. */
  static String of(List<Problem> problems) {
    StringBuilder text = new StringBuilder();
    problems.stream().limit(PROBLEMS_MAX).forEach(it -> text.append('\n').append(it.shown()));
    if (problems.size() > PROBLEMS_MAX) {
      text.append("\n… and ").append(problems.size() - PROBLEMS_MAX).append(" more");
    }
    return text.toString();
  }
}
