package dev.gatehouse.policies;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;

/** What an approval lets pass. */
public sealed interface Grants {
  /** The narrower one first. */
  Comparator<Grants> NARROWER =
      Comparator.<Grants, Boolean>comparing(ManyFor.class::isInstance).thenComparing(Grants::lasts);

  /** How long it lasts, from the moment at which it was given. */
  Duration lasts();

  /**
   * One call.
   *
   * @param useWithin how long after it was approved it may begin
   */
  record Once(Duration useWithin) implements Grants {
    public Once {
      requirePositive(useWithin);
    }

    @Override
    public Duration lasts() {
      return useWithin;
    }
  }

  /**
   * Every call that is bound to the same things, until a fixed end.
   *
   * @param length how long after the approval that is
   */
  record ManyFor(Duration length) implements Grants {
    public ManyFor {
      requirePositive(length);
    }

    @Override
    public Duration lasts() {
      return length;
    }
  }

  /**
   * What all of these demands grant: one call rather than many, a shorter time rather than a
   * longer.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Grants narrowest(Collection<Demand> demands) {
    return demands.stream()
        .map(Demand::grants)
        .min(NARROWER)
        .orElseThrow(() -> new IllegalArgumentException("nothing is demanded"));
  }

  private static void requirePositive(Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("a grant lasts for some time");
    }
  }
}
