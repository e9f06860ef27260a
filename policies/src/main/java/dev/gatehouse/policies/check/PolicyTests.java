package dev.gatehouse.policies.check;

import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.PolicyText;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.policies.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tests of one file, with the policies that they are about. Immutable.
 *
 * <p>Shape: {@code policies: [ FILE … ]} or {@code policy: TEXT}, then {@code tests: [ { name,
 * given, when, then } ]}; {@code docs/policies.md} describes it.
 */
public final class PolicyTests {
  /** How the names of test files end. */
  public static final String ENDING = ".test.yaml";

  private final PolicyPlaces places;
  private final PolicySet set;
  private final List<PolicyTest> tests;

  PolicyTests(PolicyPlaces places, PolicySet set, List<PolicyTest> tests) {
    this.places = places;
    this.set = set;
    this.tests = List.copyOf(tests);
  }

  /** What reading a test file gives. */
  public sealed interface Reading {
    /** The file and its policies are right, though something may be worth a look. */
    record Accepted(PolicyTests tests, List<Problem> warnings) implements Reading {
      public Accepted {
        warnings = List.copyOf(warnings);
      }
    }

    /** The file or its policies are wrong; these are all their problems. */
    record Rejected(List<Problem> problems) implements Reading {
      public Rejected {
        problems = List.copyOf(problems);
      }
    }
  }

  /** Reads a test file, and the policies that it names, counting from its folder. */
  public static Reading read(Path file) {
    return new PolicyTestReader(file).read();
  }

  /** Reads a text as a test file that lies in this folder. */
  public static Reading of(PolicyText text, Path folder) {
    return new PolicyTestReader(folder.resolve(text.file())).of(text.text());
  }

  /** Runs each test, in the order of the file; each when it is asked for. */
  public Stream<TestOutcome> outcomes() {
    return tests.stream().map(this::outcome);
  }

  private TestOutcome outcome(PolicyTest test) {
    int line = test.place().line();
    int column = test.place().column();
    Trial trial = new Trial(set, test);
    List<Mismatch> mismatches;
    List<String> why = List.of();
    try {
      Happened happened = trial.run();
      mismatches = Comparison.of(test.expected(), happened);
      if (!mismatches.isEmpty()) {
        why = new Why(trial, test, places).of(happened);
      }
    } catch (MaskingException e) {
      String failed = "masks that fail, which refuses: " + e.getMessage();
      mismatches = List.of(new Mismatch("mask", line, column, "masks that work", failed));
    }
    return new TestOutcome(test.name(), places.file(), line, column, mismatches, why);
  }
}
