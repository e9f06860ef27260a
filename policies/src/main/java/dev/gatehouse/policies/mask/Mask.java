package dev.gatehouse.policies.mask;

import dev.gatehouse.policies.detect.Detector;
import java.util.Optional;
import java.util.Set;

/**
 * One thing to hide.
 *
 * @param path where; everywhere if empty
 * @param column in the cells of which column of a table; not only in tables if empty
 * @param detectors what; the whole value if empty, which only a path or a column may say
 * @param strategy what to leave of it
 * @param keys whether the names of members below the path are values too, to be hidden whole
 */
public record Mask(
    Optional<PathPattern> path,
    Optional<Column> column,
    Set<Detector> detectors,
    Strategy strategy,
    boolean keys) {
  public Mask {
    detectors = Set.copyOf(detectors);
    if (path.isEmpty() && column.isEmpty() && detectors.isEmpty()) {
      throw new IllegalArgumentException("a mask has a path, a column, detectors, or several");
    }
  }

  /** Hides what these find, wherever it is. */
  public static Mask of(Set<Detector> detectors, Strategy strategy) {
    return new Mask(Optional.empty(), Optional.empty(), detectors, strategy, false);
  }

  /** Hides what is at this place. */
  public static Mask at(PathPattern path, Strategy strategy) {
    return new Mask(Optional.of(path), Optional.empty(), Set.of(), strategy, false);
  }
}
