package dev.gatehouse.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gatehouse.policies.PolicySet.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every policy that the documentation shows can be used as it stands. */
class DocumentationTest {
  private static final Path PAGE = Path.of("../docs/policies.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

  static Stream<String> examples() throws IOException {
    List<MatchResult> examples = EXAMPLE.matcher(Files.readString(PAGE)).results().toList();
    return examples.stream().map(example -> example.group(1));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void readsWithoutProblemOrWarning(String policy) {
    Reading reading = PolicySet.of(List.of(new PolicyText("policy.yaml", policy)));

    assertEquals(
        List.of(), assertInstanceOf(Reading.Accepted.class, reading, reading::toString).warnings());
  }
}
