package dev.gatehouse.policies.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects what scanners find, in places of the plain text, and gives it in places of the original.
 *
 * <p>Confined to one thread.
 */
final class Findings {
  /** Made by the first finding, because most texts have none. */
  private List<Finding> found = List.of();

  void add(Detector detector, int start, int end) {
    if (found.isEmpty()) {
      found = new ArrayList<>(4);
    }
    found.add(new Finding(start, end, detector));
  }

  /** In order and without overlap: what overlaps becomes one, named by its longest part. */
  List<Finding> in(Folded folded) {
    if (found.isEmpty()) {
      return List.of();
    }
    found.sort(Comparator.comparingInt(Finding::start).thenComparing(Finding::detector));
    List<Finding> merged = new ArrayList<>(found.size());
    Finding open = found.getFirst();
    int longest = length(open);
    for (Finding next : found.subList(1, found.size())) {
      if (next.start() >= open.end()) {
        merged.add(inOriginal(open, folded));
        open = next;
        longest = length(next);
      } else {
        Detector name = length(next) > longest ? next.detector() : open.detector();
        longest = Math.max(longest, length(next));
        open = new Finding(open.start(), Math.max(open.end(), next.end()), name);
      }
    }
    merged.add(inOriginal(open, folded));
    return List.copyOf(merged);
  }

  private static int length(Finding finding) {
    return finding.end() - finding.start();
  }

  private static Finding inOriginal(Finding finding, Folded folded) {
    return new Finding(
        folded.start(finding.start()), folded.end(finding.end()), finding.detector());
  }
}
