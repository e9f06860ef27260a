package dev.gatehouse.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTemplateTest {

  @ParameterizedTest
  @CsvSource({
    "file:///{path},       file:///public/*, true,  false",
    "file:///{path},       file:///*,        true,  true",
    "file:///{path},       *,                true,  true",
    "file:///{path},       http://*,         false, false",
    "file:///a/{x}.txt,    file:///*.txt,    true,  true",
    "file:///a/{x}.txt,    file:///*.pdf,    false, false",
    "{scheme}://x,         db://*,           true,  false",
    "db://t/{id},          db://t/7,         true,  false",
    "db://t/{id},          db://t/,          true,  false",
    "db://t/{id}/rows,     db://t/?/rows,    true,  false",
    "db://t/{a}{b},        db://t/?,         true,  false",
    "db://t/fixed,         db://t/fixed,     true,  true",
    "db://t/open{brace,    db://t/open*,     true,  true"
  })
  void knowsWhichPatternsItMeetsAndWhichCoverIt(
      String template, String glob, boolean meets, boolean covered) {
    assertEquals(meets, UriTemplate.of(template).meets(Glob.of(glob)));
    assertEquals(covered, UriTemplate.of(template).isCoveredBy(Glob.of(glob)));
  }

  @Test
  void meetsEveryPatternThatOneOfItsUrisMatches() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String template = text(random, "ab{}");
      String uri = template.replaceAll("\\{[^}]*\\}", text(random, "ab"));
      Glob glob = Glob.of(text(random, "ab*?"));
      boolean met = UriTemplate.of(template).meets(glob);
      assertTrue(met || !glob.matches(uri), template + " " + uri + " " + glob);
    }
  }

  @Test
  void takesNoLongerForTemplatesOfStrangers() {
    String long1 = "{a}".repeat(600);
    Glob glob = Glob.of("*a".repeat(100));
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertTrue(UriTemplate.of(long1).meets(glob));
          assertTrue(UriTemplate.of("x".repeat(1 << 20)).meets(glob));
        });
  }

  private static String text(Random random, String characters) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(7); i > 0; i--) {
      text.append(characters.charAt(random.nextInt(characters.length())));
    }
    return text.toString();
  }
}
