package dev.gatehouse.policies.detect;

import java.time.Duration;

/**
 * A text that may be read only so often and so long, for matchers whose work it bounds.
 *
 * <p>Errors: the first read beyond the limit fails with {@link IllegalStateException}. Confined to
 * one thread, used for one pattern and text.
 */
final class BoundedText implements CharSequence {
  /** A search reads a character two or three times; one that goes back and forth, without end. */
  private static final long READS_PER_CHARACTER = 16;

  private static final long READS_MIN = 1_000;

  /**
   * A pattern takes 0.05 to 0.2 seconds for a megabyte where it has the machine to itself; the
   * limit is for patterns of many steps, and leaves room for a busy machine.
   */
  private static final Duration TIME_MIN = Duration.ofSeconds(5);

  private static final Duration TIME_PER_MEBIBYTE = Duration.ofSeconds(1);

  /** How many reads there are between two looks at the clock. */
  private static final int READS_PER_LOOK = 1 << 14;

  private final String text;
  private final long readsMax;
  private final long end;
  private long reads;

  BoundedText(String text) {
    this.text = text;
    this.readsMax = READS_MIN + READS_PER_CHARACTER * text.length();
    long more = (TIME_PER_MEBIBYTE.toNanos() * text.length()) >> 20;
    this.end = System.nanoTime() + TIME_MIN.toNanos() + more;
  }

  @Override
  public char charAt(int index) {
    reads++;
    if (reads > readsMax) {
      throw new IllegalStateException("a pattern reads a text more often than it may");
    }
    if (reads % READS_PER_LOOK == 0 && System.nanoTime() - end > 0) {
      throw new IllegalStateException("a pattern takes longer for a text than it may");
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
