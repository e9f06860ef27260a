package dev.gatehouse.policies.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Selects values of a message by where they stand.
 *
 * <p>Shape: a part of JSONPath: {@code $}, {@code .name}, {@code ['any name']}, {@code [0]}, {@code
 * [*]}, {@code .*}, and {@code ..} before a name or {@code *} for any depth. Guarantee: immutable;
 * selecting takes one pass over a path. Source: RFC 9535, without filters and slices.
 */
public final class PathPattern {
  /** The steps matched so far are bits of one long. */
  static final int STEPS_MAX = 60;

  private final List<Step> steps;

  private PathPattern(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /** What reading a pattern gives. */
  public sealed interface Parsed {
    /** A pattern. */
    record Pattern(PathPattern pattern) implements Parsed {}

    /** What is wrong, and at which character, from 0. */
    record Fault(int offset, String message) implements Parsed {}
  }

  /**
   * One step of a pattern.
   *
   * @param name the member that it selects, if it selects by name
   * @param index the element that it selects; −1 if it does not select by index
   * @param deep whether any number of steps may come before
   */
  record Step(Optional<String> name, int index, boolean deep) {
    boolean selects(Path last) {
      if (name.isPresent()) {
        return last.key().isPresent() && last.key().get().equals(name.get());
      }
      return index < 0 || index == last.index();
    }
  }

  /** Reads a pattern. */
  public static Parsed parse(String text) {
    return new PathPatternParser(text).parse();
  }

  static PathPattern of(List<Step> steps) {
    return new PathPattern(steps);
  }

  /** The same pattern, counted from the member of the root with this name. */
  public PathPattern below(String member) {
    List<Step> longer = new ArrayList<>(steps);
    longer.addFirst(new Step(Optional.of(member), -1, false));
    return new PathPattern(longer);
  }

  /** Whether the value at this path is one that this selects, or below one. */
  public boolean selects(Path path) {
    long matched = start();
    for (Path step : path.steps()) {
      matched = after(matched, step);
    }
    return isSelected(matched);
  }

  /** How far the pattern may be matched at the root: bit n for n steps. */
  long start() {
    return 1;
  }

  /** How far it may be matched after one more step of a path. */
  long after(long matched, Path last) {
    long next = matched & (1L << steps.size());
    for (long rest = matched & ~next; rest != 0; rest &= rest - 1) {
      int count = Long.numberOfTrailingZeros(rest);
      Step step = steps.get(count);
      next |= step.deep() ? 1L << count : 0;
      next |= step.selects(last) ? 1L << (count + 1) : 0;
    }
    return next;
  }

  /** Whether what was matched is a value that this selects, or below one. */
  boolean isSelected(long matched) {
    return (matched & (1L << steps.size())) != 0;
  }

  /** Whether what was matched may become a value that this selects further down. */
  boolean mayGoOn(long matched) {
    return (matched & ((1L << steps.size()) - 1)) != 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathPattern pattern && steps.equals(pattern.steps);
  }

  @Override
  public int hashCode() {
    return steps.hashCode();
  }
}
