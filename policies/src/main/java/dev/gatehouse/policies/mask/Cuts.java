package dev.gatehouse.policies.mask;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What to take out of a JSON text so that members or elements are gone and the commas right. */
public final class Cuts {
  private Cuts() {}

  /** The characters from {@code start} to before {@code end}. */
  public record Span(int start, int end) {}

  /**
   * The spans to take out, in order.
   *
   * @param children all members, each with its name, or all elements of one object or array
   * @param removed which of them are to go, by index
   */
  public static List<Span> of(List<Span> children, BitSet removed) {
    List<Span> cuts = new ArrayList<>();
    int first = removed.nextSetBit(0);
    while (first >= 0) {
      int next = Math.min(removed.nextClearBit(first), children.size());
      if (first > 0) {
        cuts.add(new Span(children.get(first - 1).end(), children.get(next - 1).end()));
      } else if (next < children.size()) {
        cuts.add(new Span(children.getFirst().start(), children.get(next).start()));
      } else {
        cuts.add(new Span(children.getFirst().start(), children.getLast().end()));
      }
      first = removed.nextSetBit(next);
    }
    return cuts;
  }
}
