package dev.gatehouse.recordings.durability;

import java.util.Random;

/** What a power cut leaves of the changes that nothing had made durable. Confined to one thread. */
sealed interface Survival {
  /** Nothing: the worst that a disk may do with its cache. */
  record None() implements Survival {}

  /**
   * Any sector of any write, for disks write in what order they like; and of the names in a
   * directory those up to some moment, for file systems keep these in order.
   *
   * @param share of the sectors that survive, between 0 and 1
   */
  record Some(Random random, double share) implements Survival {}

  /** Everything, as after a kill without a power cut. */
  record All() implements Survival {}

  /** Whether the next sector survives. */
  default boolean ofSector() {
    return switch (this) {
      case None none -> false;
      case All all -> true;
      case Some some -> some.random().nextDouble() < some.share();
    };
  }

  /** How many of {@code count} changed names survive. */
  default int ofNames(int count) {
    return switch (this) {
      case None none -> 0;
      case All all -> count;
      case Some some -> some.random().nextInt(count + 1);
    };
  }
}
