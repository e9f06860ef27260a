package dev.gatehouse.policies.mask;

/**
 * Tells for one leaf after the other whether a pattern selects it.
 *
 * <p>Remembers the last object or array, because neighbouring leaves share it. Confined to one
 * thread.
 */
final class PathMatcher {
  private final PathPattern pattern;
  private Path container = Path.root();
  private long matchedInContainer;

  PathMatcher(PathPattern pattern) {
    this.pattern = pattern;
    this.matchedInContainer = pattern.start();
  }

  boolean selects(Path path) {
    if (path.parent().isEmpty()) {
      return pattern.isSelected(pattern.start());
    }
    Path parent = path.parent().get();
    if (parent != container) {
      container = parent;
      matchedInContainer = pattern.start();
      for (Path step : parent.steps()) {
        matchedInContainer = pattern.after(matchedInContainer, step);
      }
    }
    return pattern.isSelected(pattern.after(matchedInContainer, path));
  }
}
