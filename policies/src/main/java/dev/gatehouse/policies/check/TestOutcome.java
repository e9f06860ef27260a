package dev.gatehouse.policies.check;

import java.util.List;

/**
 * What became of one test.
 *
 * @param file as its reader was given it
 * @param line where the test begins
 * @param mismatches everything that is not as expected; none if the test passed
 * @param why which rules fired and what they said, then why those did not that should have
 */
public record TestOutcome(
    String name, String file, int line, int column, List<Mismatch> mismatches, List<String> why) {
  public TestOutcome {
    mismatches = List.copyOf(mismatches);
    why = List.copyOf(why);
  }

  /** Whether everything is as expected. */
  public boolean passed() {
    return mismatches.isEmpty();
  }
}
