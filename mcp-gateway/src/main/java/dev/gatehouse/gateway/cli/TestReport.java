package dev.gatehouse.gateway.cli;

import dev.gatehouse.policies.check.Mismatch;
import dev.gatehouse.policies.check.TestOutcome;
import dev.gatehouse.policies.yaml.Problem;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What came of tests of policies, for programs. */
final class TestReport {
  private TestReport() {}

  static JsonObject json(
      List<TestOutcome> outcomes, List<Problem> problems, List<Problem> warnings) {
    JsonArrayBuilder tests = Json.createArrayBuilder();
    for (TestOutcome outcome : outcomes) {
      JsonArrayBuilder mismatches = Json.createArrayBuilder();
      for (Mismatch mismatch : outcome.mismatches()) {
        mismatches.add(
            Json.createObjectBuilder()
                .add("what", mismatch.what())
                .add("line", mismatch.line())
                .add("column", mismatch.column())
                .add("expected", mismatch.expected())
                .add("found", mismatch.found()));
      }
      tests.add(
          Json.createObjectBuilder()
              .add("file", outcome.file())
              .add("line", outcome.line())
              .add("column", outcome.column())
              .add("name", outcome.name())
              .add("passed", outcome.passed())
              .add("mismatches", mismatches)
              .add("why", Json.createArrayBuilder(outcome.why())));
    }
    return Json.createObjectBuilder()
        .add("ok", problems.isEmpty() && outcomes.stream().allMatch(TestOutcome::passed))
        .add("tests", tests)
        .add("problems", ProblemJson.of(problems))
        .add("warnings", ProblemJson.of(warnings))
        .build();
  }

  /**
   * The form that build servers read.
   *
   * <p>Shape: a {@code testsuite} a file, a {@code testcase} a test, with a {@code failure} in each
   * that failed; a file that is wrong has one case with an {@code error}.
   */
  static String xml(List<TestOutcome> outcomes, List<Problem> problems) {
    Map<String, List<TestOutcome>> byFile =
        outcomes.stream()
            .collect(
                Collectors.groupingBy(TestOutcome::file, LinkedHashMap::new, Collectors.toList()));
    Map<String, List<Problem>> wrong =
        problems.stream()
            .collect(Collectors.groupingBy(Problem::file, LinkedHashMap::new, Collectors.toList()));
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuites>\n");
    byFile.forEach((file, tests) -> suite(xml, file, tests));
    wrong.forEach(
        (file, found) -> {
          xml.append(
              "  <testsuite name=\"%s\" tests=\"1\" failures=\"0\" errors=\"1\">\n"
                  .formatted(escaped(file)));
          String said = found.stream().map(Problem::toString).collect(Collectors.joining("\n"));
          xml.append(
              "    <testcase classname=\"%s\" name=\"the file is right\">\n      <error>%s</error>\n    </testcase>\n"
                  .formatted(escaped(file), escaped(said)));
          xml.append("  </testsuite>\n");
        });
    return xml.append("</testsuites>\n").toString();
  }

  private static void suite(StringBuilder xml, String file, List<TestOutcome> tests) {
    long failed = tests.stream().filter(test -> !test.passed()).count();
    xml.append(
        "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\">\n"
            .formatted(escaped(file), tests.size(), failed));
    for (TestOutcome test : tests) {
      String head =
          "    <testcase classname=\"%s\" name=\"%s\" file=\"%s\" line=\"%d\""
              .formatted(escaped(file), escaped(test.name()), escaped(file), test.line());
      if (test.passed()) {
        xml.append(head).append("/>\n");
      } else {
        xml.append(head).append(">\n      <failure>").append(escaped(said(test)));
        xml.append("</failure>\n    </testcase>\n");
      }
    }
    xml.append("  </testsuite>\n");
  }

  private static String said(TestOutcome test) {
    StringBuilder said = new StringBuilder();
    for (Mismatch m : test.mismatches()) {
      said.append(
          "%s:%d:%d: %s: expected %s, found %s%n"
              .formatted(test.file(), m.line(), m.column(), m.what(), m.expected(), m.found()));
    }
    test.why().forEach(why -> said.append("because ").append(why).append('\n'));
    return said.toString();
  }

  /** Without what XML has no form for, not even escaped. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append("&#10;");
                case '\t' -> escaped.append("&#9;");
                default -> escaped.appendCodePoint(isCharacter(c) ? c : '\uFFFD');
              }
            });
    return escaped.toString();
  }

  /** Source: XML 1.0 §2.2. */
  private static boolean isCharacter(int c) {
    return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
  }
}
