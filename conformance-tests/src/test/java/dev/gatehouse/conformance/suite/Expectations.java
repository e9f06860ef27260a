package dev.gatehouse.conformance.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the suite is expected to find something else than in front of the fixture, with the reason.
 *
 * <p>Shape: a line for each, {@code pairing | part | scenario | check | reason}, where the check is
 * {@code *} for all of a scenario. Lines that begin with {@code #}, and empty ones, say nothing.
 */
record Expectations(List<Line> lines) {
  private static final String FILE = "expectations.txt";
  private static final String EVERY = "*";

  Expectations {
    lines = List.copyOf(lines);
  }

  /** One of them. */
  record Line(String pairing, String part, String scenario, String check, String reason) {
    Line {
      if (reason.isEmpty()) {
        throw new IllegalArgumentException(scenario + " is excused without a reason");
      }
    }
  }

  static Expectations read() {
    try (InputStream in = Expectations.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("no resource `" + FILE + "`");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Expectations(
          text.lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(Expectations::line)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException("reading what the suite is expected to find", e);
    }
  }

  private static Line line(String text) {
    String[] words = text.split("\\|", 5);
    if (words.length < 5) {
      throw new IllegalArgumentException(
          FILE + ": expected five words between bars, found `" + text + "`");
    }
    return new Line(
        words[0].strip(), words[1].strip(), words[2].strip(), words[3].strip(), words[4].strip());
  }

  /** Those of one part behind one fixture, or of one revision of the suite's servers. */
  Expectations of(String pairing, String part) {
    return new Expectations(
        lines.stream()
            .filter(line -> line.pairing().equals(pairing) && line.part().equals(part))
            .toList());
  }

  /** The checks of a scenario that are expected to fail, in the order of their names. */
  List<String> checks(String scenario) {
    return lines.stream()
        .filter(line -> line.scenario().equals(scenario))
        .map(Line::check)
        .sorted()
        .toList();
  }

  /** What is wrong with the results of a part, a line each; nothing where all is as expected. */
  List<String> problems(Results wanted, Results found) {
    List<String> problems = new ArrayList<>();
    for (String scenario : wanted.scenarios().keySet()) {
      List<String> excused = checks(scenario);
      boolean isEqual = wanted.counts(scenario).equals(found.counts(scenario));
      List<Check> faults = found.checks(scenario).stream().filter(Check::isFault).toList();
      boolean isExcused =
          excused.equals(List.of(EVERY))
              || excused.equals(faults.stream().map(Check::name).sorted().toList());
      if (isEqual && !excused.isEmpty()) {
        problems.add(scenario + ": passes, and is excused");
      } else if (!isEqual && !(isExcused && !excused.isEmpty())) {
        problems.add(difference(scenario, wanted, found, faults));
      }
    }
    return problems;
  }

  private static String difference(
      String scenario, Results wanted, Results found, List<Check> faults) {
    StringBuilder text =
        new StringBuilder(
            "%-46s %-28s %s".formatted(scenario, wanted.counts(scenario), found.counts(scenario)));
    faults.forEach(
        check ->
            text.append(
                "%n    %s %s: %s".formatted(check.status(), check.name(), check.message())));
    return text.toString();
  }
}
