package dev.gatehouse.policies.mask;

import dev.gatehouse.policies.detect.Detector;
import java.util.Optional;
import java.util.Set;

/**
 * One thing to hide.
 *
 * @param path where; everywhere if empty
 * @param detectors what; the whole value if empty, which only a path may say
 * @param strategy what to leave of it
 */
public record Mask(Optional<PathPattern> path, Set<Detector> detectors, Strategy strategy) {
  public Mask {
    detectors = Set.copyOf(detectors);
    if (path.isEmpty() && detectors.isEmpty()) {
      throw new IllegalArgumentException("a mask has a path, detectors, or both");
    }
  }
}
