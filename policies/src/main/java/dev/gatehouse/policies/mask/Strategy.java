package dev.gatehouse.policies.mask;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What to leave of a value; the stricter comes first. */
public enum Strategy {
  /** Nothing: {@code [masked:payment-card]}. */
  REDACT("redact"),
  /** The last four letters or digits, of values long enough: {@code [masked:iban:3000]}. */
  LAST4("last4");

  /** Four of fewer would give too much of the value away. */
  private static final int CHARACTERS_MIN = 12;

  private static final int CHARACTERS_LEFT = 4;

  private final String label;

  Strategy(String label) {
    this.label = label;
  }

  /** The strategy with this name in policies. */
  public static Optional<Strategy> labelled(String label) {
    return Arrays.stream(values()).filter(s -> s.label.equals(label)).findFirst();
  }

  /** All names, the usual one first. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(s -> s.label).toList();
  }

  /** Of two strategies for one value, the one that leaves less. */
  Strategy stricter(Strategy other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** What stands in place of a value of this kind. */
  String replacement(String kind, String value) {
    return switch (this) {
      case REDACT -> "[masked:" + kind + "]";
      case LAST4 -> "[masked:" + kind + lastFour(value) + "]";
    };
  }

  private static String lastFour(String value) {
    int[] characters = value.codePoints().filter(Character::isLetterOrDigit).toArray();
    if (characters.length < CHARACTERS_MIN) {
      return "";
    }
    return ":" + new String(characters, characters.length - CHARACTERS_LEFT, CHARACTERS_LEFT);
  }
}
