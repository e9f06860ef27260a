package dev.gatehouse.policies.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $                   | a                | true
          $                   | a.b[3].c         | true
          $.a                 | a                | true
          $.a                 | a.b              | true
          $.a                 | ab               | false
          $.a                 | b.a              | false
          $.a.b               | a                | false
          $['a'].b            | a.b              | true
          $["a"]['b']         | a.b              | true
          $.items[*].card     | items[0].card    | true
          $.items[*].card     | items[17].card.n | true
          $.items[*].card     | items.x.card     | true
          $.items[*].card     | items[0].name    | false
          $.items[1]          | items[1].x       | true
          $.items[1]          | items[10].x      | false
          $.items[1]          | items            | false
          $.*                 | x                | true
          $.*.b               | a.b              | true
          $.*.b               | b                | false
          $..card             | card             | true
          $..card             | a.b[3].card.n    | true
          $..card             | a.cards          | false
          $..a.b              | a.a.b            | true
          $..a.b              | a.x.b            | false
          $..a..b             | x.a.y.y.b        | true
          $..a..b             | x.b.y.a          | false
          $..[0]              | a.b[0].c         | true
          $..[0]              | a.b[1].c         | false
          $..*                | a                | true
          $.name-with_signs   | name-with_signs  | true
          """)
  void selectsWhatStandsAtOrBelowThePlace(String pattern, String path, boolean selected) {
    PathPattern parsed =
        assertInstanceOf(PathPattern.Parsed.Pattern.class, PathPattern.parse(pattern)).pattern();
    PathMatcher matcher = new PathMatcher(parsed);

    assertEquals(selected, matcher.selects(path(path)));
    assertEquals(selected, matcher.selects(path(path)), "and again, from what it remembers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a.b      | 0
          $a       | 1
          $.       | 2
          $..      | 3
          $.a.     | 4
          $.a[     | 4
          $.a[x]   | 4
          $.a[-1]  | 4
          $.a[1    | 4
          $['a     | 2
          $.a b    | 3
          $.a*     | 2
          $[?(@.x)] | 2
          """)
  void saysWhereAPatternIsWrong(String pattern, int offset) {
    assertEquals(
        offset,
        assertInstanceOf(PathPattern.Parsed.Fault.class, PathPattern.parse(pattern)).offset());
  }

  @Test
  void refusesMoreStepsThanItCanFollow() {
    assertInstanceOf(PathPattern.Parsed.Pattern.class, PathPattern.parse("$" + ".a".repeat(59)));
    assertInstanceOf(PathPattern.Parsed.Fault.class, PathPattern.parse("$" + ".a".repeat(60)));
  }

  private static Path path(String text) {
    Path path = Path.root();
    for (String step : text.split("[.\\[]")) {
      path =
          step.endsWith("]")
              ? path.index(Integer.parseInt(step.substring(0, step.length() - 1)))
              : path.key(step);
    }
    return path;
  }
}
