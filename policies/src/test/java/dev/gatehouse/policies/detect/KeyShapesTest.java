package dev.gatehouse.policies.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyShapesTest {
  private static final Detection KEYS = Detection.of(Set.of(BuiltIn.CLOUD_KEY));

  static Stream<KeyShape> shapes() {
    return KeyShapes.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void findsWholeWhatIsMadeByTheShape(KeyShape shape) {
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      String key = example(shape, random);

      List<Finding> findings = KEYS.inText("the key is '" + key + "', keep it");

      assertTrue(
          findings.stream().anyMatch(f -> f.start() <= 12 && f.end() == 12 + key.length()),
          () -> key + ": " + findings);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void leavesABeginningAlone(KeyShape shape) {
    assertEquals(List.of(), KEYS.inText("keys begin with " + shape.beginning() + " and go on"));
    assertEquals(List.of(), KEYS.inText("x" + shape.beginning() + "-".repeat(3)));
  }

  private static String example(KeyShape shape, Random random) {
    StringBuilder key = new StringBuilder(shape.beginning());
    for (KeyShape.Part part : shape.parts()) {
      switch (part) {
        case KeyShape.Part.Exactly(String text) -> key.append(text);
        case KeyShape.Part.Some(KeyShape.Alphabet alphabet, int min, int max) -> {
          // Signs at the end of a key would be those of the sentence.
          String characters = alphabet.characters.replaceAll("[^0-9A-Za-z]", "");
          for (int i = random.nextInt(min, Math.min(max, min + 9) + 1); i > 0; i--) {
            key.append(characters.charAt(random.nextInt(characters.length())));
          }
        }
      }
    }
    return key.toString();
  }

  @Test
  void knowsManyIssuers() {
    assertTrue(KeyShapes.ALL.size() > 200);
  }
}
