package dev.gatehouse.adapters.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStringsTest {

  @Test
  void escapesWhatJsonDoesNotAllowBare() {
    assertEquals(
        "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007fé😀\"",
        JsonStrings.quote("\"\\/\b\f\n\r\t\u0000\u001f\u007fé😀"));
  }

  @ParameterizedTest
  @CsvSource({"d800,\\ud800", "dfff,\\udfff", "dbff,\\udbff"})
  void escapesLoneSurrogates(String hex, String escaped) {
    char lone = (char) Integer.parseInt(hex, 16);
    assertEquals('"' + escaped + '"', JsonStrings.quote(String.valueOf(lone)));
    assertEquals("\"a" + escaped + "b\"", JsonStrings.quote("a" + lone + "b"));
  }

  @Test
  void leavesPairsAndEscapesWhatIsLeftOver() {
    assertEquals("\"\\ud83d😀\\ude00\"", JsonStrings.quote("\ud83d😀\ude00"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void survivesAsBytesAndBack(int seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(8); n > 0; n--) {
        int kind = random.nextInt(4);
        text.append(
            (char)
                (kind == 0
                    ? random.nextInt(128)
                    : kind == 1 ? 0xd800 + random.nextInt(0x800) : random.nextInt(0x10000)));
      }
      byte[] utf8 = JsonStrings.quote(text.toString()).getBytes(UTF_8);
      StringNode read = (StringNode) JsonText.parse(utf8, JsonLimits.STANDARD).root();
      assertEquals(text.toString(), read.value());
    }
  }
}
