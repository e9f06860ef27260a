package dev.gatehouse.policies.detect;

import java.util.List;
import java.util.Objects;

/**
 * A kind of data that a policy describes itself: by a pattern or by words, under conditions.
 *
 * <p>Errors: a text that takes longer than its limit, in reads or in time, fails with {@link
 * IllegalStateException}; nothing of the text may pass then. Guarantee: immutable; time linear in
 * the length of the text, up to that limit.
 */
public final class CustomDetector implements Detector {
  /** A word has at most so many characters as to keep what looks for it shallow. */
  public static final int WORD_CHARACTERS_MAX = 200;

  private final String label;
  private final Finder finder;
  private final Conditions conditions;
  private final ContextWords context;

  private CustomDetector(String label, Finder finder, Conditions conditions) {
    this.label = label;
    this.finder = finder;
    this.conditions = conditions;
    this.context = ContextWords.of(conditions.context().toArray(String[]::new));
  }

  /** Looks for something in a text. */
  sealed interface Finder permits PatternFinder, WordFinder {
    /** Tells of everything that is found, in order. */
    void find(Passage passage, Range range);
  }

  /** Takes what was found. */
  interface Range {
    void at(int start, int end);
  }

  /**
   * What must hold of a thing that was found.
   *
   * @param context words of which one must stand before it, or be the key it stands under; any if
   *     there are none
   * @param within how many characters before it they may stand
   * @param checks check digits that it must have
   * @param entropyMin bits for each character that it must have at least
   * @param lengthMin characters that it must have at least
   */
  public record Conditions(
      List<String> context, int within, List<Check> checks, double entropyMin, int lengthMin) {
    public Conditions {
      context = List.copyOf(context);
      checks = List.copyOf(checks);
    }

    boolean hold(Passage passage, ContextWords words, int start, int end) {
      if (end - start < lengthMin) {
        return false;
      }
      String value = passage.text().substring(start, end);
      return checks.stream().allMatch(check -> check.holds(value))
          && (entropyMin <= 0 || CredentialValues.entropy(value) >= entropyMin)
          && (context.isEmpty() || words.tell(passage, start, within));
    }
  }

  /** A detector, or why there is none. */
  public sealed interface Reading {
    record Accepted(CustomDetector detector) implements Reading {}

    /** What is wrong with a pattern, and at which of its characters. */
    record Fault(int offset, String message) implements Reading {}
  }

  /** Finds what a pattern of RE2's language matches. */
  public static Reading ofPattern(String label, String pattern, Conditions conditions) {
    return switch (PatternFinder.of(pattern)) {
      case PatternFinder.Compiled.Accepted(PatternFinder finder) ->
          new Reading.Accepted(new CustomDetector(label, finder, conditions));
      case PatternFinder.Compiled.Fault(int offset, String message) ->
          new Reading.Fault(offset, message);
    };
  }

  /**
   * Whether this can be looked for: something is left of it when it is folded, and not too much.
   */
  public static boolean isWord(String word) {
    return WordFinder.isWord(word);
  }

  /** Finds whole words, or rows of words; in any case of letters unless it is to be exact. */
  public static CustomDetector ofWords(
      String label, List<String> words, boolean exact, Conditions conditions) {
    return new CustomDetector(label, WordFinder.of(words, exact), conditions);
  }

  @Override
  public String label() {
    return label;
  }

  /** Whether the other was described in the same way, so that both find the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof CustomDetector detector
        && label.equals(detector.label)
        && finder.equals(detector.finder)
        && conditions.equals(detector.conditions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(label, conditions);
  }

  void scan(Passage passage, Findings findings) {
    finder.find(
        passage,
        (start, end) -> {
          if (conditions.hold(passage, context, start, end)) {
            findings.add(this, start, end);
          }
        });
  }
}
