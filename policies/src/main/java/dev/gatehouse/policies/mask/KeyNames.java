package dev.gatehouse.policies.mask;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps the keys of one object apart after masking. */
final class KeyNames {
  private KeyNames() {}

  /** The edits, with {@code #2}, {@code #3} … after names that an object would hold twice. */
  static List<Edit> distinct(List<Leaf> leaves, List<Edit> edits) {
    Map<Integer, Edit> ofKeys = new HashMap<>();
    for (Edit edit : edits) {
      if (edit instanceof Edit.Text && leaves.get(edit.leaf()).kind() == Leaf.Kind.KEY) {
        ofKeys.put(edit.leaf(), edit);
      }
    }
    Map<String, Set<String>> taken = namesThatStay(leaves, ofKeys);
    Map<String, Integer> last = new HashMap<>();
    List<Edit> distinct = new ArrayList<>(edits.size());
    for (Edit edit : edits) {
      if (!(edit instanceof Edit.Text(int leaf, String text, String label))
          || !ofKeys.containsKey(leaf)) {
        distinct.add(edit);
        continue;
      }
      String object = object(leaves.get(leaf));
      Set<String> names = taken.computeIfAbsent(object, o -> new HashSet<>());
      String name = text;
      // INVARIANT: the count only rises, so that many equal names are numbered in linear time.
      String counter = object + '\u0000' + text;
      int number = last.getOrDefault(counter, 1);
      while (!names.add(name)) {
        number++;
        name = text + "#" + number;
      }
      last.put(counter, number);
      distinct.add(new Edit.Text(leaf, name, label));
    }
    return distinct;
  }

  /** For each object with a masked key the names of its keys that are not masked. */
  private static Map<String, Set<String>> namesThatStay(
      List<Leaf> leaves, Map<Integer, Edit> ofKeys) {
    Map<String, Set<String>> names = new HashMap<>();
    ofKeys.keySet().forEach(leaf -> names.put(object(leaves.get(leaf)), new HashSet<>()));
    for (int i = 0; i < leaves.size(); i++) {
      Leaf leaf = leaves.get(i);
      if (leaf.kind() == Leaf.Kind.KEY && !ofKeys.containsKey(i)) {
        Optional.ofNullable(names.get(object(leaf))).ifPresent(set -> set.add(leaf.text()));
      }
    }
    return names;
  }

  private static String object(Leaf key) {
    return key.path().parent().map(Path::identity).orElse("");
  }
}
