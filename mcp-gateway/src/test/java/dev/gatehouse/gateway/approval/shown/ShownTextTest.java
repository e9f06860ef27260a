package dev.gatehouse.gateway.approval.shown;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Refund 250.00 EUR (order #12): \"twice\"",
        "Übergrößenträger, çà et là, Łódź",
        "Привет, мир! Оплата 100 рублей",
        "東京のTシャツ、サイズL",
        "한국어 텍스트",
        "\u0928\u092E\u0938\u094D\u0924\u0947 \u0915\u094D\u200D\u0937",
        "\u2764\uFE0F \uD83D\uDC69\u200D\uD83D\uDCBB 1\uFE0F\u20E3",
        "e\u0301 and Vie\u0323\u0302t",
        "  if x < 3:",
        "a <b> c <u1 <cuts>"
      })
  void showsHonestTextAsItIs(String text) {
    assertEquals(text, ShownText.line(text, 200).text());
    assertTrue(ShownText.line(text, 200).isWhole());
  }

  @Test
  void neverShowsTwoTextsAlike() {
    assertEquals("<U+202E>", ShownText.line("\u202e", 20).text());
    assertEquals("<U+003C>U+202E>", ShownText.line("<U+202E>", 20).text());
    assertEquals("<U+003C>CUT: 3>", ShownText.line("<CUT: 3>", 20).text());
    assertEquals("<U+E000>x<U+E001>", ShownText.line("\ue000x\ue001", 20).text());
  }

  @Test
  void marksWordsThatCouldBeReadAsOthers() {
    assertEquals("p\u0430y<mixed: Latin, Cyrillic>", ShownText.line("p\u0430y", 20).text());
    assertEquals(
        "to \u0441\u043e\u0440\u0435<like: cope>",
        ShownText.line("to \u0441\u043e\u0440\u0435", 20).text());
    assertEquals("\u0441\u043e\u0440\u0435", ShownText.line("\u0441\u043e\u0440\u0435", 20).text());
    assertEquals(
        "`\u0441\u043e\u0440\u0435<like: cope>`",
        ShownText.name("\u0441\u043e\u0440\u0435").text());
    assertEquals("\uff11\uff10<like: 10>", ShownText.line("\uff11\uff10", 20).text());
    assertEquals("\ufb01le<like: file>", ShownText.line("\ufb01le", 20).text());
  }

  @Test
  void tellsHowMuchIsLeftOutAndOfWhat() {
    ShownText cut = ShownText.line("a".repeat(90) + "b".repeat(10), 40);
    assertFalse(cut.isWhole());
    assertEquals(
        "a".repeat(30)
            + "<cut: 60 of 100 characters left out; SHA-256 of all "
            + Digests.shown("a".repeat(90) + "b".repeat(10))
            + ">"
            + "b".repeat(10),
        cut.text());
    assertTrue(ShownText.line("\u202e".repeat(5_000), 100).text().length() < 500);
  }

  @Test
  void neverCutsACharacterInHalves() {
    for (int max = 8; max < 24; max++) {
      String text = ShownText.line("\uD83D\uDE00".repeat(40), max).text();
      assertFalse(text.contains("<U+D8") || text.contains("<U+DE"), text);
      assertFalse(
          ShownText.line("x\u202e".repeat(9), 99).shortened(max).text().matches(".*<U[^>]*<.*"));
    }
  }

  @Test
  void endsNoQuoteWithinIt() {
    assertEquals(
        "\"no<U+0022>. Then: <U+0022>yes\"", ShownText.quoted("no\". Then: \"yes", 50).text());
    assertEquals("`a<U+0060>b`", ShownText.name("a`b").text());
    assertEquals("(no name)", ShownText.name("").text());
  }

  @Test
  void putsPartsIntoTheirPlacesAndNowhereElse() {
    ShownText part = ShownText.line("%s $1 \\", 20);
    assertEquals("a %s $1 \\ b x", ShownText.of("a %s b %s", part, ShownText.line("x", 9)).text());
    assertThrows(IllegalArgumentException.class, () -> ShownText.of("a", part));
  }

  @Test
  void showsLinesAsLinesAndSaysHowManyMore() {
    assertEquals(List.of("a", "", "b"), texts(ShownText.lines("a\n\nb", 9, 99)));
    assertEquals(List.of("a", "b<U+000A>c"), texts(ShownText.lines("a\r\nb\nc", 9, 99)));
    List<String> many = texts(ShownText.lines("x\n".repeat(50), 3, 99));
    assertEquals(4, many.size());
    assertTrue(many.getLast().startsWith("<cut: 48 more lines; all 100 characters have SHA-256 "));
  }

  @Test
  void keepsWhatIsWrittenFromRightToLeftApart() {
    ShownText hebrew = ShownText.of("by %s: 12", ShownText.name("\u05d0\u05d1"));
    assertEquals("by `\u05d0\u05d1`: 12", hebrew.text());
    assertEquals("by `\u2068\u05d0\u05d1\u2069`: 12", hebrew.isolated());
    assertEquals("by `ann`", ShownText.of("by %s", ShownText.name("ann")).isolated());
  }

  private static List<String> texts(List<ShownText> lines) {
    return lines.stream().map(ShownText::text).toList();
  }
}
