package dev.gatehouse.policies.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Finds words of a list, and rows of words such as names of two parts.
 *
 * <p>All words are one tree of characters. Where a word begins in the text the tree is walked down
 * as far as the text goes with it, which is at most the longest word: linear, however many words
 * there are. Words and texts are folded alike. Immutable.
 */
final class WordFinder implements CustomDetector.Finder {
  /** Between two words of a row: a line end, and what the next line begins with. */
  private static final int GAP_CHARACTERS_MAX = 16;

  private final Node root;
  private final boolean exact;

  private WordFinder(Node root, boolean exact) {
    this.root = root;
    this.exact = exact;
  }

  /** What may follow, by its character in order, and whether a word ends here. */
  private record Node(String characters, List<Node> next, boolean ends) {
    Node {
      next = List.copyOf(next);
    }
  }

  /** A node while words are added. */
  private static final class Growing {
    private final TreeMap<Character, Growing> next = new TreeMap<>();
    private boolean ends;

    Node grown() {
      StringBuilder characters = new StringBuilder(next.size());
      List<Node> nodes = new ArrayList<>(next.size());
      next.forEach(
          (character, node) -> {
            characters.append(character.charValue());
            nodes.add(node.grown());
          });
      return new Node(characters.toString(), nodes, ends);
    }
  }

  static WordFinder of(List<String> words, boolean exact) {
    Growing root = new Growing();
    for (String word : words) {
      String folded = plain(word);
      if (!isWord(word)) {
        throw new IllegalArgumentException(
            "expected words of 1 to " + CustomDetector.WORD_CHARACTERS_MAX);
      }
      Growing node = root;
      for (int i = 0; i < folded.length(); i++) {
        node = node.next.computeIfAbsent(inCase(folded.charAt(i), exact), _ -> new Growing());
      }
      node.ends = true;
    }
    return new WordFinder(root.grown(), exact);
  }

  /** Whether something of a word is left when it is folded, and not too much. */
  static boolean isWord(String word) {
    String folded = plain(word);
    return !folded.isEmpty() && folded.length() <= CustomDetector.WORD_CHARACTERS_MAX;
  }

  @Override
  public void find(Passage passage, CustomDetector.Range range) {
    String text = passage.text();
    int at = 0;
    while (at < text.length()) {
      int end = isInside(text, at) ? -1 : endOfWord(text, at);
      if (end > 0) {
        range.at(at, end);
        at = end;
      } else {
        at++;
      }
    }
  }

  /** A word as the tree holds it: folded, with one space between its parts. */
  private static String plain(String word) {
    return Folded.of(word).text().strip().replaceAll("\\s+", " ");
  }

  /** The end of the longest word of the list that begins here, or −1. */
  private int endOfWord(String text, int start) {
    Node node = root;
    int end = -1;
    int at = start;
    while (at < text.length()) {
      boolean isGap = Character.isWhitespace(text.charAt(at));
      int index = indexOf(node.characters(), isGap ? ' ' : inCase(text.charAt(at), exact));
      if (index < 0) {
        return end;
      }
      node = node.next().get(index);
      at = isGap ? endOfGap(text, at) : at + 1;
      if (node.ends() && !isInside(text, at)) {
        end = at;
      }
    }
    return end;
  }

  private static int endOfGap(String text, int start) {
    int at = start + 1;
    int limit = Math.min(text.length(), start + GAP_CHARACTERS_MAX);
    while (at < limit && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Where a character stands among others that are in order; negative if it does not. */
  private static int indexOf(String characters, char wanted) {
    int low = 0;
    int high = characters.length() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      char found = characters.charAt(middle);
      if (found == wanted) {
        return middle;
      }
      low = found < wanted ? middle + 1 : low;
      high = found < wanted ? high : middle - 1;
    }
    return -1;
  }

  /** Whether this place is in the middle of a word. */
  private static boolean isInside(String text, int at) {
    return at > 0
        && at < text.length()
        && Character.isLetterOrDigit(text.charAt(at - 1))
        && Character.isLetterOrDigit(text.charAt(at));
  }

  private static char inCase(char c, boolean exact) {
    return exact ? c : Character.toLowerCase(Character.toUpperCase(c));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WordFinder finder && exact == finder.exact && root.equals(finder.root);
  }

  @Override
  public int hashCode() {
    return root.characters().hashCode();
  }
}
