package dev.gatehouse.policies.check;

import dev.gatehouse.policies.yaml.Problem;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How what was expected and what was found is said, on one line. */
final class Wording {
  static final String NOTHING = "nothing";

  private Wording() {}

  static String listed(Collection<String> names) {
    String list =
        new TreeSet<>(names).stream().map(Problem::quote).collect(Collectors.joining(", "));
    return list.isEmpty() ? NOTHING : list;
  }

  static String counted(Map<String, Integer> counts) {
    String list =
        new TreeMap<>(counts)
            .entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    return list.isEmpty() ? NOTHING : list;
  }

  static String observed(Map<String, List<String>> have) {
    String list =
        have.entrySet().stream()
            .map(rule -> Problem.quote(rule.getKey()) + " " + String.join(", ", rule.getValue()))
            .collect(Collectors.joining("; "));
    return list.isEmpty() ? NOTHING : list;
  }

  /** A message is shown whole, however long: it is what the test is about. */
  static String whole(String text) {
    return "`" + text + "`";
  }

  static String millis(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
