package dev.gatehouse.policies.check;

import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode.Place;
import java.util.List;

/**
 * Where policies stand: in files of their own, or inside a test file. Immutable.
 *
 * @param file the test file
 * @param lineStarts where each line of the policy begins in it; none if it stands elsewhere
 */
record PolicyPlaces(String file, List<Place> lineStarts) {
  PolicyPlaces {
    lineStarts = List.copyOf(lineStarts);
  }

  /** The line of a file where this line of a policy stands. */
  int line(int line) {
    return line <= lineStarts.size() ? lineStarts.get(line - 1).line() : line;
  }

  /**
   * A problem of a policy, where a reader finds it.
   *
   * @param problems that know the text of the test file
   */
  Problem placed(Problem problem, Problems problems) {
    if (problem.line() > lineStarts.size()) {
      return problem;
    }
    Place start = lineStarts.get(problem.line() - 1);
    int column = start.column() + problem.column() - 1;
    return problems.at(file, start.line(), column, problem.message());
  }
}
