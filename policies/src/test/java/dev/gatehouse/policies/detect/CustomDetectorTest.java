package dev.gatehouse.policies.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.detect.CustomDetector.Conditions;
import dev.gatehouse.policies.detect.CustomDetector.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomDetectorTest {
  private static final Conditions ANY = new Conditions(List.of(), 40, List.of(), 0, 1);

  @Test
  void findsWhatAPatternMatches() {
    assertEquals(List.of("E123456"), found(pattern("E[0-9]{6}", ANY), "by E123456, E12345", ""));
  }

  @Test
  void asksForContextBeforeItOrInTheKey() {
    CustomDetector detector =
        pattern("E[0-9]{6}", new Conditions(List.of("employee"), 12, List.of(), 0, 1));

    assertEquals(List.of("E123456"), found(detector, "Employee: E123456", ""));
    assertEquals(List.of("E123456"), found(detector, "E123456", "employeeId"));
    assertEquals(List.of(), found(detector, "E123456", "orderId"));
    assertEquals(List.of(), found(detector, "employee and a long way to E123456", ""));
  }

  @Test
  void asksForCheckDigitsLengthAndEntropy() {
    CustomDetector luhn =
        pattern("[0-9 ]+[0-9]", new Conditions(List.of(), 40, List.of(Check.LUHN), 0, 1));
    CustomDetector random = pattern("[a-z0-9]+", new Conditions(List.of(), 40, List.of(), 3, 12));

    assertEquals(List.of("79927398713"), found(luhn, "x79927398713x", ""));
    assertEquals(List.of(), found(luhn, "x79927398710x", ""));
    assertEquals(List.of("k3v9x1q8z7m2"), found(random, "k3v9x1q8z7m2", ""));
    assertEquals(List.of(), found(random, "aaaaaaaaaaaab", ""));
    assertEquals(List.of(), found(random, "k3v9x1q8", ""));
  }

  @Test
  void findsWholeWordsInAnyCase() {
    CustomDetector detector =
        CustomDetector.ofWords("name", List.of("bluebird", "blue bird", "C++"), false, ANY);

    assertEquals(
        List.of("Bluebird", "BLUE BIRD", "c++"), found(detector, "Bluebird, BLUE BIRD: c++ ", ""));
    assertEquals(List.of(), found(detector, "bluebirds xbluebird blue birds", ""));
  }

  @Test
  void findsWordsInTheirOwnCaseAlone() {
    CustomDetector detector = CustomDetector.ofWords("name", List.of("May"), true, ANY);

    assertEquals(List.of("May"), found(detector, "in May she may", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "a*",
        "x?",
        "(?=a)b",
        "(a)\\1",
        "([a-z]{1,900}){3}",
        "((((((x{999}){999}){999}){999}){999}){999})",
        "\\Q[\\E((x{999}){999}){9}",
        "a(.*b)?"
      })
  void refusesPatternsThatItCannotKeepLinear(String pattern) {
    assertInstanceOf(Reading.Fault.class, CustomDetector.ofPattern("own", pattern, ANY));
  }

  @Test
  void failsRatherThanReadATextAgainAndAgain() {
    CustomDetector detector = pattern("ab(.*c)?", ANY);
    String text = "ab".repeat(50_000);

    assertThrows(IllegalStateException.class, () -> found(detector, text, ""));
    assertEquals(3, found(detector, "ababab", "").size());
  }

  @Test
  void readsALongTextOnce() {
    CustomDetector detector = pattern("E[0-9]{6}", ANY);

    assertEquals(List.of(), found(detector, "E12345 ".repeat(200_000), ""));
  }

  @Test
  void takesThousandsOfWords() {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      words.add("project" + i);
    }
    CustomDetector detector = CustomDetector.ofWords("project", words, false, ANY);

    assertEquals(List.of("Project4999"), found(detector, "on Project4999 and project5000", ""));
    assertTrue(found(detector, "projec ".repeat(100_000), "").isEmpty());
  }

  private static CustomDetector pattern(String pattern, Conditions conditions) {
    return switch (CustomDetector.ofPattern("own", pattern, conditions)) {
      case Reading.Accepted(CustomDetector detector) -> detector;
      case Reading.Fault fault -> throw new AssertionError(fault);
    };
  }

  private static List<String> found(CustomDetector detector, String text, String name) {
    return Detection.of(Set.of(detector)).inText(text, name).stream()
        .map(finding -> text.substring(finding.start(), finding.end()))
        .toList();
  }
}
