package dev.gatehouse.policies.detect;

/**
 * A range of a text that a detector found.
 *
 * @param start the first character, from 0, in UTF-16 units
 * @param end the first character after it
 */
public record Finding(int start, int end, Detector detector) {
  public Finding {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("not a range: " + start + ".." + end);
    }
  }
}
