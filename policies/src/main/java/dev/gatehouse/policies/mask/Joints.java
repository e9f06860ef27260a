package dev.gatehouse.policies.mask;

import dev.gatehouse.policies.detect.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds values that are cut across neighbouring texts: content blocks, messages, elements of one
 * array.
 *
 * <p>Only what no text holds by itself: a value that stands whole in one of them is not made longer
 * by what happens to stand beside it. Linear; confined to one thread.
 */
final class Joints {
  /** Of a longer text only beginning and end are neighbours of others. */
  private static final int EDGE_CHARACTERS = 4_096;

  /** The least that a window shows of the texts at its ends. */
  private static final int WINDOW_EDGE_CHARACTERS = 256;

  /** Across more texts a value is found only where nothing runs into it. */
  private static final int WINDOW_TEXTS_MAX = 4;

  /** Keeps the edges of one text apart: no value goes on over it. */
  private static final String BREAK = "\n\u0000\n\u0000\n";

  /** Bare elements are often short numbers; together they make too many short identifiers. */
  private static final int ELEMENTS_CHARACTERS_MIN = 12;

  private static final Set<String> BLOCKS =
      Set.of("", ".text", ".content", ".content.text", ".resource.text");

  /** Where a piece of a text stands in the joined one. */
  private record Piece(int leaf, int from, int start, int length) {
    int end() {
      return start + length;
    }
  }

  private final List<Leaf> leaves;
  private final Map<Integer, List<Redaction.Part>> parts = new HashMap<>();

  private Joints(List<Leaf> leaves) {
    this.leaves = leaves;
  }

  /** What of which leaf is to be hidden, for each row of leaves that stand beside each other. */
  static Map<Integer, List<Redaction.Part>> in(
      List<Leaf> leaves, List<List<Integer>> rows, Hiding hiding) {
    Joints joints = new Joints(leaves);
    rows.forEach(row -> joints.row(row, hiding));
    return joints.parts;
  }

  /** The rows of texts that a reader may read as one. */
  static List<List<Integer>> rows(List<Leaf> leaves) {
    IdentityHashMap<Path, Map<String, List<Integer>>> rows = new IdentityHashMap<>();
    List<List<Integer>> inOrder = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      Leaf leaf = leaves.get(i);
      Optional<Path> at = Optional.of(leaf.path());
      StringBuilder below = new StringBuilder();
      for (int step = 0; step < 2 && at.flatMap(Path::key).isPresent(); step++) {
        below.insert(0, "." + at.flatMap(Path::key).orElse(""));
        at = at.flatMap(Path::parent);
      }
      Optional<Path> array = at.filter(path -> path.index() >= 0).flatMap(Path::parent);
      if (leaf.kind() == Leaf.Kind.STRING
          && array.isPresent()
          && BLOCKS.contains(below.toString())) {
        rows.computeIfAbsent(array.get(), _ -> new HashMap<>())
            .computeIfAbsent(
                // Blocks of different kinds are read one after the other, too.
                below.isEmpty() ? "element" : "block",
                _ -> {
                  List<Integer> row = new ArrayList<>();
                  inOrder.add(row);
                  return row;
                })
            .add(i);
      }
    }
    return inOrder.stream().filter(row -> row.size() > 1).toList();
  }

  private void row(List<Integer> all, Hiding hiding) {
    List<Integer> row = all.stream().filter(leaf -> !leaves.get(leaf).text().isEmpty()).toList();
    if (row.size() < 2) {
      return;
    }
    find(row, EDGE_CHARACTERS, hiding);
    if (isOfElements(row.getFirst())) {
      return;
    }
    // What stands before or behind may run into a value, so that it is none any more.
    for (int first = 0; first + 1 < row.size(); first++) {
      int end = Math.min(row.size(), first + WINDOW_TEXTS_MAX);
      int between = 0;
      for (int last = first + 1; last < end && between <= WINDOW_EDGE_CHARACTERS; last++) {
        if (runsOn(row, first - 1) || runsOn(row, last)) {
          find(row.subList(first, last + 1), WINDOW_EDGE_CHARACTERS, hiding);
        }
        between += leaves.get(row.get(last)).text().length();
      }
    }
  }

  /** Whether nothing keeps the text at this place in the row and the next one apart. */
  private boolean runsOn(List<Integer> row, int at) {
    if (at < 0 || at + 1 >= row.size()) {
      return false;
    }
    String text = leaves.get(row.get(at)).text();
    String next = leaves.get(row.get(at + 1)).text();
    return !text.isEmpty()
        && !next.isEmpty()
        && !Character.isWhitespace(text.charAt(text.length() - 1))
        && !Character.isWhitespace(next.charAt(0));
  }

  private boolean isOfElements(int leaf) {
    return leaves.get(leaf).path().index() >= 0;
  }

  private void find(List<Integer> row, int edge, Hiding hiding) {
    StringBuilder joined = new StringBuilder();
    List<Piece> pieces = new ArrayList<>();
    for (int leaf : row) {
      String text = leaves.get(leaf).text();
      if (text.length() <= 2 * edge) {
        pieces.add(new Piece(leaf, 0, joined.length(), text.length()));
        joined.append(text);
      } else {
        pieces.add(new Piece(leaf, 0, joined.length(), edge));
        joined.append(text, 0, edge).append(BREAK);
        int from = text.length() - edge;
        pieces.add(new Piece(leaf, from, joined.length(), edge));
        joined.append(text, from, text.length());
      }
    }
    int first = 0;
    for (Finding finding : hiding.detection().inText(joined.toString())) {
      while (pieces.get(first).end() <= finding.start()) {
        first++;
      }
      int last = first;
      while (last + 1 < pieces.size() && pieces.get(last + 1).start() < finding.end()) {
        last++;
      }
      String value = joined.substring(finding.start(), finding.end());
      if (pieces.get(first).leaf() != pieces.get(last).leaf()
          && isCut(pieces.get(first), pieces.get(last), finding, hiding)) {
        hide(pieces.subList(first, last + 1), finding, value, hiding);
      }
    }
  }

  /** Whether neither of the texts at its ends holds the value, or a value there, by itself. */
  private boolean isCut(Piece head, Piece tail, Finding finding, Hiding hiding) {
    if (isOfElements(head.leaf()) && finding.end() - finding.start() < ELEMENTS_CHARACTERS_MIN) {
      return false;
    }
    return hiding.detection().inText(text(head)).stream()
            .noneMatch(own -> own.end() > finding.start() - head.start())
        && hiding.detection().inText(text(tail)).stream()
            .noneMatch(own -> own.start() < finding.end() - tail.start());
  }

  private String text(Piece piece) {
    String text = leaves.get(piece.leaf()).text();
    return text.substring(piece.from(), piece.from() + piece.length());
  }

  private void hide(List<Piece> pieces, Finding finding, String value, Hiding hiding) {
    boolean isFirst = true;
    for (Piece piece : pieces) {
      int start = Math.max(finding.start(), piece.start()) - piece.start() + piece.from();
      int end = Math.min(finding.end(), piece.end()) - piece.start() + piece.from();
      if (start < end) {
        List<Redaction.Part> known = parts.computeIfAbsent(piece.leaf(), _ -> new ArrayList<>());
        if (known.stream().anyMatch(part -> part.start() == start && part.end() == end)) {
          return;
        }
        // The first holds what stands for the value, the others nothing.
        known.add(
            new Redaction.Part(
                start,
                end,
                finding.detector().label(),
                hiding.strategy(finding.detector()),
                Optional.of(value),
                isFirst ? Optional.empty() : Optional.of("")));
        isFirst = false;
      }
    }
  }
}
