package dev.gatehouse.policies.detect;

import dev.gatehouse.policies.detect.id.Identifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The spellings of all identifiers, by where in them letters or digits and gaps stand.
 *
 * <p>Most numbers of a text have the shape of few identifiers or of none, which one look finds out.
 * Immutable once the scanners are registered.
 */
final class IdentifierShapes {
  /** No spelling is longer: a shape is a bit for each character. */
  static final int CHARACTERS_MAX = 24;

  /** What stands in a spelling for a letter or a digit. */
  private static final char EITHER = '#';

  /** A power of two, several times what all spellings and their beginnings take. */
  private static final int SLOTS = 4096;

  /** Shapes of spellings and of their beginnings before a gap; 0 where the slot is free. */
  private final long[] shapes = new long[SLOTS];

  /** For each slot the spellings of the shape; none for a mere beginning. */
  private final List<List<Spelling>> spellings =
      new ArrayList<>(Collections.nCopies(SLOTS, List.of()));

  private final TellingWords words = new TellingWords(TellingWords.OTHER_NUMBERS);

  private long kinds;

  /**
   * One spelling of a kind.
   *
   * @param isTelling whether it needs no word beside it
   * @param characters what stands at each place, without gaps
   */
  record Spelling(
      BuiltIn kind, Identifier identifier, String pattern, boolean isTelling, String characters) {
    /** Whether these characters, in capitals and without gaps, are of the classes asked for. */
    boolean fits(String compact) {
      for (int i = 0; i < compact.length(); i++) {
        char c = compact.charAt(i);
        boolean isDigit = c <= '9';
        boolean fits =
            switch (characters.charAt(i)) {
              case '0' -> isDigit;
              case 'A' -> !isDigit;
              case EITHER -> true;
              default -> c == characters.charAt(i);
            };
        if (!fits) {
          return false;
        }
      }
      return true;
    }

    /** Whether a text has at this place exactly the gaps of the pattern, and no small letter. */
    boolean isSpelledAt(Passage passage, int start, int end) {
      if (end - start != pattern.length()) {
        return false;
      }
      for (int i = 0; i < pattern.length(); i++) {
        char c = passage.at(start + i);
        char p = pattern.charAt(i);
        if (isCharacter(p) ? c >= 'a' : c != p) {
          return false;
        }
      }
      return true;
    }

    /** Whether groups are apart by spaces, as neighbouring numbers are too. */
    boolean hasSpaces() {
      return pattern.indexOf(' ') >= 0;
    }
  }

  void add(BuiltIn kind, Identifier identifier) {
    kinds |= kind.bit();
    identifier.telling().forEach(pattern -> add(kind, identifier, pattern, true));
    identifier.plain().forEach(pattern -> add(kind, identifier, pattern, false));
    words.add(kind, identifier);
  }

  private void add(BuiltIn kind, Identifier identifier, String pattern, boolean isTelling) {
    if (pattern.length() > CHARACTERS_MAX) {
      throw new IllegalArgumentException("too long: " + pattern);
    }
    StringBuilder characters = new StringBuilder();
    long shape = 1;
    for (int i = 0; i < pattern.length(); i++) {
      boolean isGap = !isCharacter(pattern.charAt(i));
      shape = shape << 1 | (isGap ? 0 : 1);
      if (isGap) {
        shapes[slot(shape)] = shape;
      } else {
        characters.append(pattern.charAt(i));
      }
    }
    int slot = slot(shape);
    shapes[slot] = shape;
    List<Spelling> all = new ArrayList<>(spellings.get(slot));
    all.add(new Spelling(kind, identifier, pattern, isTelling, characters.toString()));
    spellings.set(slot, List.copyOf(all));
  }

  /** Where this shape is, or would be. */
  private int slot(long shape) {
    long mixed = shape * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 40) & (SLOTS - 1);
    while (shapes[slot] != 0 && shapes[slot] != shape) {
      slot = (slot + 1) & (SLOTS - 1);
    }
    return slot;
  }

  private static boolean isCharacter(char c) {
    return c == EITHER || KeyCharacters.isAlphanumeric(c);
  }

  /** The kinds that have spellings here, as bits. */
  long kinds() {
    return kinds;
  }

  /** The spellings of this shape: a one, then a one for each letter or digit and a zero a gap. */
  List<Spelling> of(long shape) {
    return spellings.get(slot(shape));
  }

  /** Whether some spelling begins with a row of this shape and a gap: it ends with a zero. */
  boolean hasBeginning(long shape) {
    return shapes[slot(shape)] == shape;
  }

  TellingWords words() {
    return words;
  }
}
