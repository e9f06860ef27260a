package dev.gatehouse.policies.mask;

import dev.gatehouse.policies.detect.Detection;
import dev.gatehouse.policies.detect.Detector;
import dev.gatehouse.policies.detect.Finding;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which kinds of data to hide, and what to leave of each. Immutable. */
final class Hiding {
  static final Hiding NOTHING = new Hiding(Map.of());

  private final Map<Detector, Strategy> strategies;
  private final Detection detection;

  private Hiding(Map<Detector, Strategy> strategies) {
    this.strategies = Map.copyOf(strategies);
    this.detection = Detection.of(strategies.keySet());
  }

  boolean isEmpty() {
    return detection.isEmpty();
  }

  Detection detection() {
    return detection;
  }

  boolean needsKey() {
    return strategies.values().stream().anyMatch(Strategy::needsKey);
  }

  /** The same, with what needs a key redacted. */
  Hiding withoutKey() {
    Map<Detector, Strategy> keyless = new HashMap<>(strategies);
    keyless.replaceAll((_, strategy) -> withoutKey(strategy));
    return new Hiding(keyless);
  }

  static Strategy withoutKey(Strategy strategy) {
    return strategy.needsKey() ? Strategy.redact() : strategy;
  }

  /** Whether both hide the same in the same way. */
  boolean isSame(Hiding other) {
    return strategies.equals(other.strategies);
  }

  /** What to leave of what a detector with this label finds; empty if none is asked. */
  Optional<Strategy> strategyFor(String label) {
    return strategies.entrySet().stream()
        .filter(entry -> entry.getKey().label().equals(label))
        .map(Map.Entry::getValue)
        .reduce(Strategy::stricter);
  }

  /** What to leave of what this detector finds. */
  Strategy strategy(Detector detector) {
    return strategies.getOrDefault(detector, Strategy.redact());
  }

  /** Hides what this hides and what these detectors find. */
  Hiding and(Collection<Detector> detectors, Strategy strategy) {
    Map<Detector, Strategy> both = new HashMap<>(strategies);
    detectors.forEach(detector -> both.merge(detector, strategy, Strategy::stricter));
    return new Hiding(both);
  }

  /** Hides what this and the other hide. */
  Hiding and(Hiding other) {
    Map<Detector, Strategy> both = new HashMap<>(strategies);
    other.strategies.forEach(
        (detector, strategy) -> both.merge(detector, strategy, Strategy::stricter));
    return new Hiding(both);
  }

  /** Marks what was found in a text. */
  void hide(List<Finding> findings, Redaction redaction) {
    for (Finding finding : findings) {
      Detector detector = finding.detector();
      redaction.hide(finding.start(), finding.end(), detector.label(), strategy(detector));
    }
  }
}
