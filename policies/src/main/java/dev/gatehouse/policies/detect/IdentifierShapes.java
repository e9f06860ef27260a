package dev.gatehouse.policies.detect;

import dev.gatehouse.policies.detect.id.Identifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The spellings of all identifiers as one automaton: a text is read once for all of them.
 *
 * <p>Each character of a candidate leads from a state to the next, and most numbers of a text soon
 * to none. Characters are told apart only as far as spellings do: any digit, any letter, a gap, and
 * what stands for itself. Immutable once {@linkplain #complete() complete}.
 */
final class IdentifierShapes {
  /** The state from which no spelling is reached. */
  static final int NONE = 0;

  /** The state before the first character. */
  static final int FIRST = 1;

  /** No spelling is longer. */
  static final int CHARACTERS_MAX = 24;

  /** What stands in a spelling for a digit, a letter, or either. */
  private static final char ANY_DIGIT = '0';

  private static final char ANY_LETTER = 'A';
  private static final char EITHER = '#';

  /** Characters of texts by what spellings tell apart; a gap is none of them. */
  private static final int GAP = 0;

  private static final int DIGIT = 1;
  private static final int LETTER = 2;

  private final List<Spelling> all = new ArrayList<>();

  /** For each character of ASCII its class. */
  private final byte[] classes = new byte[0x80];

  private int classCount = LETTER + 1;

  /** For each state and class the next state. */
  private short[] next = {};

  /** For each state the spellings that are complete there. */
  private final List<List<Spelling>> spellings = new ArrayList<>();

  private final TellingWords words = new TellingWords(TellingWords.OTHER_NUMBERS);

  private long kinds;

  /** A place in a spelling: so many of its characters were read. */
  private record Cursor(int spelling, int read) implements Comparable<Cursor> {
    @Override
    public int compareTo(Cursor other) {
      return spelling == other.spelling ? read - other.read : spelling - other.spelling;
    }
  }

  void add(BuiltIn kind, Identifier identifier) {
    kinds |= kind.bit();
    identifier.telling().forEach(it -> all.add(new Spelling(kind, identifier, it, true)));
    identifier.plain().forEach(it -> all.add(new Spelling(kind, identifier, it, false)));
    words.add(kind, identifier);
  }

  /** Makes the automaton: each state is the set of places in spellings that a text may be at. */
  void complete() {
    classify();
    Set<Cursor> first = new TreeSet<>();
    for (int i = 0; i < all.size(); i++) {
      first.add(new Cursor(i, 0));
    }
    Map<Set<Cursor>, Integer> states = new HashMap<>();
    List<Set<Cursor>> open = new ArrayList<>();
    for (Set<Cursor> each : List.of(new TreeSet<Cursor>(), first)) {
      states.put(each, open.size());
      open.add(each);
    }
    for (int state = 0; state < open.size(); state++) {
      Set<Cursor> places = open.get(state);
      next = Arrays.copyOf(next, (state + 1) * classCount);
      for (int kind = 0; kind < classCount; kind++) {
        Set<Cursor> after = after(places, kind);
        Integer known = states.putIfAbsent(after, open.size());
        if (known == null) {
          open.add(after);
        }
        next[state * classCount + kind] = (short) states.get(after).intValue();
      }
      spellings.add(
          places.stream()
              .filter(place -> place.read == all.get(place.spelling).pattern().length())
              .map(place -> all.get(place.spelling))
              .toList());
    }
    if (open.size() > Short.MAX_VALUE) {
      throw new IllegalStateException("more states than there is room for: " + open.size());
    }
  }

  /** Gives each character that stands for itself somewhere a class of its own. */
  private void classify() {
    for (char c = 0; c < classes.length; c++) {
      boolean digit = c >= '0' && c <= '9';
      classes[c] = (byte) (digit ? DIGIT : KeyCharacters.isAlphanumeric(c) ? LETTER : GAP);
    }
    for (Spelling spelling : all) {
      for (char c : spelling.pattern().toCharArray()) {
        boolean own = isCharacter(c) && c != ANY_DIGIT && c != ANY_LETTER && c != EITHER;
        if (own && classes[c] <= LETTER) {
          classes[c] = (byte) classCount;
          classes[Character.toLowerCase(c)] = (byte) classCount;
          classCount++;
        }
      }
    }
  }

  private Set<Cursor> after(Set<Cursor> places, int kind) {
    Set<Cursor> after = new TreeSet<>();
    for (Cursor place : places) {
      String pattern = all.get(place.spelling).pattern();
      if (place.read < pattern.length() && takes(pattern.charAt(place.read), kind)) {
        after.add(new Cursor(place.spelling, place.read + 1));
      }
    }
    return after;
  }

  /** Whether what stands in a spelling stands for characters of this class. */
  private boolean takes(char written, int kind) {
    boolean digit = kind == DIGIT;
    for (char c = '0'; c <= '9'; c++) {
      digit |= classes[c] == kind;
    }
    return switch (written) {
      case ANY_DIGIT -> digit;
      case ANY_LETTER -> kind != GAP && !digit;
      case EITHER -> kind != GAP;
      default -> isCharacter(written) ? classes[written] == kind : kind == GAP;
    };
  }

  /** Whether this stands for a letter or a digit, rather than for a gap. */
  static boolean isCharacter(char c) {
    return c == EITHER || KeyCharacters.isAlphanumeric(c);
  }

  /** The kinds that have spellings here, as bits. */
  long kinds() {
    return kinds;
  }

  /** The state after a letter or digit of ASCII. */
  int after(int state, char character) {
    return next[state * classCount + classes[character]];
  }

  /** The state after a gap. */
  int afterGap(int state) {
    return next[state * classCount + GAP];
  }

  /** The spellings that a text which led to this state has. */
  List<Spelling> of(int state) {
    return spellings.get(state);
  }

  TellingWords words() {
    return words;
  }
}
