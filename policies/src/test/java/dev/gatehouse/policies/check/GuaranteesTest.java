package dev.gatehouse.policies.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of what each guarantee is shown by, in this module's README, is true. */
class GuaranteesTest {
  private static final Path README = Path.of("README.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([PM][0-9]+) \\| [^|]+ \\|([^|]*)\\|([^|]*)\\|$");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  /** What a guarantee is shown by. */
  private record Shown(Set<String> scenarios, Set<String> tests) {}

  @Test
  void everyGuaranteeHasItsRow() throws IOException {
    List<String> expected =
        Stream.concat(
                IntStream.rangeClosed(1, 14).mapToObj(n -> "P" + n),
                IntStream.rangeClosed(1, 9).mapToObj(n -> "M" + n))
            .toList();

    assertEquals(expected, List.copyOf(rows().keySet()));
  }

  @Test
  void everyScenarioStandsForAGuarantee() throws IOException {
    Set<String> there =
        ScenarioTest.testFiles(ScenarioTest.SCENARIOS).stream()
            .map(file -> String.valueOf(file.getFileName()).replace(PolicyTests.ENDING, ""))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> named = new TreeSet<>();
    rows().values().forEach(shown -> named.addAll(shown.scenarios()));
    Set<String> folders = new TreeSet<>(named);
    folders.removeIf(name -> !name.endsWith("/"));
    named.removeAll(folders);

    assertEquals(there, named, "the files of scenarios, and those that the table names");
    for (String folder : folders) {
      assertTrue(
          Files.isDirectory(ScenarioTest.SCENARIOS.resolveSibling(folder))
              || Files.isDirectory(Path.of("..", folder)),
          folder);
    }
  }

  @Test
  void everyTestOfTheTableIsThere() throws IOException {
    Set<String> there = new TreeSet<>();
    for (String module : List.of("policies", "mcp-gateway", "conformance-tests")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
        files
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> name.endsWith("Test.java"))
            .forEach(name -> there.add(name.replace(".java", "")));
      }
    }
    rows()
        .forEach(
            (guarantee, shown) ->
                assertTrue(
                    !shown.tests().isEmpty() && there.containsAll(shown.tests()),
                    () -> guarantee + ": " + shown.tests()));
  }

  private static Map<String, Shown> rows() throws IOException {
    Map<String, Shown> rows = new LinkedHashMap<>();
    List<MatchResult> found = ROW.matcher(Files.readString(README)).results().toList();
    for (MatchResult row : found) {
      rows.put(row.group(1), new Shown(names(row.group(2)), names(row.group(3))));
    }
    return rows;
  }

  private static Set<String> names(String cell) {
    return NAME.matcher(cell).results().map(name -> name.group(1)).collect(Collectors.toSet());
  }
}
