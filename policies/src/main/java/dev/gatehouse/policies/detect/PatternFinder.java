package dev.gatehouse.policies.detect;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Finds what a pattern of RE2's language matches.
 *
 * <p>One search is linear in the text, but each begins behind the last find and may read to the end
 * to settle what it found: {@code a(.*b)?} does, and all its searches together are quadratic. So
 * the reads of one text are counted and limited, and its time with them. Immutable.
 */
final class PatternFinder implements CustomDetector.Finder {
  private static final int PATTERN_CHARACTERS_MAX = 1_000;

  /** Each character of a text costs at most so many steps; {@code [a-z]{1,900}} has 902. */
  private static final int PROGRAM_STEPS_MAX = 1_000;

  private final Pattern pattern;

  private PatternFinder(Pattern pattern) {
    this.pattern = pattern;
  }

  /** A finder, or why there is none. */
  sealed interface Compiled {
    record Accepted(PatternFinder finder) implements Compiled {}

    record Fault(int offset, String message) implements Compiled {}
  }

  static Compiled of(String written) {
    if (written.length() > PATTERN_CHARACTERS_MAX) {
      return new Compiled.Fault(0, "expected at most " + PATTERN_CHARACTERS_MAX + " characters");
    }
    Pattern pattern;
    try {
      pattern = Pattern.compile(written);
    } catch (PatternSyntaxException e) {
      int offset = Math.max(0, written.indexOf(e.getPattern()));
      return new Compiled.Fault(offset, "RE2 does not take it: " + e.getDescription());
    }
    if (pattern.programSize() > PROGRAM_STEPS_MAX) {
      return new Compiled.Fault(0, "it is too large; expected fewer or smaller repetitions");
    }
    if (pattern.matcher("").find()) {
      return new Compiled.Fault(0, "it matches the empty text; expected at least one character");
    }
    return new Compiled.Accepted(new PatternFinder(pattern));
  }

  @Override
  public void find(Passage passage, CustomDetector.Range range) {
    Matcher matcher = pattern.matcher(new BoundedText(passage.text()));
    while (matcher.find()) {
      if (matcher.end() > matcher.start()) {
        range.at(matcher.start(), matcher.end());
      }
    }
  }
}
