package dev.gatehouse.policies.check;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gatehouse.policies.PolicyText;
import dev.gatehouse.policies.check.PolicyTests.Reading;
import dev.gatehouse.policies.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a file of tests, it ends with outcomes or with problems. */
class PolicyTestFuzzTest {
  private static final int MUTANTS = 80;

  /** Beyond this a file takes longer to read than it is worth here. */
  private static final int LINES_MAX = 60;

  private static final List<String> VALUES =
      List.of(
          "{}",
          "[]",
          "null",
          "0",
          "-1",
          "1e999999999",
          ".inf",
          "0x",
          "x__y",
          "\"\"",
          "24h",
          "[ [ ] ]",
          "{ a: { b: [ 1 ] } }",
          "2026-11-23T10:00:00Z",
          "true",
          "none",
          "default");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void neverThrows(long seed) throws IOException {
    Random random = new Random(seed);
    List<Path> corpus = ScenarioTest.testFiles(ScenarioTest.SCENARIOS);
    for (int i = 0; i < MUTANTS; i++) {
      Path file = corpus.get(random.nextInt(corpus.size()));
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      while (lines.size() > LINES_MAX) {
        lines.removeLast();
      }
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        int at = random.nextInt(lines.size());
        lines.set(at, mutated(lines.get(at), lines.get(random.nextInt(lines.size())), random));
      }
      PolicyText text = new PolicyText("a.test.yaml", String.join("\n", lines));
      switch (PolicyTests.of(text, ScenarioTest.SCENARIOS)) {
        case Reading.Accepted(PolicyTests tests, _) ->
            assertFalse(tests.outcomes().toList().isEmpty());
        case Reading.Rejected(List<Problem> problems) -> assertFalse(problems.isEmpty());
      }
    }
  }

  private static String mutated(String line, String other, Random random) {
    String value = VALUES.get(random.nextInt(VALUES.size()));
    return switch (random.nextInt(5)) {
      case 0 -> line.replaceFirst(": [^:]*$", ": " + value.replace("\\", "\\\\"));
      case 1 -> line.replaceFirst("[0-9]+", value.replace("\\", "\\\\"));
      case 2 -> other;
      case 3 -> line.substring(random.nextInt(line.length() + 1));
      default -> line.replaceFirst("(: )([^ ,}]+)", "$1" + value);
    };
  }
}
