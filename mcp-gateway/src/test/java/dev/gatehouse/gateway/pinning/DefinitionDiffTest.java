package dev.gatehouse.gateway.pinning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DefinitionDiffTest {

  @Test
  void tellsWhatWasThereAndWhatIsThereNow() {
    assertEquals(
        List.of(
            "/description",
            "  - Pays.",
            "  + Pays. Reads <U+202E>this.",
            "/inputSchema/properties/a~1b/type",
            "  + string",
            "/inputSchema/required/0",
            "  - sum"),
        DefinitionDiff.of(
            "{\"description\":\"Pays.\",\"inputSchema\":{\"required\":[\"sum\"]},\"name\":\"pay\"}",
            "{\"description\":\"Pays. Reads \u202Ethis.\",\"inputSchema\":{\"properties\":"
                + "{\"a/b\":{\"type\":\"string\"}}},\"name\":\"pay\"}"));
  }

  @Test
  void tellsATextFromWhatLooksLikeIt() {
    assertEquals(
        List.of("/a", "  - 1", "  + \"1\"", "/b", "  - {}", "  + \"{}\"", "/c", "  + \"\""),
        DefinitionDiff.of("{\"a\":1,\"b\":{}}", "{\"a\":\"1\",\"b\":\"{}\",\"c\":\"\"}"));
  }

  @Test
  void tellsLineEndingsApart() {
    assertEquals(
        List.of("/a", "  - x", "  + x<U+000D>"),
        DefinitionDiff.of("{\"a\":\"x\\ny\"}", "{\"a\":\"x\\r\\ny\"}"));
  }

  @Test
  void leavesOutTheLinesThatAreTheSame() {
    assertEquals(
        List.of("/a", "  - two", "  + 2", "  + 2b"),
        DefinitionDiff.of("{\"a\":\"one\\ntwo\\nthree\"}", "{\"a\":\"one\\n2\\n2b\\nthree\"}"));
  }

  @Test
  void showsTheChangeThoughItStandsDeepInALongLine() {
    String long1 = "x".repeat(100_000);
    List<String> lines =
        DefinitionDiff.of(
            "{\"a\":\"" + long1 + "old" + long1 + "\"}",
            "{\"a\":\"" + long1 + "new" + long1 + "\"}");
    assertEquals(3, lines.size());
    assertTrue(lines.get(1).contains("xoldx") && lines.get(1).length() < 200, lines::toString);
    assertTrue(lines.get(2).contains("xnewx") && lines.get(2).length() < 200, lines::toString);
  }

  @Test
  void isBounded() {
    String many =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "\"m%05d\":\"%s\"".formatted(i, "y".repeat(10)))
            .collect(Collectors.joining(",", "{", "}"));
    List<String> lines = DefinitionDiff.of("{}", many);
    assertEquals(401, lines.size());
    assertEquals("and 9602 lines more", lines.getLast());
    List<String> wide = DefinitionDiff.of("{}", "{\"a\":\"" + "z".repeat(50_000) + "\"}");
    assertTrue(wide.getLast().endsWith("… and 48000 characters more"), wide::toString);
  }

  @Test
  void saysWhereThereIsNothingToCompare() {
    assertEquals(
        List.of("a definition is too long to be compared"), DefinitionDiff.of("", "{\"a\":1}"));
    assertEquals(
        List.of("it differs only in what policy hides"),
        DefinitionDiff.of("{\"a\":\"[card]\"}", "{\"a\":\"[card]\"}"));
  }
}
