package dev.gatehouse.policies.detect;

import dev.gatehouse.policies.detect.id.Identifiers;
import java.util.List;

/**
 * Finds identifiers: words with digits in them, and rows of such words, that are spelled as one.
 *
 * <p>A candidate begins at a word, at the first digit of one ({@code BSN123456782}), or at up to
 * three short words of letters before it ({@code AB 12 34 56 C}), and ends where {@link
 * IdentifierShapes} knows no longer spelling: linear. Confined to one thread.
 */
final class IdentifierScanner {
  private static final int GAP_CHARACTERS_MAX = 3;

  private static final List<BuiltIn> KINDS = List.of(BuiltIn.values());

  /** As in a company's {@code AB.CDE.FGH/1234-56}. */
  private static final int WORDS_BEFORE_MAX = 3;

  private final Passage passage;
  private final IdentifierShapes shapes;
  private final long kinds;
  private final Findings findings;

  IdentifierScanner(Passage passage, IdentifierShapes shapes, long kinds, Findings findings) {
    this.passage = passage;
    this.shapes = shapes;
    this.kinds = kinds & shapes.kinds();
    this.findings = findings;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    triggers.onIdentifier(kind, Identifiers.labelled(kind.label()));
  }

  /** Looks at a word that has a digit, the first of which is here. */
  void at(int start, int digit) {
    from(start, false);
    // Letters that touch a number are part of it or its label: `BSN123456782`.
    if (digit - start >= 2) {
      from(digit, true);
    }
    int first = start;
    for (int words = 0; words < WORDS_BEFORE_MAX; words++) {
      int before = shortWordBefore(first);
      if (before == first) {
        return;
      }
      from(before, false);
      first = before;
    }
  }

  /** Where a word of one to five letters begins before this place; the place itself if none. */
  private int shortWordBefore(int start) {
    char gap = passage.at(start - 1);
    if (start < 2 || (gap != ' ' && gap != '-' && gap != '.' && gap != '/')) {
      return start;
    }
    int at = start - 1;
    while (start - at < 7 && passage.isAlphanumeric(at - 1)) {
      at--;
      if (passage.isDigit(at)) {
        return start;
      }
    }
    int letters = start - 1 - at;
    return letters >= 1 && letters <= 5 ? at : start;
  }

  private void from(int start, boolean isGlued) {
    int state = IdentifierShapes.FIRST;
    int at = start;
    while (true) {
      while (passage.isAlphanumeric(at)) {
        state = shapes.after(state, passage.at(at));
        if (state == IdentifierShapes.NONE) {
          return;
        }
        at++;
      }
      List<Spelling> spellings = shapes.of(state);
      if (!spellings.isEmpty()) {
        check(spellings, start, at, isGlued);
      }
      state = shapes.afterGap(state);
      int next = state == IdentifierShapes.NONE ? -1 : afterGap(at);
      if (next < 0) {
        return;
      }
      at = next;
    }
  }

  /** Where the next group begins; −1 if what follows joins no groups. */
  private int afterGap(int start) {
    int at = start;
    while (at - start <= GAP_CHARACTERS_MAX && KeyCharacters.isGap(passage.at(at))) {
      at++;
    }
    boolean isJoined = at > start && at - start <= GAP_CHARACTERS_MAX;
    return isJoined && passage.isAlphanumeric(at) && at < passage.text().length() ? at : -1;
  }

  private void check(List<Spelling> spellings, int start, int end, boolean isGlued) {
    String compact = "";
    long accepted = 0;
    long telling = 0;
    for (Spelling spelling : spellings) {
      if ((spelling.kind().bit() & kinds) == 0) {
        continue;
      }
      if (compact.isEmpty()) {
        if (isPartOfMore(start, end)) {
          return;
        }
        compact = compact(start, end);
      }
      if (spelling.identifier().accepts(compact)) {
        accepted |= spelling.kind().bit();
        telling |= !isGlued && tells(spelling, compact, start, end) ? spelling.kind().bit() : 0;
      }
    }
    if (accepted != 0) {
      long told = shapes.words().tell(passage, start, end) & accepted;
      // What a word tells of is that, and nothing that has the same check by chance.
      for (BuiltIn kind : KINDS) {
        if ((kind.bit() & told) != 0) {
          findings.addTold(kind, start, end);
        } else if (told == 0 && (kind.bit() & telling) != 0) {
          findings.add(kind, start, end);
        }
      }
    }
  }

  private boolean tells(Spelling spelling, String compact, int start, int end) {
    return spelling.isTelling()
        && spelling.isSpelledAt(passage, start, end)
        && spelling.identifier().stands().test(compact)
        && !isBesideDash(start, end)
        && !(spelling.hasSpaces() && isBesideNumber(start, end));
  }

  /** In capitals, without gaps. */
  private String compact(int start, int end) {
    char[] compact = new char[end - start];
    int length = 0;
    for (int at = start; at < end; at++) {
      char c = passage.at(at);
      if (KeyCharacters.isAlphanumeric(c)) {
        compact[length++] = c >= 'a' ? (char) (c - 'a' + 'A') : c;
      }
    }
    return new String(compact, 0, length);
  }

  /** Whether this is part of a decimal number, an address, a price, or a word of another script. */
  private boolean isPartOfMore(int start, int end) {
    char before = passage.at(start - 1);
    char after = passage.at(end);
    boolean continues =
        ((before == '.' || before == '-' || before == '_') && passage.isDigit(start - 2))
            || ((after == '.' || after == '-' || after == '_') && passage.isDigit(end + 1));
    return continues
        || (isDash(after) && passage.isAlphanumeric(end + 1))
        || before == '+'
        || before == '$'
        || before == '€'
        || before == '£'
        || after == '%'
        || after == '@'
        || isLetterOfWords(before)
        || isLetterOfWords(after);
  }

  /** Chinese, Japanese and the like have no spaces: a number may touch them. */
  private static boolean isLetterOfWords(char c) {
    return c >= 0x80 && c < 0x2E80 && Character.isLetter(c);
  }

  /** Whether a dash or underscore joins a word to it, as in a UUID or a part's number. */
  private boolean isBesideDash(int start, int end) {
    return (isDash(passage.at(start - 1)) && passage.isAlphanumeric(start - 2))
        || (isDash(passage.at(end)) && passage.isAlphanumeric(end + 1));
  }

  private static boolean isDash(char c) {
    return c == '-' || c == '_';
  }

  private boolean isBesideNumber(int start, int end) {
    return (passage.at(start - 1) == ' ' && passage.isDigit(start - 2))
        || (passage.at(end) == ' ' && passage.isDigit(end + 1));
  }
}
