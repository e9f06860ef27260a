package dev.gatehouse.policies.detect;

import dev.gatehouse.policies.detect.id.Identifier;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** No number that any scanner looks for has fewer digits. */
  static final int DIGITS_MIN = 4;

  /** No word that is looked for by its length alone is longer. */
  static final int WORD_CHARACTERS_MAX = 11;

  /** Rows of more groups are looked at only where they stand alone. */
  static final int GROUPS_MAX = 8;

  /** As many groups as are told apart: all rows of more count as one more than the bound. */
  private static final int GROUP_COUNTS = GROUPS_MAX + 2;

  /** A power of two, many times what the beginnings are. */
  private static final int BEGINNINGS = 1 << 15;

  private final Slots<DigitScanner>[] byDigits = slots((DIGITS_MAX + 1) * GROUP_COUNTS);
  private final Slots<PlaceScanner>[] byMark = slots(0x80);

  /** For each mark the kinds that look at it, as bits. */
  private final long[] markKinds = new long[0x80];

  private final Slots<RangeScanner> words = new Slots<>();
  private final Slots<RangeScanner> tokens = new Slots<>();
  private final Slots<RangeScanner> named = new Slots<>();
  private final Slots<PlaceScanner>[] byFirst = slots(0x80);

  /** The first three characters of each beginning, mixed, as bits. */
  private final long[] beginnings = new long[BEGINNINGS / Long.SIZE];

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
    private long[] bits = {};
    private long all;

    private void add(BuiltIn kind, S scanner) {
      scanners.add(scanner);
      bits = Arrays.copyOf(bits, scanners.size());
      bits[scanners.size() - 1] = kind.bit();
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
      return (bits[index] & kinds) != 0;
    }
  }

  /**
   * Calls for every row of so many digits: one group, or up to eight neighbouring ones with gaps of
   * at most three of {@code " -./_+()"} between them. Every part of a longer row is tried.
   */
  void onDigits(BuiltIn kind, int min, int max, DigitScanner scanner) {
    for (int groups = 1; groups < GROUP_COUNTS; groups++) {
      onDigits(kind, min, max, groups, scanner);
    }
  }

  /** Calls for every row of so many digits in just so many groups. */
  void onDigits(BuiltIn kind, int min, int max, int groups, DigitScanner scanner) {
    if (min < DIGITS_MIN || max > DIGITS_MAX) {
      throw new IllegalArgumentException("more or fewer digits than are looked at");
    }
    for (int count = min; count <= max; count++) {
      byDigits[count * GROUP_COUNTS + groups].add(kind, scanner);
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

  /** Calls where a word begins with these characters, two at least; the scanner checks them. */
  void onBeginning(BuiltIn kind, String beginning, PlaceScanner scanner) {
    char first = beginning.charAt(0);
    if (!byFirst[first].scanners.contains(scanner)) {
      byFirst[first].add(kind, scanner);
    }
    for (char third = 0; third < 0x80; third++) {
      if (beginning.length() == 2 || beginning.charAt(2) == third) {
        int mixed = mixed(first, beginning.charAt(1), third);
        beginnings[mixed >> 6] |= 1L << mixed;
      }
    }
  }

  /** Calls once for every text that has a name, with all of it: {@code {"password": "…"}}. */
  void onNamedTexts(BuiltIn kind, RangeScanner scanner) {
    named.add(kind, scanner);
  }

  /** Calls wherever this mark stands: a character that is neither letter nor digit. */
  void onMark(BuiltIn kind, char mark, PlaceScanner scanner) {
    byMark[mark].add(kind, scanner);
    markKinds[mark] |= kind.bit();
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

  Slots<DigitScanner> forDigits(int count, int groups) {
    return byDigits[count * GROUP_COUNTS + Math.min(groups, GROUPS_MAX + 1)];
  }

  /** Whether any of these kinds looks at this mark: few do at any but colons and dots. */
  boolean wantsMark(char mark, long kinds) {
    return mark < 0x80 && (markKinds[mark] & kinds) != 0;
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

  /** Whether some beginning may have these three characters: most words do not. */
  boolean mayBegin(char first, char second, char third) {
    int mixed = mixed(first, second, third);
    return (beginnings[mixed >> 6] & (1L << mixed)) != 0;
  }

  private static int mixed(char first, char second, char third) {
    return (first << 10 ^ second << 5 ^ third) & (BEGINNINGS - 1);
  }

  private static Triggers of() {
    if (BuiltIn.values().length > Long.SIZE) {
      throw new IllegalStateException("more kinds than a set of bits holds");
    }
    Triggers triggers = new Triggers();
    for (BuiltIn kind : BuiltIn.values()) {
      Scanners.register(triggers, kind);
    }
    triggers.identifiers.complete();
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
