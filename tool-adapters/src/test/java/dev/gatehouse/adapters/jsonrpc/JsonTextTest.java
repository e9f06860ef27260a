package dev.gatehouse.adapters.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  private static final JsonLimits LIMITS = JsonLimits.STANDARD;

  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void placesEveryValueWhereItStands(int seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      RandomJson json = new RandomJson(random);
      JsonNode expected = json.document();
      byte[] utf8 = json.text().getBytes(UTF_8);
      JsonText read = JsonText.parse(utf8, LIMITS);
      assertEquals(expected, read.root(), json.text());
      assertArrayEquals(utf8, read.utf8());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsOrRefusesWhateverComesAndNothingElse(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      RandomJson json = new RandomJson(random);
      JsonNode unused = json.document();
      byte[] bytes = spoiled(json.text().getBytes(UTF_8), random);
      try {
        assertArrayEquals(bytes, JsonText.parse(bytes, LIMITS).utf8());
      } catch (JsonSyntaxException e) {
        assertFalse(e.problem().isEmpty(), () -> "for " + unused);
      }
    }
  }

  private static byte[] spoiled(byte[] bytes, Random random) {
    byte[] copy = bytes.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      byte[] likely = "\"\\{}[],:0e-.u \u0000".getBytes(UTF_8);
      int at = random.nextInt(copy.length);
      copy[at] =
          random.nextInt(4) == 0
              ? (byte) random.nextInt(256)
              : likely[random.nextInt(likely.length)];
    }
    int length = random.nextBoolean() ? copy.length : random.nextInt(copy.length + 1);
    return java.util.Arrays.copyOf(copy, length);
  }

  @Test
  void keepsTheSpellingOfNumbers() throws Exception {
    ArrayNode array =
        (ArrayNode) parse("[1.0,1,9007199254740993,1e400,-0,123456789012345678901234567890]");
    assertEquals(
        "1.0 1 9007199254740993 1e400 -0 123456789012345678901234567890",
        String.join(" ", array.elements().stream().map(n -> ((NumberNode) n).token()).toList()));
  }

  @Test
  void keepsVeryLongNumbers() throws Exception {
    String digits = "7".repeat(200_000);
    assertEquals(digits, ((NumberNode) parse(digits)).token());
  }

  @Test
  void keepsLoneSurrogatesThatAreEscaped() throws Exception {
    assertEquals("\ud800x", ((StringNode) parse("\"\\ud800x\"")).value());
  }

  @Test
  void findsMembersByTheirUnescapedName() throws Exception {
    ObjectNode object = (ObjectNode) parse("{\"\\u0061\":{\"b\":[\"c\"]}}");
    assertEquals(1, object.object("a").orElseThrow().array("b").orElseThrow().elements().size());
  }

  @Test
  void readsNestingUpToTheLimit() throws Exception {
    assertInstanceOf(ArrayNode.class, parse("[".repeat(128) + "]".repeat(128)));
  }

  @ParameterizedTest
  @ValueSource(ints = {129, 4_000, 5_000, 100_000})
  void refusesDeeperNesting(int depth) {
    assertRefused("[".repeat(depth) + "]".repeat(depth), "nested deeper than 128 levels");
    assertRefused("{\"a\":".repeat(depth) + "1" + "}".repeat(depth), "nested deeper");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"x\":{\"b\":1,\"c\":2,\"b\":3}}",
        "{\"\":1,\"\":2}"
      })
  void refusesTheSameNameTwice(String text) {
    assertRefused(text, "twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{} {}",
        "{}x",
        "1 2",
        "{},",
        "[1,]",
        "{\"a\":1,}",
        "[,1]",
        "{a:1}",
        "{'a':1}",
        "[1 2]",
        "{\"a\" 1}",
        "01",
        "+1",
        ".5",
        "1.",
        "1e",
        "-",
        "NaN",
        "Infinity",
        "tru",
        "nulll",
        "\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\",
        "\"a\nb\"",
        "\"a\tb\"",
        "[",
        "{",
        "{\"a\"",
        "{\"a\":",
        "]",
        "}",
        "/**/1",
        "1//",
        "\u00a01",
        "\u000b1",
        "\ufeff{}",
        "\u0000",
        "{}\u0000",
        "[1}"
      })
  void refusesWhatIsNotJson(String text) {
    assertThrows(JsonSyntaxException.class, () -> parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "22c0af22", // overlong solidus
        "22c08022", // overlong NUL
        "22e0808022",
        "22f0808080" + "22",
        "22eda08022", // a surrogate
        "22f490808022", // beyond Unicode
        "22ff22",
        "22c322",
        "2280" + "22",
        "22e28222",
        "efbbbf7b7d", // byte order mark
        "fffe7b007d00" // UTF-16
      })
  void refusesBytesThatAreNotStrictUtf8(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThrows(JsonSyntaxException.class, () -> JsonText.parse(bytes, LIMITS));
  }

  @Test
  void readsUtf8OfEveryLength() throws Exception {
    byte[] bytes = HexFormat.of().parseHex("22c3a9e282acf09f988022");
    assertEquals("é€😀", ((StringNode) JsonText.parse(bytes, LIMITS).root()).value());
  }

  @Test
  void refusesMoreBytesThanAllowed() throws Exception {
    JsonLimits small = new JsonLimits(10, 4);
    assertEquals("\"12345678\"", JsonText.parse("\"12345678\"".getBytes(UTF_8), small).text());
    assertThrows(
        JsonSyntaxException.class, () -> JsonText.parse("\"123456789\"".getBytes(UTF_8), small));
  }

  @Test
  void tellsNothingOfItsContent() throws Exception {
    assertEquals("JSON text of 8 characters", JsonText.parse("\"secret\"", LIMITS).toString());
    JsonSyntaxException e =
        assertThrows(JsonSyntaxException.class, () -> parse("{\"secret\" \"secret\"}"));
    assertFalse(e.problem().contains("secret"));
  }

  private static JsonNode parse(String text) throws JsonSyntaxException {
    return JsonText.parse(text.getBytes(UTF_8), LIMITS).root();
  }

  private static void assertRefused(String text, String problem) {
    JsonSyntaxException e = assertThrows(JsonSyntaxException.class, () -> parse(text));
    assertEquals(true, e.problem().contains(problem), e.problem());
  }
}
