package dev.gatehouse.policies.detect;

import dev.gatehouse.policies.detect.id.Identifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Which scanner is called by what in a text.
 *
 * <p>A text is walked over once, in {@link TextWalk}; a scanner sees a place only where its trigger
 * stands, and looks at a bounded window there. Immutable once {@link #ALL} is made: scanners keep
 * nothing between calls, and which kinds are wanted is a set of bits that comes with each walk.
 */
final class Triggers {
  /** The scanners of all kinds. */
  static final Triggers ALL = of();

  /** No number that any scanner looks for has more digits. */
  static final int DIGITS_MAX = 20;

  /** No word that is looked for by its length alone is longer. */
  static final int WORD_CHARACTERS_MAX = 11;

  private final Slots<DigitScanner>[] byDigits = slots(DIGITS_MAX + 1);
  private final Slots<PlaceScanner>[] byMark = slots(0x80);
  private final Slots<RangeScanner> words = new Slots<>();
  private final Slots<RangeScanner> tokens = new Slots<>();
  private final Slots<RangeScanner> named = new Slots<>();
  private final Slots<PlaceScanner>[] byFirst = slots(0x80);

  /** For each first character of a beginning the second ones, as bits. */
  private final long[][] seconds = new long[0x80][2];

  private final Slots<RangeScanner>[] byLength = slots(WORD_CHARACTERS_MAX + 1);
  private final IdentifierShapes identifiers = new IdentifierShapes();

  private Triggers() {}

  /** Looks at a row of digits, together or in groups. */
  interface DigitScanner {
    void at(DigitRun run, Findings findings);
  }

  /** Looks at a place, which is that of a mark or of the first character of a word. */
  interface PlaceScanner {
    void at(Passage passage, int place, Findings findings);
  }

  /** Looks at a range, which is that of a word or a token. */
  interface RangeScanner {
    void at(Passage passage, int start, int end, Findings findings);
  }

  /** Scanners of one trigger, each with the bit of its kind. */
  static final class Slots<S> {
    private final List<S> scanners = new ArrayList<>(2);
    private final List<Long> bits = new ArrayList<>(2);
    private long all;

    private void add(BuiltIn kind, S scanner) {
      scanners.add(scanner);
      bits.add(kind.bit());
      all |= kind.bit();
    }

    /** Whether any of these kinds is here. */
    boolean has(long kinds) {
      return (all & kinds) != 0;
    }

    int size() {
      return scanners.size();
    }

    S scanner(int index) {
      return scanners.get(index);
    }

    boolean isOf(int index, long kinds) {
      return (bits.get(index) & kinds) != 0;
    }
  }

  /**
   * Calls for every row of so many digits: one group, or up to eight neighbouring ones with gaps of
   * at most three of {@code " -./_+()"} between them. Every part of a longer row is tried.
   */
  void onDigits(BuiltIn kind, int min, int max, DigitScanner scanner) {
    for (int count = min; count <= max; count++) {
      byDigits[count].add(kind, scanner);
    }
  }

  /** Calls for every word of ASCII letters and digits that has both; never for a part of one. */
  void onMixedWords(BuiltIn kind, RangeScanner scanner) {
    words.add(kind, scanner);
  }

  /** Calls for every token of at least twenty characters: words with {@code +/_-.=~%} in them. */
  void onTokens(BuiltIn kind, RangeScanner scanner) {
    tokens.add(kind, scanner);
  }

  /** Calls where a word begins with these characters; the scanner checks them. */
  void onBeginning(BuiltIn kind, String beginning, PlaceScanner scanner) {
    char first = beginning.charAt(0);
    char second = beginning.charAt(1);
    if (!byFirst[first].scanners.contains(scanner)) {
      byFirst[first].add(kind, scanner);
    }
    seconds[first][second >> 6] |= 1L << second;
  }

  /** Calls once for every text that has a name, with all of it: {@code {"password": "…"}}. */
  void onNamedTexts(BuiltIn kind, RangeScanner scanner) {
    named.add(kind, scanner);
  }

  /** Calls wherever this mark stands: a character that is neither letter nor digit. */
  void onMark(BuiltIn kind, char mark, PlaceScanner scanner) {
    byMark[mark].add(kind, scanner);
  }

  /** Calls for every word of ASCII letters and digits of this length. */
  void onWordsOf(BuiltIn kind, int characters, RangeScanner scanner) {
    byLength[characters].add(kind, scanner);
  }

  /** Calls for every word with a digit that begins or ends what is spelled as this identifier. */
  void onIdentifier(BuiltIn kind, Identifier identifier) {
    identifiers.add(kind, identifier);
  }

  IdentifierShapes identifiers() {
    return identifiers;
  }

  Slots<DigitScanner> forDigits(int count) {
    return byDigits[count];
  }

  Slots<PlaceScanner> forMark(char mark) {
    return byMark[mark];
  }

  /** Scanners of words of this length, which is at most {@link #WORD_CHARACTERS_MAX}. */
  Slots<RangeScanner> forLength(int characters) {
    return byLength[characters];
  }

  Slots<RangeScanner> forMixedWords() {
    return words;
  }

  Slots<RangeScanner> forNamedTexts() {
    return named;
  }

  Slots<RangeScanner> forTokens() {
    return tokens;
  }

  /** Scanners of words that begin with this character. */
  Slots<PlaceScanner> forFirst(char first) {
    return byFirst[first];
  }

  /** Whether some beginning has these two characters: most words do not. */
  boolean mayBegin(char first, char second) {
    return second < 0x80 && (seconds[first][second >> 6] & (1L << second)) != 0;
  }

  private static Triggers of() {
    if (BuiltIn.values().length > Long.SIZE) {
      throw new IllegalStateException("more kinds than a set of bits holds");
    }
    Triggers triggers = new Triggers();
    for (BuiltIn kind : BuiltIn.values()) {
      Scanners.register(triggers, kind);
    }
    return triggers;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <S> Slots<S>[] slots(int count) {
    Slots<S>[] slots = new Slots[count];
    for (int i = 0; i < count; i++) {
      slots[i] = new Slots<>();
    }
    return slots;
  }
}
