package dev.gatehouse.policies.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gatehouse.policies.check.PolicyTests.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that a test file says of policies is so. */
class ScenarioTest {
  static final Path SCENARIOS = Path.of("src/test/resources/scenarios");
  private static final Path EXAMPLES = Path.of("../examples/policies");

  static Stream<Named<TestOutcome>> outcomes() throws IOException {
    return Stream.of(SCENARIOS, EXAMPLES)
        .flatMap(folder -> testFiles(folder).stream())
        .flatMap(ScenarioTest::outcomes);
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void policiesDoWhatTheirTestsSay(TestOutcome outcome) {
    assertEquals(List.of(), outcome.mismatches(), () -> String.join("\n", outcome.why()));
  }

  @Test
  void noScenarioIsLeftOut() throws IOException {
    try (Stream<Path> files = Files.list(SCENARIOS)) {
      assertEquals(testFiles(SCENARIOS), files.sorted().toList());
    }
  }

  /** The test files of a folder, in the order of their names. */
  static List<Path> testFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(PolicyTests.ENDING)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Named<TestOutcome>> outcomes(Path file) {
    Reading reading = PolicyTests.read(file);
    return assertInstanceOf(Reading.Accepted.class, reading, reading::toString)
        .tests()
        .outcomes()
        .map(outcome -> Named.of(file.getFileName() + ": " + outcome.name(), outcome));
  }
}
