package dev.gatehouse.policies.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.yaml.YamlNode.Mapping;
import dev.gatehouse.policies.yaml.YamlNode.Place;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlFileTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void readsWhatAFileHoldsWithPlaces() throws IOException {
    Problems problems = new Problems();
    Path file = Files.writeString(folder.resolve("a.yaml"), "a: 1\nb:\n  - x\n  - 'y'\n");

    Optional<YamlNode> node = YamlFile.read(file, problems);

    assertTrue(problems.isEmpty());
    Mapping mapping = (Mapping) node.orElseThrow();
    assertEquals("a", mapping.entries().getFirst().key().text());
    assertEquals(2, mapping.entries().get(1).key().line());
    assertEquals("a list", mapping.entries().get(1).value().described());
    assertEquals(3, mapping.entries().get(1).value().line());
  }

  @Test
  void reportsAFileThatIsMissing() {
    assertEquals("there is no such file", onlyProblem(folder.resolve("none.yaml")));
  }

  @Test
  void reportsAFolder() {
    assertTrue(onlyProblem(folder).startsWith("cannot be read"));
  }

  @Test
  void reportsAFileThatIsTooLarge() throws IOException {
    Path file = folder.resolve("large.yaml");
    Files.writeString(file, "a: " + "x".repeat(YamlFile.BYTES_MAX));

    assertEquals("larger than 1048576 bytes, the most that is read", onlyProblem(file));
  }

  @Test
  void reportsTheFirstByteThatIsNotUtf8() throws IOException {
    Path file = folder.resolve("latin.yaml");
    Files.write(file, "a: x\nb: café\n".getBytes(StandardCharsets.ISO_8859_1));
    Problems problems = new Problems();

    YamlFile.read(file, problems);

    assertEquals(file + ":2:7: not UTF-8 from here on", problems.list().getFirst().toString());
  }

  @Test
  void reportsAnEmptyText() {
    assertEquals("f:1:1: the file is empty; expected a mapping", onlyProblemOf(""));
    assertEquals("f:1:1: the file is empty; expected a mapping", onlyProblemOf("# only words\n"));
  }

  @Test
  void reportsNestingBeyondTheLimitAndNotBelow() {
    String deepest = "[".repeat(YamlFile.DEPTH_MAX) + "]".repeat(YamlFile.DEPTH_MAX);
    Problems problems = new Problems();
    assertTrue(YamlFile.parse("f", deepest, problems).isPresent());

    assertEquals("f:1:34: nested deeper than 32 levels", onlyProblemOf("[".repeat(100_000)));
  }

  @Test
  void countsNoColumnForAByteOrderMark() {
    Problems problems = new Problems();

    YamlNode node = YamlFile.parse("f", "\uFEFFa: b\n", problems).orElseThrow();

    Scalar key = ((Mapping) node).entries().getFirst().key();
    assertEquals(new Place(1, 1), key.at(0));
    assertEquals("a", key.text());
  }

  @ParameterizedTest
  @CsvSource({
    "5, INTEGER", "-0, INTEGER", "0x1F, INTEGER", "0o17, INTEGER", "1_000, TEXT", "1.5, DECIMAL",
    "1e3, DECIMAL", ".inf, DECIMAL", "true, BOOLEAN", "False, BOOLEAN", "yes, TEXT", "off, TEXT",
    "~, NOTHING", "null, NOTHING", "nullo, TEXT", "2001-01-01, TEXT", "12:30, TEXT"
  })
  void knowsTheKindOfAPlainScalar(String plain, YamlNode.Kind kind) {
    assertEquals(kind, CoreSchema.kindOf(plain));
  }

  @Test
  void saysWhereACharacterOfAScalarStands() {
    String text =
        """
        plain: abc
        quoted: "abc"
        escaped: "a\\tc"
        literal: |
          one
           two
        wide: "\uD83D\uDE00x"
        """;
    List<YamlNode.Entry> entries =
        ((Mapping) YamlFile.parse("f", text, new Problems()).orElseThrow()).entries();

    assertEquals(new Place(1, 10), scalar(entries, 0).at(2));
    assertEquals(new Place(2, 12), scalar(entries, 1).at(2));
    assertEquals(new Place(3, 10), scalar(entries, 2).at(2), "not verbatim: its beginning");
    assertEquals(new Place(6, 5), scalar(entries, 3).at(6));
    assertEquals(new Place(7, 9), scalar(entries, 4).at(2), "a character beyond 16 bits is one");
  }

  private static Scalar scalar(List<YamlNode.Entry> entries, int index) {
    return (Scalar) entries.get(index).value();
  }

  private static String onlyProblem(Path file) {
    Problems problems = new Problems();
    assertEquals(Optional.empty(), YamlFile.read(file, problems));
    assertEquals(1, problems.count());
    return problems.list().getFirst().message();
  }

  private static String onlyProblemOf(String text) {
    Problems problems = new Problems();
    assertEquals(Optional.empty(), YamlFile.parse("f", text, problems));
    assertEquals(1, problems.count());
    return problems.list().getFirst().toString();
  }
}
