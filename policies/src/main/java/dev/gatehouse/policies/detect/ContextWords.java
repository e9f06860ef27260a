package dev.gatehouse.policies.detect;

import java.util.List;

/**
 * Words that tell what stands beside them, such as {@code ssn} or {@code date of birth}.
 *
 * <p>Words are compared in lower case; what is neither letter nor digit separates them, and so does
 * a change of case in the middle of a name: {@code dateOfBirth} reads {@code date of birth}.
 * Immutable.
 */
final class ContextWords {
  private final List<String> phrases;

  private ContextWords(List<String> phrases) {
    this.phrases = phrases;
  }

  /** These words, or phrases of several words. */
  static ContextWords of(String... phrases) {
    return new ContextWords(List.of(phrases).stream().map(ContextWords::spaced).toList());
  }

  /** Whether one stands in the so many characters before this place, or in the passage's name. */
  boolean tell(Passage passage, int place, int within) {
    String before = passage.text().substring(Math.max(0, place - within), place);
    return isIn(before) || (!passage.name().isEmpty() && isIn(passage.name()));
  }

  private boolean isIn(String text) {
    String words = spaced(text);
    for (String phrase : phrases) {
      if (words.contains(phrase)) {
        return true;
      }
    }
    return false;
  }

  /** The words of a text in lower case, with a space before and after each. */
  private static String spaced(String text) {
    StringBuilder words = new StringBuilder(text.length() + 8).append(' ');
    boolean lower = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean upper = Character.isUpperCase(c);
      if (!Character.isLetterOrDigit(c)) {
        space(words);
      } else {
        if (upper && lower) {
          space(words);
        }
        words.append(upper ? Character.toLowerCase(c) : c);
      }
      lower = Character.isLowerCase(c);
    }
    space(words);
    return words.toString();
  }

  private static void space(StringBuilder words) {
    if (words.charAt(words.length() - 1) != ' ') {
      words.append(' ');
    }
  }
}
