package dev.gatehouse.recordings;

import java.util.List;

/**
 * Keys that took the place of others.
 *
 * @param before the verifier keys until then
 * @param now those that everybody must be given who verifies the log
 * @param entry the first entry that only the new ones sign
 */
public record Rotated(List<String> before, List<String> now, long entry) {
  public Rotated {
    before = List.copyOf(before);
    now = List.copyOf(now);
  }
}
