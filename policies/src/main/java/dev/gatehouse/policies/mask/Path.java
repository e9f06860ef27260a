package dev.gatehouse.policies.mask;

import java.util.Optional;

/**
 * Where a leaf stands in a message: the steps from the root.
 *
 * <p>Shape: {@code arguments.items[0].card}. Cheap: each path shares the steps of its parent.
 * Guarantee: immutable.
 */
public final class Path {
  private static final Path ROOT =
      new Path(Optional.empty(), Optional.empty(), -1, 0, Optional.empty());

  private final Optional<Path> parent;
  private final Optional<String> key;
  private final int index;
  private final int depth;
  private final Optional<Path> also;

  private Path(
      Optional<Path> parent, Optional<String> key, int index, int depth, Optional<Path> also) {
    this.parent = parent;
    this.key = key;
    this.index = index;
    this.depth = depth;
    this.also = also;
  }

  /** The path without steps. */
  public static Path root() {
    return ROOT;
  }

  /** The member of this object with this name. */
  public Path key(String name) {
    Optional<Path> other = also.map(path -> path.key(name));
    return new Path(Optional.of(this), Optional.of(name), -1, depth + 1, other);
  }

  /** The element of this array at this index, from 0. */
  public Path index(int element) {
    if (element < 0) {
      throw new IllegalArgumentException("an index counts from 0: " + element);
    }
    Optional<Path> other = also.map(path -> path.index(element));
    return new Path(Optional.of(this), Optional.empty(), element, depth + 1, other);
  }

  /** The object or array that holds this; empty for the root. */
  public Optional<Path> parent() {
    return parent;
  }

  /** The name in the last step; empty for the root and for elements. */
  public Optional<String> key() {
    return key;
  }

  /** The index in the last step; −1 for the root and for members. */
  public int index() {
    return index;
  }

  /** The same place, of which, and of all below it, it is known that it repeats another place. */
  Path repeating(Path other) {
    return new Path(parent, key, index, depth, Optional.of(other));
  }

  /** The place that this repeats, if it is known to. */
  Optional<Path> also() {
    return also;
  }

  /** The first so many steps. */
  Path first(int steps) {
    Path path = this;
    while (path.depth > steps) {
      path = path.parent.orElse(ROOT);
    }
    return path;
  }

  /** How many steps. */
  int depth() {
    return depth;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Path step : steps()) {
      if (step.index >= 0) {
        text.append('[').append(step.index).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step.key.orElse(""));
      }
    }
    return text.toString();
  }

  /** A text that no other path has, for maps; {@link #toString} is for people. */
  String identity() {
    StringBuilder text = new StringBuilder();
    for (Path step : steps()) {
      String name = step.key.map(key -> key.length() + ":" + key).orElse("#" + step.index);
      text.append(name).append('/');
    }
    return text.toString();
  }

  /** The paths from the first step to this one; the last step of each is the step. */
  Path[] steps() {
    Path[] steps = new Path[depth];
    Path step = this;
    for (int i = depth - 1; i >= 0; i--) {
      steps[i] = step;
      step = step.parent.orElse(ROOT);
    }
    return steps;
  }
}
