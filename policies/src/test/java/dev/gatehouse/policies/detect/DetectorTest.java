package dev.gatehouse.policies.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DetectorTest {
  private static final Path FOLDER = Path.of("src/test/resources/detectors");
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

  static Stream<Arguments> lines() throws IOException {
    List<Arguments> lines = new ArrayList<>();
    for (BuiltIn detector : BuiltIn.values()) {
      for (String line : Files.readAllLines(FOLDER.resolve(detector.label() + ".txt"))) {
        if (!line.startsWith("#") && !line.isBlank()) {
          lines.add(Arguments.of(detector, decoded(line)));
        }
      }
    }
    return lines.stream();
  }

  private static String decoded(String line) {
    return ESCAPE
        .matcher(line)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void findsWhatIsMarkedAndNothingElse(BuiltIn detector, String marked) {
    String text = marked.replace("«", "").replace("»", "");

    List<Finding> findings = Detection.of(EnumSet.of(detector)).inText(text);

    assertEquals(marked, mark(text, findings));
  }

  @ParameterizedTest
  @EnumSource(BuiltIn.class)
  void findsInAnyPlaceWhatItFindsAlone(BuiltIn detector) throws IOException {
    String alone =
        Files.readAllLines(FOLDER.resolve(detector.label() + ".txt")).stream()
            .filter(line -> line.startsWith("«") && !line.contains("\\u"))
            .findFirst()
            .map(line -> line.substring(1, line.indexOf('»')))
            .orElse("-----BEGIN PRIVATE KEY-----x-----END PRIVATE KEY-----");
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      String before = words(random);
      String text = before + alone + words(random);
      boolean found =
          Detection.of(EnumSet.allOf(BuiltIn.class)).inText(text).stream()
              .anyMatch(
                  f -> f.start() <= before.length() && f.end() >= before.length() + alone.length());
      assertTrue(found, text);
    }
  }

  @Test
  void leavesUuidsAndTimesAndCountersAlone() {
    Random random = new Random(11);
    Detection all = Detection.of(EnumSet.allOf(BuiltIn.class));
    for (int i = 0; i < 20_000; i++) {
      String text =
          new UUID(random.nextLong(), random.nextLong())
              + String.format(
                  Locale.ROOT,
                  " 2026-%02d-%02dT%02d:%02d:%02d.%06dZ 17%011d 0.%016d",
                  1 + random.nextInt(12),
                  1 + random.nextInt(28),
                  random.nextInt(24),
                  random.nextInt(60),
                  random.nextInt(60),
                  random.nextInt(1_000_000),
                  random.nextLong(100_000_000_000L),
                  random.nextLong(10_000_000_000_000_000L));
      assertEquals(List.of(), all.inText(text), text);
    }
  }

  @Test
  void neverThrowsAndGivesRangesInOrder() {
    Random random = new Random(13);
    Detection all = Detection.of(EnumSet.allOf(BuiltIn.class));
    String alphabet = "0123456789 \\u -.@%40Q~=DEGBakiAKIA_/+\"\u200b\uff11\ud835\udfd2\u00a0é«";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(80);
      for (int j = 0; j < length; j++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      int done = 0;
      for (Finding finding : all.inText(text.toString())) {
        assertTrue(finding.start() >= done && finding.end() <= text.length(), text.toString());
        done = finding.end();
      }
    }
  }

  @Test
  void callsWhatOverlapsByItsLongerPart() {
    Detection all = Detection.of(EnumSet.allOf(BuiltIn.class));

    List<Finding> findings = all.inText("https://x?sig=abcdefghijklmnop4111111111111111");

    assertEquals(List.of(BuiltIn.CLOUD_KEY), findings.stream().map(Finding::detector).toList());
  }

  private static String words(Random random) {
    String[] words = {" ", ", ", " the ", " (", ") ", "\n", "; ", " – ", " x: ", "\t", " 'é' "};
    StringBuilder text = new StringBuilder(" ");
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(words[random.nextInt(words.length)]);
    }
    return text.append(' ').toString();
  }

  private static String mark(String text, List<Finding> findings) {
    StringBuilder marked = new StringBuilder();
    int done = 0;
    for (Finding finding : findings) {
      marked.append(text, done, finding.start()).append('«');
      marked.append(text, finding.start(), finding.end()).append('»');
      done = finding.end();
    }
    return marked.append(text.substring(done)).toString();
  }
}
