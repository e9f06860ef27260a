package dev.gatehouse.policies.detect;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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

  /** What is compiled to see how large it is: a few milliseconds. */
  private static final int COMPILED_STEPS_MAX = 50_000;

  private static final String TOO_LARGE = "it is too large; expected fewer or smaller repetitions";

  /** Long enough for work that grows with its square to show. */
  private static final int TRIED_LENGTH = 400;

  private static final int TRIED_CHARACTERS_MAX = 64;

  private static final List<String> LOOK_AROUND = List.of("(?=", "(?!", "(?<=", "(?<!");
  private static final Pattern BACK_REFERENCE = Pattern.compile("\\\\([1-9].*|k.*)");
  private static final Pattern POSSESSIVE = Pattern.compile("[*+?}]\\+");

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
    OptionalInt tooLarge = PatternSize.exceeds(written, COMPILED_STEPS_MAX);
    if (tooLarge.isPresent()) {
      return new Compiled.Fault(tooLarge.getAsInt(), TOO_LARGE);
    }
    Pattern pattern;
    try {
      pattern = Pattern.compile(written);
    } catch (PatternSyntaxException e) {
      return fault(written, e.getPattern(), e.getDescription());
    }
    if (pattern.programSize() > PROGRAM_STEPS_MAX) {
      return new Compiled.Fault(0, TOO_LARGE);
    }
    if (pattern.matcher("").find()) {
      return new Compiled.Fault(0, "it matches the empty text; expected at least one character");
    }
    PatternFinder finder = new PatternFinder(pattern);
    return finder
        .slowText(written)
        .map(
            c ->
                (Compiled)
                    new Compiled.Fault(
                        0,
                        "for a text of many `"
                            + c
                            + "` it reads on to the end of the text again and again; expected"
                            + " something that ends by itself"))
        .orElse(new Compiled.Accepted(finder));
  }

  /** What RE2 says, with what to do instead where patterns of other engines are familiar. */
  private static Compiled fault(String written, String fragment, String description) {
    int offset = fragment.isEmpty() ? written.length() - 1 : written.indexOf(fragment);
    String said =
        LOOK_AROUND.stream().anyMatch(fragment::startsWith)
            ? "there is no look-around, which can take exponential time; expected `context` for"
                + " what stands before"
            : BACK_REFERENCE.matcher(fragment).matches()
                ? "there are no references back, which can take exponential time"
                : fragment.startsWith("(?>") || POSSESSIVE.matcher(fragment).matches()
                    ? "there are no possessive parts, and no need of them: a search never goes back"
                    : fragment.equals("stack underflow") ? "a `)` closes nothing" : description;
    return new Compiled.Fault(Math.max(0, offset), said);
  }

  /** The character of which a text makes this read too often, if one of its own does. */
  private Optional<String> slowText(String written) {
    return written
        .codePoints()
        .filter(c -> c > ' ')
        .distinct()
        .limit(TRIED_CHARACTERS_MAX)
        .mapToObj(Character::toString)
        .filter(c -> !isQuick(c.repeat(TRIED_LENGTH)))
        .findFirst();
  }

  private boolean isQuick(String text) {
    try {
      find(new Passage(text, ""), (_, _) -> {});
      return true;
    } catch (IllegalStateException _) {
      return false;
    }
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

  @Override
  public boolean equals(Object other) {
    return other instanceof PatternFinder finder
        && pattern.pattern().equals(finder.pattern.pattern());
  }

  @Override
  public int hashCode() {
    return pattern.pattern().hashCode();
  }
}
