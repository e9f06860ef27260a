package dev.gatehouse.conformance.suite;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the suite found, by scenario.
 *
 * <p>Shape: a folder {@code <leg>-<scenario>-<time>} for each scenario, with {@code checks.json}, a
 * list of checks; none where the scenario broke off. A scenario whose name has a slash lies in a
 * folder of its own.
 */
record Results(SortedMap<String, List<Check>> scenarios) {
  private static final Pattern FOLDER =
      Pattern.compile("(server-|client-|)(.+?)-\\d{4}-\\d{2}-\\d{2}T.*");

  Results {
    SortedMap<String, List<Check>> copy = new TreeMap<>();
    scenarios.forEach((name, checks) -> copy.put(name, List.copyOf(checks)));
    scenarios = copy;
  }

  static Results read(Path folder) {
    SortedMap<String, List<Check>> scenarios = new TreeMap<>();
    read(folder, "", scenarios);
    return new Results(scenarios);
  }

  private static void read(Path folder, String group, SortedMap<String, List<Check>> scenarios) {
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.toList()) {
        Matcher name = FOLDER.matcher(child.getFileName().toString());
        if (name.matches()) {
          // Only what lies in no folder of its own has the leg before its name.
          String scenario = group.isEmpty() ? name.group(2) : name.group(1) + name.group(2);
          scenarios.put(group + scenario, checks(child.resolve("checks.json")));
        } else if (group.isEmpty() && Files.isDirectory(child)) {
          read(child, child.getFileName() + "/", scenarios);
        } else {
          throw new AssertionError("no result of a scenario: " + child);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading the results of the suite", e);
    }
  }

  /** How often each status occurs in a scenario, such as {@code INFO 1, SUCCESS 5}. */
  String counts(String scenario) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    checks(scenario).forEach(check -> counts.merge(check.status(), 1, Integer::sum));
    List<String> words = new ArrayList<>();
    counts.forEach((status, count) -> words.add(status + " " + count));
    return words.isEmpty() ? "nothing" : String.join(", ", words);
  }

  /** The checks of a scenario; none where it was not run or broke off. */
  List<Check> checks(String scenario) {
    return scenarios.getOrDefault(scenario, List.of());
  }

  /** All scenarios with their faults, but for those without any. */
  Map<String, List<Check>> faults() {
    Map<String, List<Check>> faults = new TreeMap<>();
    scenarios.forEach(
        (name, checks) -> {
          List<Check> found = checks.stream().filter(Check::isFault).toList();
          if (!found.isEmpty() || checks.isEmpty()) {
            faults.put(name, found);
          }
        });
    return faults;
  }

  /** How many checks have this status. */
  long count(String status) {
    return scenarios.values().stream()
        .flatMap(List::stream)
        .filter(check -> check.status().equals(status))
        .count();
  }

  private static List<Check> checks(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(file))) {
      return reader.readArray().getValuesAs(JsonObject.class).stream().map(Check::of).toList();
    }
  }
}
