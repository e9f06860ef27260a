package dev.gatehouse.policies.mask;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds again, in other texts of the same message, what a path hid.
 *
 * <p>Servers repeat their structured results as JSON in a text; a path does not reach in there. So
 * each hidden value is looked for in every text as a whole word: as it is, and as JSON escapes it.
 * Values shorter than {@link #CHARACTERS_MIN} are left: they would be found everywhere. The values
 * form a tree of characters of bounded depth: the search is linear. Confined to one thread.
 */
final class Repeats {
  static final int CHARACTERS_MIN = 4;

  /** Longer values are known by their beginning; bounds the walk from each place. */
  private static final int DEPTH_MAX = 64;

  /** Long values with one beginning, and characters of one, that are compared at a place. */
  private static final int COMPARED_VALUES_MAX = 8;

  private static final int COMPARED_CHARACTERS_MAX = 4096;

  /** A message with more is not searched: all its texts are hidden. */
  private static final int VALUES_MAX = 10_000;

  private static final int ROOT = 0;

  /** From a node (upper bits) and a character (lower 16) to the next node. */
  private final Map<Long, Integer> edges = new HashMap<>();

  /** Where values end, with the whole values of those that were too long for the tree. */
  private final Map<Integer, Set<String>> ends = new HashMap<>();

  private final Set<String> values = new HashSet<>();
  private int nodes = 1;
  private boolean overflown;

  /** Looks for this value from now on. */
  void add(String value) {
    if (value.length() < CHARACTERS_MIN || overflown) {
      return;
    }
    if (values.size() >= VALUES_MAX) {
      overflown = true;
      return;
    }
    if (values.add(value)) {
      insert(value);
      insert(JsonEscapes.escape(value, false));
      insert(JsonEscapes.escape(value, true));
    }
  }

  /** Whether there are too many values to search for, so that nothing may be left. */
  boolean isOverflown() {
    return overflown;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** Whether a text is or holds one of the values. */
  boolean isRepeated(String text) {
    Redaction redaction = new Redaction(text);
    hideIn(text, redaction, MaskRun.PATH_LABEL);
    return !redaction.isEmpty();
  }

  /** Hides the values in a text. */
  void hideIn(String text, Redaction redaction, String label) {
    int at = values.isEmpty() ? text.length() : 0;
    while (at < text.length()) {
      int end = isBoundary(text, at) ? endOfValue(text, at) : -1;
      if (end > 0) {
        redaction.hide(at, end, label, Strategy.redact());
        at = end;
      } else {
        at++;
      }
    }
  }

  private void insert(String value) {
    int node = ROOT;
    for (int i = 0; i < Math.min(value.length(), DEPTH_MAX); i++) {
      int next = nodes;
      Integer known = edges.putIfAbsent(edge(node, value.charAt(i)), next);
      if (known == null) {
        nodes++;
      }
      node = known == null ? next : known;
    }
    Set<String> whole = ends.computeIfAbsent(node, n -> new HashSet<>());
    if (value.length() > DEPTH_MAX) {
      whole.add(value);
    }
  }

  /** The end of the longest value that begins here, or −1. */
  private int endOfValue(String text, int start) {
    int node = ROOT;
    int end = -1;
    int limit = Math.min(text.length(), start + DEPTH_MAX);
    for (int at = start; at < limit; at++) {
      Integer next = edges.get(edge(node, text.charAt(at)));
      if (next == null) {
        return end;
      }
      node = next;
      Set<String> whole = ends.get(node);
      if (whole != null && (at + 1 == start + DEPTH_MAX || isBoundary(text, at + 1))) {
        end = whole.isEmpty() ? at + 1 : endOfLongValue(text, start, whole);
      }
    }
    return end;
  }

  /**
   * The end of a long value of which the beginning was found: of the whole value, of the beginning
   * alone where the text goes on otherwise, of the text where comparing would cost too much.
   */
  private static int endOfLongValue(String text, int start, Set<String> whole) {
    int end = start + DEPTH_MAX;
    for (String value : whole) {
      if (whole.size() > COMPARED_VALUES_MAX || value.length() > COMPARED_CHARACTERS_MAX) {
        return text.length();
      }
      if (text.startsWith(value, start)) {
        end = Math.max(end, start + value.length());
      }
    }
    return end;
  }

  /** Whether a word may begin or end here. */
  private static boolean isBoundary(String text, int at) {
    return at == 0
        || at >= text.length()
        || !Character.isLetterOrDigit(text.charAt(at - 1))
        || !Character.isLetterOrDigit(text.charAt(at));
  }

  private static long edge(int node, char c) {
    return ((long) node << 16) | c;
  }
}
