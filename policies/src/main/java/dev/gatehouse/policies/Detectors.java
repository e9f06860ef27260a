package dev.gatehouse.policies;

import dev.gatehouse.policies.detect.BuiltIn;
import dev.gatehouse.policies.detect.CustomDetector;
import dev.gatehouse.policies.detect.Detector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What masks of a policy set can name: the built-in kinds, their groups, and the set's own.
 *
 * @param wrong names of those that have problems of their own: naming them is no second problem
 */
record Detectors(Map<String, CustomDetector> own, Set<String> wrong) {
  Detectors {
    own = Map.copyOf(own);
    wrong = Set.copyOf(wrong);
  }

  /** All words that can be named. */
  List<String> names() {
    List<String> names = new ArrayList<>(BuiltIn.names());
    own.keySet().stream().sorted().forEach(names::add);
    wrong.stream().sorted().forEach(names::add);
    return names;
  }

  /** What a word names; nothing if it is none of {@link #names}. */
  Set<? extends Detector> named(String word) {
    return own.containsKey(word) ? Set.of(own.get(word)) : BuiltIn.named(word);
  }
}
