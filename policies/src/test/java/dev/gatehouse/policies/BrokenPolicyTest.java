package dev.gatehouse.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gatehouse.policies.PolicySet.Reading;
import dev.gatehouse.policies.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each broken file has beside it the list of all its problems. */
class BrokenPolicyTest {
  private static final Path FOLDER = Path.of("src/test/resources/broken");

  static Stream<String> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void reportsEveryProblemWithItsPlace(String name) throws IOException {
    Reading reading = PolicySet.read(List.of(FOLDER.resolve(name)));

    List<Problem> problems = assertInstanceOf(Reading.Rejected.class, reading).problems();

    String found =
        problems.stream()
            .map(problem -> problem.toString().substring(FOLDER.toString().length() + 1) + "\n")
            .collect(Collectors.joining());
    Path golden = FOLDER.resolve(name.replace(".yaml", ".problems"));
    assertEquals(Files.readString(golden), found);
  }
}
