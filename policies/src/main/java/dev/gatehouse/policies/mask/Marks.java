package dev.gatehouse.policies.mask;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What masks leave in texts, for who reads them later.
 *
 * <p>Shape: {@code [masked:email]}, {@code [masked:iban:3000]}, {@code [email:h:9f2c…]}, {@code
 * [email:t:0b7e…]}. A text may hold the like of it without having been masked.
 */
public final class Marks {
  private static final String MASKED = "[masked:";

  private Marks() {}

  /**
   * How many marks of these kinds stand in a text.
   *
   * @param labels of the kinds that were masked
   */
  public static Map<String, Integer> in(String text, Set<String> labels) {
    Map<String, Integer> found = new TreeMap<>();
    for (int at = text.indexOf('['); at >= 0; at = text.indexOf('[', at + 1)) {
      boolean isPlain = text.startsWith(MASKED, at);
      int start = isPlain ? at + MASKED.length() : at + 1;
      for (String label : labels) {
        if (text.startsWith(label, start) && ends(text, start + label.length(), isPlain)) {
          found.merge(label, 1, Integer::sum);
        }
      }
    }
    return found;
  }

  /** How many stand in all of these leaves. */
  public static Map<String, Integer> in(Collection<Leaf> leaves, Set<String> labels) {
    Map<String, Integer> all = new TreeMap<>();
    if (!labels.isEmpty()) {
      leaves.forEach(
          leaf -> in(leaf.text(), labels).forEach((l, count) -> all.merge(l, count, Integer::sum)));
    }
    return all;
  }

  private static boolean ends(String text, int at, boolean isPlain) {
    return isPlain
        ? text.startsWith("]", at) || text.startsWith(":", at)
        : text.startsWith(":h:", at) || text.startsWith(":t:", at);
  }
}
