package dev.gatehouse.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.PolicySet.Reading;
import dev.gatehouse.policies.check.PolicyTests;
import dev.gatehouse.policies.check.TestOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every policy that the documentation shows can be used as it stands, and does what is said of it.
 *
 * <p>An example is called like its heading, {@code trying-out.yaml}; the second below the same
 * heading {@code sql-2.yaml}. The first of all is also {@code policy.yaml}, as the page calls it.
 */
class DocumentationTest {
  private static final List<Path> PAGES =
      List.of(Path.of("../docs/policies.md"), Path.of("../docs/masking.md"));
  private static final Path TESTS = Path.of("src/test/resources/documentation");
  private static final Pattern PART = Pattern.compile("(?sm)^#+ ([^\n]+)$|^```yaml\n(.*?)^```");

  @TempDir private Path folder;

  static Stream<String> policies() throws IOException {
    return examples().values().stream().filter(example -> !isOfTests(example));
  }

  static Stream<Path> testFiles() throws IOException {
    try (Stream<Path> files = Files.list(TESTS)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("policies")
  void readsWithoutProblemOrWarning(String policy) {
    Reading reading = PolicySet.of(List.of(new PolicyText("policy.yaml", policy)));

    assertEquals(
        List.of(), assertInstanceOf(Reading.Accepted.class, reading, reading::toString).warnings());
  }

  @ParameterizedTest
  @MethodSource("testFiles")
  void examplesDoWhatIsSaidOfThem(Path file) throws IOException {
    writeExamples();
    runs(new PolicyText(String.valueOf(file.getFileName()), Files.readString(file)));
  }

  @Test
  void theExampleOfTestsPasses() throws IOException {
    writeExamples();
    List<String> tests = examples().values().stream().filter(DocumentationTest::isOfTests).toList();

    assertEquals(1, tests.size());
    runs(new PolicyText("billing.test.yaml", tests.getFirst()));
  }

  /** What a verb does is shown by an example that is run, and not only read. */
  @ParameterizedTest
  @ValueSource(strings = {"permit", "refuse", "limit", "approve", "mask", "seal", "sql", "observe"})
  void everyVerbHasAnExampleThatIsRun(String verb) throws IOException {
    Map<String, String> examples = examples();
    Pattern used = Pattern.compile("(?m)^    " + verb + ": ?");
    Optional<Path> run =
        testFiles()
            .filter(
                file -> {
                  String name = String.valueOf(file.getFileName()).replace(".test", "");
                  return used.matcher(examples.getOrDefault(name, "")).find();
                })
            .findAny();
    assertTrue(run.isPresent(), verb);
  }

  private void runs(PolicyText text) {
    PolicyTests.Reading reading = PolicyTests.of(text, folder);
    List<TestOutcome> outcomes =
        assertInstanceOf(PolicyTests.Reading.Accepted.class, reading, reading::toString)
            .tests()
            .outcomes()
            .toList();
    for (TestOutcome outcome : outcomes) {
      assertEquals(List.of(), outcome.mismatches(), () -> outcome.name() + outcome.why());
    }
  }

  private void writeExamples() throws IOException {
    Map<String, String> examples = examples();
    Files.writeString(folder.resolve("policy.yaml"), examples.values().iterator().next());
    for (Map.Entry<String, String> example : examples.entrySet()) {
      Files.writeString(folder.resolve(example.getKey()), example.getValue());
    }
  }

  private static boolean isOfTests(String example) {
    return example.contains("\ntests:\n");
  }

  private static Map<String, String> examples() throws IOException {
    Map<String, String> examples = new LinkedHashMap<>();
    String heading = "";
    List<MatchResult> parts = new ArrayList<>();
    for (Path page : PAGES) {
      PART.matcher(Files.readString(page)).results().forEach(parts::add);
    }
    for (MatchResult part : parts) {
      if (part.group(1) != null) {
        heading = part.group(1).toLowerCase(Locale.ROOT).replace(' ', '-');
      } else {
        String name = heading + ".yaml";
        for (int i = 2; examples.containsKey(name); i++) {
          name = heading + "-" + i + ".yaml";
        }
        examples.put(name, part.group(2));
      }
    }
    return examples;
  }
}
