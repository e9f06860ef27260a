package dev.gatehouse.policies.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gatehouse.policies.check.PolicyTests.Reading;
import dev.gatehouse.policies.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each broken file of tests has beside it the list of all its problems. */
class BrokenTestFileTest {
  private static final Path FOLDER = Path.of("src/test/resources/broken-tests");

  static Stream<Path> files() {
    return ScenarioTest.testFiles(FOLDER).stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void reportsEveryProblemWithItsPlace(Path file) throws IOException {
    List<Problem> problems =
        assertInstanceOf(Reading.Rejected.class, PolicyTests.read(file)).problems();

    String found =
        problems.stream()
            .map(problem -> problem.toString().replace(FOLDER + "/", "") + "\n")
            .collect(Collectors.joining());
    String golden = String.valueOf(file.getFileName()).replace(PolicyTests.ENDING, ".problems");
    assertEquals(Files.readString(FOLDER.resolve(golden)), found);
  }
}
