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

  /** Of a path that is selected, the first part that is: what this was about. */
  Path top(Path path) {
    long matched = pattern.start();
    for (Path step : path.steps()) {
      matched = pattern.after(matched, step);
      if (pattern.isSelected(matched)) {
        return step;
      }
    }
    return path;
  }

  /** Whether something below a path might be selected. */
  boolean mayGoOn(Path path) {
    long matched = pattern.start();
    for (Path step : path.steps()) {
      matched = pattern.after(matched, step);
    }
    return pattern.mayGoOn(matched) || pattern.isSelected(matched);
  }
}
