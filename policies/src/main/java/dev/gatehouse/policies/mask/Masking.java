package dev.gatehouse.policies.mask;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a plan found in one message.
 *
 * @param edits at most one a leaf, in the order of the leaves
 * @param counts how many values were hidden, by label, in the order of the labels
 */
public record Masking(List<Edit> edits, Map<String, Integer> counts) {
  public Masking {
    edits = List.copyOf(edits);
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
  }

  /** Nothing was found. */
  public static Masking none() {
    return new Masking(List.of(), Map.of());
  }
}
