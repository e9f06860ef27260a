package dev.gatehouse.gateway.approval.shown;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.gateway.approval.shown.Line.Fact;
import dev.gatehouse.gateway.approval.shown.Line.Note;
import dev.gatehouse.gateway.approval.shown.Line.Quote;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsDiffTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"a":1}               | {"a":1}               | nothing is changed
          {"a":1,"b":2}         | {"b":2,"a":1}         | only order, spelling or blanks are changed
          {"a":1}               | {"a":1.0}             | - a: 1; + a: 1.0
          {"a":"1"}             | {"a":1}               | - a: "1"; + a: 1
          {"a":1}               | {}                    | - a: 1
          {}                    | {"a":{"b":[1,2]}}     | + a.b[0]: 1; + a.b[1]: 2
          {"a":[1,2,3]}         | {"a":[1,3]}           | - a[1]: 2
          {"a":[1,2]}           | {"a":[0,1,2]}         | + a[0]: 0
          {"a":[1,2,3]}         | {"a":[1,9,3]}         | - a[1]: 2; + a[1]: 9
          {"a":{"b":1}}         | {"a":[]}              | - a.b: 1; + a (an empty list): []
          {"a":"x\\ny"}         | {"a":"x"}             | - a (a text of 2 lines): x/y; + a: "x"
          {"a":null}            | {"a":"null"}          | - a: null; + a: "null"
          {"a":"\\u0041"}       | {"a":"A"}             | and 1 values are only spelled otherwise
          """)
  void tellsEachValueThatIsOtherwise(String before, String now, String expected) {
    List<Line> lines = ArgumentsDiff.of(before, now);
    assertEquals(
        expected,
        lines.subList(1, lines.size()).stream()
            .map(ArgumentsDiffTest::text)
            .collect(Collectors.joining("; ")));
  }

  @Test
  void showsBothAsSpelledWhereOneCannotBeRead() {
    List<Line> lines = ArgumentsDiff.of("{\"a\":1", "{}");
    assertEquals(3, lines.size());
    assertEquals("before; one of them is JSON that ends too early: {\"a\":1", text(lines.get(1)));
  }

  private static String text(Line line) {
    return switch (line) {
      case Note note -> note.text().text();
      case Fact fact -> fact.sign().text() + fact.label() + ": " + fact.value();
      case Quote quote ->
          quote.sign().text()
              + quote.label()
              + ": "
              + quote.lines().stream().map(ShownText::text).collect(Collectors.joining("/"));
    };
  }
}
