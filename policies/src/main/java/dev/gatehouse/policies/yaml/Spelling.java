package dev.gatehouse.policies.yaml;

import java.util.Collection;
import java.util.Optional;

/** Finds what a misspelled word was probably meant to be. */
public final class Spelling {
  /** Longer words than any key; keeps the comparison, which is quadratic, small. */
  private static final int WORD_CHARACTERS_MAX = 40;

  private Spelling() {}

  /** The nearest of the words, if it is near enough to be a slip of the fingers. */
  public static Optional<String> nearest(String written, Collection<String> words) {
    if (written.length() > WORD_CHARACTERS_MAX) {
      return Optional.empty();
    }
    Optional<String> nearest = Optional.empty();
    int least = 1 + Math.max(1, written.length() / 3);
    for (String word : words) {
      int distance = distance(written, word);
      if (distance < least) {
        least = distance;
        nearest = Optional.of(word);
      }
    }
    return nearest;
  }

  /** The nearest word as the end of a message, or nothing. */
  public static String hint(String written, Collection<String> words) {
    return nearest(written, words).map(word -> " (did you mean `" + word + "`?)").orElse("");
  }

  /** Insertions, deletions, replacements and swaps of neighbours from one word to the other. */
  private static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 ? j : j == 0 ? i : step(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int step(int[][] cost, String from, String to, int i, int j) {
    int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, 1 + cost[i - 2][j - 2]) : best;
  }
}
