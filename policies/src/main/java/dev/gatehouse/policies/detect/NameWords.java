package dev.gatehouse.policies.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A name of programs or people taken apart into its words, in lower case.
 *
 * <p>Shape: {@code DB_PASSWORD}, {@code dbPassword}, {@code db-password} and {@code db.password}
 * all are {@code db password}.
 */
record NameWords(List<String> words) {
  NameWords {
    words = List.copyOf(words);
  }

  static NameWords of(String name) {
    List<String> words = new ArrayList<>(4);
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean part = Character.isLetterOrDigit(c);
      if (!part || begins(name, i)) {
        close(word, words);
      }
      if (part) {
        word.append(c);
      }
    }
    close(word, words);
    return new NameWords(words);
  }

  /** Whether a word begins in the middle of a name: {@code dbPassword}, {@code APIKey}. */
  private static boolean begins(String name, int at) {
    if (at == 0 || !Character.isUpperCase(name.charAt(at))) {
      return false;
    }
    boolean afterLower = Character.isLowerCase(name.charAt(at - 1));
    boolean beforeLower = at + 1 < name.length() && Character.isLowerCase(name.charAt(at + 1));
    return afterLower || (Character.isUpperCase(name.charAt(at - 1)) && beforeLower);
  }

  private static void close(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString().toLowerCase(Locale.ROOT));
      word.setLength(0);
    }
  }

  int count() {
    return words.size();
  }

  /** A word counted from the last; empty if there are fewer. */
  String fromEnd(int index) {
    return index < words.size() ? words.get(words.size() - 1 - index) : "";
  }

  boolean any(Predicate<String> predicate) {
    return words.stream().anyMatch(predicate);
  }
}
