package dev.gatehouse.policies;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.PolicySet.Reading;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a policy file, reading it ends with a set or with problems. */
class PolicyFuzzTest {
  private static final int MUTANTS = 400;

  private static final String[] PIECES = {
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ":",
    ": ",
    ",",
    "#",
    "&a",
    "*a",
    "*",
    "!!",
    "|",
    ">",
    "- ",
    "\n",
    "\n  ",
    "\t",
    "? ",
    "---\n",
    "...\n",
    "%",
    "@",
    "`",
    "\u0000",
    "\uFEFF",
    "\uD800",
    "\u0085",
    "\u2028",
    "é",
    "\uD83D\uDE00",
    "null",
    "~",
    "0x",
    "1e999",
    "99999999999999999999",
    "$..",
    "$.a[",
    "args.",
    "((((",
    "when: ",
    "mask: ",
    "rules: ",
    "<<: ",
    "=",
    "\\",
    "\"\\u0041",
    "\"\\x"
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void neverThrowsAndAlwaysSaysWhere(long seed) throws IOException {
    Random random = new Random(seed);
    List<String> corpus = corpus();
    for (int i = 0; i < MUTANTS; i++) {
      String text = mutate(corpus.get(random.nextInt(corpus.size())), random);
      switch (PolicySet.of(List.of(new PolicyText("p", text)))) {
        case Reading.Accepted(PolicySet set, _) -> assertFalse(set.digest().isEmpty());
        case Reading.Rejected(List<Problem> problems) -> {
          assertFalse(problems.isEmpty());
          long lines = text.split("\\R", -1).length;
          for (Problem problem : problems) {
            assertTrue(problem.line() <= lines + 1, () -> problem + " in:\n" + text);
            assertFalse(problem.message().contains("\n"), problem.message());
          }
        }
      }
    }
  }

  private static List<String> corpus() throws IOException {
    List<String> corpus = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/scenarios"))) {
      files.sorted().flatMap(PolicyFuzzTest::policy).forEach(corpus::add);
    }
    return corpus;
  }

  /** The policy in a file of tests. */
  private static Stream<String> policy(Path file) {
    Problems problems = new Problems();
    return YamlFile.read(file, problems)
        .flatMap(node -> MappingReader.of(file.toString(), node, problems))
        .flatMap(reader -> reader.optionalString("policy"))
        .stream();
  }

  private static String mutate(String text, Random random) {
    StringBuilder mutant = new StringBuilder(text);
    for (int i = 1 + random.nextInt(6); i > 0 && mutant.length() > 0; i--) {
      int at = random.nextInt(mutant.length());
      int end = Math.min(mutant.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(5)) {
        case 0 -> mutant.delete(at, end);
        case 1 -> mutant.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 2 -> mutant.insert(at, mutant.substring(at, end));
        case 3 ->
            mutant.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
        default -> mutant.setLength(end);
      }
    }
    return mutant.toString();
  }
}
