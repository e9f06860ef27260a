package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.merkle.TreeHashing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A set of ids that only grows, kept as 64 bits of a digest of each: 16 bytes an id on average,
 * where the ids themselves would take ten times as much. Confined to one thread.
 *
 * <p>Two ids of a log of a million meet by chance once in 36 million logs.
 */
final class KnownIds {
  private static final int SLOTS_AT_FIRST = 1024;

  private long[] slots = new long[SLOTS_AT_FIRST];
  private int size;

  /** Adds {@code id}; false where it was there. */
  boolean add(String id) {
    if (size * 2 >= slots.length) {
      grow();
    }
    return put(slots, abridged(id)) && ++size > 0;
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(slots.length, 2)];
    for (long slot : slots) {
      if (slot != 0) {
        put(larger, slot);
      }
    }
    slots = larger;
  }

  private static boolean put(long[] slots, long abridged) {
    int at = (int) abridged & (slots.length - 1);
    while (slots[at] != 0) {
      if (slots[at] == abridged) {
        return false;
      }
      at = (at + 1) & (slots.length - 1);
    }
    slots[at] = abridged;
    return true;
  }

  /** Never 0, which marks a free slot. */
  private static long abridged(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.US_ASCII);
    long first = ByteBuffer.wrap(TreeHashing.leaf(bytes).toArray()).getLong();
    return first == 0 ? 1 : first;
  }
}
