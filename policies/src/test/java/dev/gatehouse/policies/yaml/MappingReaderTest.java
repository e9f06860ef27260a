package dev.gatehouse.policies.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MappingReaderTest {
  private final Problems problems = new Problems();

  @Test
  void readsEveryTypeAsItIsWritten() {
    MappingReader reader =
        reader(
            """
            text: a b
            many: [ a, "7" ]
            one: a
            wait: 250ms
            long: 2h
            size: 64KiB
            count: 0x10
            yes: true
            word: red
            words: [ red, blue ]
            inner: { a: b }
            list: [ { a: b } ]
            """);

    assertEquals(Optional.of("a b"), reader.string("text"));
    assertEquals(List.of("a", "7"), reader.strings("many"));
    assertEquals(List.of("a"), reader.strings("one"));
    assertEquals(Optional.of(Duration.ofMillis(250)), reader.duration("wait"));
    assertEquals(Optional.of(Duration.ofHours(2)), reader.duration("long"));
    assertEquals(OptionalLong.of(65_536), reader.bytes("size"));
    assertEquals(OptionalLong.of(16), reader.integer("count", 0, 16));
    assertEquals(Optional.of(true), reader.bool("yes"));
    assertEquals(Optional.of("red"), reader.choice("word", "red", "blue"));
    assertEquals(List.of("red", "blue"), reader.choices("words", List.of("red", "blue")));
    assertEquals(
        Optional.of("b"), reader.mapping("inner").flatMap(inner -> inner.optionalString("a")));
    assertEquals(1, reader.mappings("list").size());
    reader.end();
    assertEquals(List.of(), problems.list());
  }

  @Test
  void leavesAbsentKeysEmptyWithoutAProblem() {
    MappingReader reader = reader("other: 1");

    assertTrue(reader.optionalString("a").isEmpty());
    assertTrue(reader.strings("b").isEmpty());
    assertTrue(reader.duration("c").isEmpty());
    assertTrue(reader.bytes("d").isEmpty());
    assertTrue(reader.integer("e", 0, 1).isEmpty());
    assertTrue(reader.bool("f").isEmpty());
    assertTrue(reader.mapping("g").isEmpty());
    assertTrue(reader.mappings("h").isEmpty());
    assertTrue(reader.choice("i", "x").isEmpty());
    assertEquals(List.of(), problems.list());
  }

  @Test
  void saysWhatWasFoundAndWhatWasExpected() {
    MappingReader reader =
        reader(
            """
            text: 5
            many: [ a, [ b ] ]
            wait: 5
            size: 64KB
            count: 17
            yes: no
            word: gren
            inner: x
            list: { a: b }
            """);

    reader.string("text");
    reader.string("missing");
    assertEquals(List.of("a"), reader.strings("many"));
    reader.duration("wait");
    reader.bytes("size");
    reader.integer("count", 0, 16);
    reader.bool("yes");
    reader.choice("word", "red", "green");
    reader.mapping("inner");
    reader.mappings("list");

    assertEquals(
        """
        f:1:1: missing key `missing`
        f:1:7: `text` should be a text (put it in quotes), found the number `5`
        f:2:12: `many` should be a text, found a list
        f:3:7: `wait` should be a duration such as `250ms`, `30s`, `1m`, `1h`, found the number `5`
        f:4:7: `size` should be a size such as `512B`, `64KiB`, `1MiB`, found the text `64KB`
        f:5:8: `count` should be between 0 and 16
        f:6:6: `yes` should be `true` or `false`, found the text `no`
        f:7:7: `word` should be one of red, green (did you mean `green`?), found the text `gren`
        f:8:8: `inner` should be a mapping, found the text `x`
        f:9:7: `list` should be a list, found a mapping
        """,
        found());
  }

  @Test
  void reportsUnknownKeysWithTheNearestKnownOne() {
    MappingReader reader = reader("maks: 1\nrefsue: 2\nentirelyElse: 3\n");
    reader.has("mask");
    reader.has("refuse");

    reader.end();

    assertEquals(
        """
        f:1:1: unknown key `maks`; expected one of mask, refuse (did you mean `mask`?)
        f:2:1: unknown key `refsue`; expected one of mask, refuse (did you mean `refuse`?)
        f:3:1: unknown key `entirelyElse`; expected one of mask, refuse
        """,
        found());
  }

  @Test
  void keepsNumbersWithinBounds() {
    MappingReader reader =
        reader("a: 99999999999999999999\nb: -1\nc: 9223372036854775808\nd: 1.0\ne: 9s\nf: 11s\n");

    assertTrue(reader.integer("a", 0, Long.MAX_VALUE).isEmpty());
    assertTrue(reader.integer("b", 0, Long.MAX_VALUE).isEmpty());
    assertTrue(reader.integer("c", 0, Long.MAX_VALUE).isEmpty());
    assertTrue(reader.integer("d", 0, 9).isEmpty());
    Duration max = Duration.ofSeconds(10);
    assertEquals(Optional.of(Duration.ofSeconds(9)), reader.duration("e", Duration.ZERO, max));
    assertTrue(reader.duration("f", Duration.ZERO, max).isEmpty());
    assertEquals(5, problems.count());
  }

  @Test
  void keepsAMessageOnOneLine() {
    MappingReader reader = reader("\"a\\nb\\u202e\": " + "x".repeat(300));

    reader.end();

    String message = problems.list().getFirst().message();
    assertEquals("unknown key `a b `; expected none", message);
    assertEquals(83, Problem.quote("x".repeat(300)).length());
  }

  @Test
  void countsProblemsBeyondTheLimitOnly() {
    for (int i = 0; i < 600; i++) {
      problems.add("f", i + 1, 1, "x");
    }

    assertEquals(501, problems.list().size());
    assertEquals("100 more problems left out", problems.list().getLast().message());
  }

  private MappingReader reader(String text) {
    return YamlFile.parse("f", text, problems)
        .flatMap(node -> MappingReader.of("f", node, problems))
        .orElseThrow();
  }

  private String found() {
    StringBuilder found = new StringBuilder();
    problems.list().forEach(problem -> found.append(problem).append('\n'));
    return found.toString();
  }
}
