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

  private void row(List<Integer> row, Hiding hiding) {
    StringBuilder joined = new StringBuilder();
    List<Piece> pieces = new ArrayList<>();
    for (int leaf : row) {
      String text = leaves.get(leaf).text();
      if (text.length() <= 2 * EDGE_CHARACTERS) {
        pieces.add(new Piece(leaf, 0, joined.length(), text.length()));
        joined.append(text);
      } else {
        pieces.add(new Piece(leaf, 0, joined.length(), EDGE_CHARACTERS));
        joined.append(text, 0, EDGE_CHARACTERS).append(BREAK);
        int from = text.length() - EDGE_CHARACTERS;
        pieces.add(new Piece(leaf, from, joined.length(), EDGE_CHARACTERS));
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
          && isCut(pieces, first, last, finding, hiding)) {
        hide(pieces.subList(first, last + 1), finding, value, hiding);
      }
    }
  }

  /** Whether neither of the texts at its ends holds the value, or a value there, by itself. */
  private boolean isCut(List<Piece> pieces, int first, int last, Finding finding, Hiding hiding) {
    Piece head = pieces.get(first);
    Piece tail = pieces.get(last);
    boolean isElement = leaves.get(head.leaf()).path().index() >= 0;
    if (isElement && finding.end() - finding.start() < ELEMENTS_CHARACTERS_MIN) {
      return false;
    }
    int from = finding.start() - head.start() + head.from();
    int to = finding.end() - tail.start() + tail.from();
    return hiding.detection().inText(leaves.get(head.leaf()).text()).stream()
            .noneMatch(own -> own.end() > from)
        && hiding.detection().inText(leaves.get(tail.leaf()).text()).stream()
            .noneMatch(own -> own.start() < to);
  }

  private void hide(List<Piece> pieces, Finding finding, String value, Hiding hiding) {
    boolean isFirst = true;
    for (Piece piece : pieces) {
      int start = Math.max(finding.start(), piece.start()) - piece.start() + piece.from();
      int end = Math.min(finding.end(), piece.end()) - piece.start() + piece.from();
      if (start < end) {
        // The first holds what stands for the value, the others nothing.
        parts
            .computeIfAbsent(piece.leaf(), _ -> new ArrayList<>())
            .add(
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
