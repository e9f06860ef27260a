package dev.gatehouse.policies.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the keys of one issuer look: a fixed beginning, then parts of one alphabet each.
 *
 * <p>Shape: {@code PMAK- h24 '-' h34} is the beginning, 24 hex digits, a dash, and 34 hex digits. A
 * count is exact ({@code h24}), open ({@code n36+}) or a range ({@code n8-48}). Each part takes all
 * that it can, so no part is followed by what it could take itself: one walk, no way back.
 */
record KeyShape(String beginning, List<Part> parts) {
  /** Longer open parts that are not the last are no key's. */
  private static final int INNER_CHARACTERS_MAX = 600;

  /** Of so many characters behind the beginning, more than these few must differ. */
  private static final int VARIED_CHARACTERS = 24;

  private static final int FEW_CHARACTERS = 4;

  KeyShape {
    parts = List.copyOf(parts);
  }

  /** A piece of a key: so many characters of an alphabet, or this text. */
  sealed interface Part {
    record Some(Alphabet alphabet, int min, int max) implements Part {}

    record Exactly(String text) implements Part {}
  }

  /** Which characters a part is made of, by the letter that stands for them. */
  enum Alphabet {
    /** Digits. */
    D("0123456789"),
    /** Lower-case hex. */
    H("0123456789abcdef"),
    /** Hex. */
    X("0123456789abcdefABCDEF"),
    /** Upper case and digits. */
    U("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    /** Lower case and digits. */
    L("0123456789abcdefghijklmnopqrstuvwxyz"),
    /** Letters and digits. */
    N(U.characters + "abcdefghijklmnopqrstuvwxyz"),
    /** With {@code _} and {@code -}. */
    W(N.characters + "_-"),
    /** With {@code _}, {@code -} and {@code .}. */
    T(W.characters + "."),
    /** With {@code +}, {@code /} and {@code =}. */
    B(N.characters + "+/="),
    /** With everything that one of the base64 alphabets has. */
    V(N.characters + "+/=_-");

    final String characters;

    /** The characters below 64, and those above, as bits. */
    private final long low;

    private final long high;

    Alphabet(String characters) {
      this.characters = characters;
      this.low = bits(characters, 0);
      this.high = bits(characters, 1);
    }

    boolean holds(char c) {
      return c < 0x80 && ((c < 0x40 ? low : high) & (1L << c)) != 0;
    }

    private static long bits(String characters, int half) {
      return characters.chars().filter(c -> c >> 6 == half).mapToLong(c -> 1L << c).sum();
    }
  }

  /** Reads a shape as it is written in {@link KeyShapes}. */
  static KeyShape of(String written) {
    List<String> words = Arrays.asList(written.trim().split(" +"));
    List<Part> parts = new ArrayList<>();
    for (String word : words.subList(1, words.size())) {
      parts.add(word.startsWith("'") ? exactly(word) : some(word));
    }
    return new KeyShape(words.getFirst(), parts);
  }

  private static Part exactly(String word) {
    return new Part.Exactly(word.substring(1, word.length() - 1));
  }

  private static Part some(String word) {
    Alphabet alphabet = Alphabet.valueOf(word.substring(0, 1).toUpperCase(Locale.ROOT));
    String count = word.substring(1);
    if (count.endsWith("+")) {
      int min = Integer.parseInt(count.substring(0, count.length() - 1));
      return new Part.Some(alphabet, min, Integer.MAX_VALUE);
    }
    int dash = count.indexOf('-');
    if (dash < 0) {
      return new Part.Some(alphabet, Integer.parseInt(count), Integer.parseInt(count));
    }
    return new Part.Some(
        alphabet,
        Integer.parseInt(count.substring(0, dash)),
        Integer.parseInt(count.substring(dash + 1)));
  }

  /**
   * Whether the beginning stands here, with more behind it than a row of a few characters, as in
   * {@code ghp_xxxxxxxxxxx}.
   */
  boolean mayBegin(String text, int start) {
    if (!text.startsWith(beginning, start)) {
      return false;
    }
    int first = start + beginning.length();
    int end = Math.min(text.length(), first + VARIED_CHARACTERS);
    long seen = 0;
    for (int i = first; i < end; i++) {
      seen |= 1L << (text.charAt(i) & 63);
    }
    return Long.bitCount(seen) > FEW_CHARACTERS;
  }

  /** Where a key of this shape that begins here ends, or −1. */
  int endIn(String text, int start) {
    return text.startsWith(beginning, start) ? endOfParts(text, start + beginning.length()) : -1;
  }

  /** Where the parts end if they begin here, or −1. */
  int endOfParts(String text, int start) {
    int at = start;
    for (int i = 0; i < parts.size() && at >= 0; i++) {
      at =
          switch (parts.get(i)) {
            case Part.Exactly(String exactly) ->
                text.startsWith(exactly, at) ? at + exactly.length() : -1;
            case Part.Some some -> endOf(some, text, at, i == parts.size() - 1);
          };
    }
    return at;
  }

  private static int endOf(Part.Some part, String text, int start, boolean last) {
    boolean open = part.max() == Integer.MAX_VALUE;
    // A closed part is given up after one character too many: a row of beginnings stays linear.
    long bound = open ? (last ? text.length() : INNER_CHARACTERS_MAX) : part.max() + 1L;
    int limit = (int) Math.min(text.length(), start + bound);
    int end = start;
    while (end < limit && part.alphabet().holds(text.charAt(end))) {
      end++;
    }
    int length = end - start;
    boolean goesOn =
        last && !open && end < text.length() && KeyCharacters.isAlphanumeric(text.charAt(end));
    return length < part.min() || length > part.max() || goesOn ? -1 : end;
  }
}
