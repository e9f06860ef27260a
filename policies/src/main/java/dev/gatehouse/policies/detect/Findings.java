package dev.gatehouse.policies.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Collects what scanners find, in places of the plain text, and gives it in places of the original.
 *
 * <p>Confined to one thread.
 */
final class Findings {
  /** Of what begins and ends alike, what a word tells of comes first, or a policy describes. */
  private Comparator<Finding> order() {
    return Comparator.comparingInt(Finding::start)
        .thenComparing(Comparator.comparingInt(Finding::end).reversed())
        .thenComparing(finding -> !isTold(finding))
        .thenComparing(Finding::detector, Findings::compare);
  }

  /** Made by the first finding, because most texts have none. */
  private List<Finding> found = List.of();

  /** What is found because a word tells of it. */
  private Set<Finding> told = Set.of();

  /** Where the last finding of each kind ends. */
  private int[] ends = {};

  void add(Detector detector, int start, int end) {
    if (found.isEmpty()) {
      found = new ArrayList<>(4);
      ends = new int[BuiltIn.COUNT];
    }
    found.add(new Finding(start, end, detector));
    if (detector instanceof BuiltIn kind) {
      ends[kind.index()] = Math.max(ends[kind.index()], end);
    }
  }

  /** Adds what a word beside it tells of: it is called so, whatever else it might be. */
  void addTold(BuiltIn kind, int start, int end) {
    if (told.isEmpty()) {
      told = new HashSet<>();
    }
    told.add(new Finding(start, end, kind));
    add(kind, start, end);
  }

  private boolean isTold(Finding finding) {
    return told.contains(finding);
  }

  /** Where the last finding of this kind ends, so that no scanner reads it again; else 0. */
  int endOf(BuiltIn kind) {
    return ends.length == 0 ? 0 : ends[kind.index()];
  }

  /** What covers all the characters, if anything does. */
  Optional<Detector> whole(int length) {
    return found.stream()
        .filter(finding -> finding.start() == 0 && finding.end() == length)
        .sorted(order())
        .map(Finding::detector)
        .findFirst();
  }

  /**
   * In order and without overlap: what overlaps becomes one, named by a secret if one is in it, and
   * else by its longest part.
   */
  List<Finding> in(Folded folded) {
    if (found.isEmpty()) {
      return List.of();
    }
    found.sort(order());
    List<Finding> merged = new ArrayList<>(found.size());
    Finding open = found.getFirst();
    int longest = length(open);
    for (Finding next : found.subList(1, found.size())) {
      if (next.start() >= open.end()) {
        merged.add(inOriginal(open, folded));
        open = next;
        longest = length(next);
      } else {
        Detector name = open.detector();
        if (rank(next.detector()) < rank(name)
            || (rank(next.detector()) == rank(name) && length(next) > longest)) {
          name = next.detector();
          longest = length(next);
        }
        open = new Finding(open.start(), Math.max(open.end(), next.end()), name);
      }
    }
    merged.add(inOriginal(open, folded));
    return List.copyOf(merged);
  }

  private static int compare(Detector one, Detector other) {
    if (one instanceof BuiltIn kind && other instanceof BuiltIn otherKind) {
      return kind.compareTo(otherKind);
    }
    return Comparator.<Detector, Boolean>comparing(BuiltIn.class::isInstance)
        .thenComparing(Detector::label)
        .compare(one, other);
  }

  private static int rank(Detector detector) {
    return switch (detector) {
      case BuiltIn kind -> kind.family() == BuiltIn.Family.SECRETS ? 0 : 1;
      // Who describes a kind of data wants its name.
      case CustomDetector own -> 0;
    };
  }

  private static int length(Finding finding) {
    return finding.end() - finding.start();
  }

  private static Finding inOriginal(Finding finding, Folded folded) {
    return new Finding(
        folded.start(finding.start()), folded.end(finding.end()), finding.detector());
  }
}
