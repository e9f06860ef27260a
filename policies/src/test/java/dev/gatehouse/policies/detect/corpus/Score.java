package dev.gatehouse.policies.detect.corpus;

import dev.gatehouse.policies.detect.BuiltIn;
import dev.gatehouse.policies.detect.Detection;
import dev.gatehouse.policies.detect.Finding;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How well one kind of data is found in the corpus, with all kinds looked for at once.
 *
 * <p>A value is found if what is found begins and ends with it and is called by its kind. What else
 * is called by a kind, in near misses or elsewhere, is found wrongly.
 *
 * @param values how many there are
 * @param found how many of them are found
 * @param hidden how many are hidden whole, whatever they are called
 * @param flagged how many near misses are taken for this kind
 * @param wrong how often anything is
 */
record Score(BuiltIn kind, int values, int found, int hidden, int flagged, int wrong) {
  /** The share of values that is found. */
  double recall() {
    return (double) found / values;
  }

  /** The share of what is called by this kind that is of it. */
  double precision() {
    return found == 0 ? 0 : (double) found / (found + wrong);
  }

  /** The scores of the kinds that the corpus has values of, and of those that it has not. */
  static Map<BuiltIn, Score> of(Corpus corpus, Detection detection) {
    Map<BuiltIn, Score> scores = new EnumMap<>(BuiltIn.class);
    for (BuiltIn kind : BuiltIn.values()) {
      scores.put(kind, new Score(kind, 0, 0, 0, 0, 0));
    }
    for (Sample sample : corpus.values()) {
      List<Finding> findings = detection.inText(sample.text(), sample.name());
      sample.mark().ifPresent(mark -> scores.merge(mark.kind(), of(mark, findings), Score::plus));
      findings.stream()
          .filter(finding -> !sample.mark().map(mark -> isExactly(mark, finding)).orElse(false))
          .forEach(finding -> scores.merge(kind(finding), wrong(finding, 0), Score::plus));
    }
    for (Sample sample : corpus.nearMisses()) {
      detection
          .inText(sample.text(), sample.name())
          .forEach(finding -> scores.merge(kind(finding), wrong(finding, 1), Score::plus));
    }
    return scores;
  }

  private static Score of(Sample.Mark mark, List<Finding> findings) {
    boolean found = findings.stream().anyMatch(finding -> isExactly(mark, finding));
    boolean hidden =
        findings.stream().anyMatch(it -> it.start() <= mark.start() && it.end() >= mark.end());
    return new Score(mark.kind(), 1, found ? 1 : 0, hidden ? 1 : 0, 0, 0);
  }

  private static Score wrong(Finding finding, int flagged) {
    return new Score(kind(finding), 0, 0, 0, flagged, 1);
  }

  private static boolean isExactly(Sample.Mark mark, Finding finding) {
    return finding.start() == mark.start()
        && finding.end() == mark.end()
        && finding.detector() == mark.kind();
  }

  private static BuiltIn kind(Finding finding) {
    return (BuiltIn) finding.detector();
  }

  private Score plus(Score other) {
    return new Score(
        kind,
        values + other.values,
        found + other.found,
        hidden + other.hidden,
        flagged + other.flagged,
        wrong + other.wrong);
  }
}
