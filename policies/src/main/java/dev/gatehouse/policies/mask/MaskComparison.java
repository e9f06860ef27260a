package dev.gatehouse.policies.mask;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what two plans make of one message, of which only what the first one left is there.
 *
 * <p>What the first plan showed is there as it was, so that what the second would find in it is
 * sure. Of what it hid, the {@linkplain Marks marks} tell kind and place, and the second plan tells
 * whether it looks for that kind at that place. Confined to one thread, used once.
 */
public final class MaskComparison {
  private static final Set<String> PLACE_LABELS = Set.of(MaskRun.PATH_LABEL, MaskRun.COLUMN_LABEL);
  private static final String SOMEWHERE = "somewhere";

  private final MaskPlan then;
  private final MaskPlan now;
  private final List<Leaf> leaves;
  private final Map<String, Integer> counts;
  private final MaskRun runThen;
  private final MaskRun runNow;
  private final Headings headings;
  private final Set<MaskChange> changes = new LinkedHashSet<>();

  /** What each plan does to the leaves as they are, by leaf. */
  private final Map<Integer, Set<String>> editsThen = new HashMap<>();

  private final Map<Integer, Set<String>> editsNow = new HashMap<>();
  private final Map<String, Integer> marked = new HashMap<>();

  private MaskComparison(
      MaskPlan then, MaskPlan now, List<Leaf> leaves, Map<String, Integer> counts) {
    this.then = then;
    this.now = now;
    this.leaves = leaves;
    this.counts = counts;
    this.runThen = new MaskRun(then.everywhere(), then.placed(), new StandIns());
    this.runNow = new MaskRun(now.everywhere(), now.placed(), new StandIns());
    this.headings =
        runThen.hasColumns() || runNow.hasColumns() ? Headings.of(leaves) : Headings.none();
  }

  /**
   * What would be otherwise.
   *
   * @param leaves of the message as the first plan left it
   * @param counts how much the first plan hid in it, by label
   * @throws MaskingException where one of the plans fails on it
   */
  public static List<MaskChange> of(
      MaskPlan then, MaskPlan now, List<Leaf> leaves, Map<String, Integer> counts)
      throws MaskingException {
    return then.isSame(now) ? List.of() : new MaskComparison(then, now, leaves, counts).changes();
  }

  private List<MaskChange> changes() throws MaskingException {
    note(then, editsThen);
    note(now, editsNow);
    for (int i = 0; i < leaves.size(); i++) {
      Map<String, Integer> marks = Marks.in(leaves.get(i).text(), counts.keySet());
      marks.forEach((label, count) -> marked.merge(label, count, Integer::sum));
      more(i, marks.keySet());
      less(i, marks.keySet());
    }
    counts.forEach(
        (label, count) -> {
          if (marked.getOrDefault(label, 0) < count) {
            unplaced(label);
          }
        });
    return List.copyOf(changes);
  }

  private void note(MaskPlan plan, Map<Integer, Set<String>> into) throws MaskingException {
    for (Edit edit : plan.apply(leaves, new StandIns()).edits()) {
      Set<String> labels = into.computeIfAbsent(edit.leaf(), _ -> new TreeSet<>());
      labels.addAll(List.of(edit.label().split("\\+")));
    }
  }

  /** What the second plan finds where the first one left something. */
  private void more(int leaf, Set<String> marks) {
    Set<String> before = editsThen.getOrDefault(leaf, Set.of());
    for (String label : editsNow.getOrDefault(leaf, Set.of())) {
      boolean isWhole = PLACE_LABELS.contains(label);
      if (before.contains(label) || (isWhole && marks.stream().anyMatch(PLACE_LABELS::contains))) {
        continue;
      }
      if (isWhole && !marks.isEmpty()) {
        String kinds = String.join("+", marks);
        changes.add(new MaskChange.Otherwise(place(leaf), kinds, kinds, label));
      } else {
        changes.add(new MaskChange.More(place(leaf), label));
      }
    }
  }

  /** What the first plan hid and the second would not, or in another way. */
  private void less(int leaf, Set<String> marks) {
    Optional<MaskRun.Whole> wasWhole = runThen.wholeOf(leaves.get(leaf), headings);
    Optional<MaskRun.Whole> isWhole = runNow.wholeOf(leaves.get(leaf), headings);
    if (wasWhole.isPresent()) {
      String label = wasWhole.get().label();
      if (isWhole.isEmpty()) {
        changes.add(new MaskChange.Less(place(leaf), label));
      } else {
        other(leaf, label, wasWhole.get().strategy(), isWhole.get().strategy());
      }
      return;
    }
    if (isWhole.isPresent()) {
      return;
    }
    Hiding hidden = runThen.hidingAt(leaves.get(leaf), headings);
    Hiding hides = runNow.hidingAt(leaves.get(leaf), headings);
    for (String label : marks) {
      Optional<Strategy> after = hides.strategyFor(label);
      if (after.isPresent()) {
        hidden.strategyFor(label).ifPresent(was -> other(leaf, label, was, after.get()));
      } else if (PLACE_LABELS.contains(label) || mayReach(leaf, label)) {
        unplaced(label);
      } else {
        changes.add(new MaskChange.Less(place(leaf), label));
      }
    }
  }

  private void other(int leaf, String label, Strategy was, Strategy is) {
    if (!was.equals(is)) {
      changes.add(new MaskChange.Otherwise(place(leaf), label, was.written(), is.written()));
    }
  }

  /** Whether a path of the second plan may lead into the text of a leaf, to this kind. */
  private boolean mayReach(int leaf, String label) {
    return leaves.get(leaf).kind() == Leaf.Kind.STRING
        && now.placed().stream().anyMatch(mask -> looksFor(mask, label))
        && JsonReader.looksLikeJson(leaves.get(leaf).text());
  }

  /** Of what was hidden without a mark, or within a text, the place is not known. */
  private void unplaced(String label) {
    boolean isPlace = PLACE_LABELS.contains(label);
    List<Mask> before = those(then, label);
    List<Mask> after = those(now, label);
    Optional<Strategy> everywhereBefore = then.everywhere().strategyFor(label);
    Optional<Strategy> everywhereAfter = now.everywhere().strategyFor(label);
    if (before.equals(after) && everywhereBefore.equals(everywhereAfter)) {
      return;
    }
    boolean looks = everywhereAfter.isPresent() || !after.isEmpty();
    if (!looks) {
      changes.add(new MaskChange.Less(SOMEWHERE, label));
    } else if (isPlace && !after.containsAll(before)) {
      changes.add(new MaskChange.Unsaid(label, "where it was hidden is not recorded"));
    } else if (!isPlace && everywhereAfter.isEmpty()) {
      changes.add(new MaskChange.Unsaid(label, "where it was hidden is not recorded"));
    } else if (everywhereBefore.isPresent()
        && everywhereAfter.isPresent()
        && !everywhereBefore.equals(everywhereAfter)) {
      changes.add(
          new MaskChange.Otherwise(
              SOMEWHERE, label, everywhereBefore.get().written(), everywhereAfter.get().written()));
    }
  }

  private static List<Mask> those(MaskPlan plan, String label) {
    List<Mask> masks = new ArrayList<>();
    for (Mask mask : plan.placed()) {
      if (looksFor(mask, label)) {
        masks.add(mask);
      }
    }
    return masks;
  }

  /** Whether what this mask hides may be counted under this label. */
  private static boolean looksFor(Mask mask, String label) {
    return mask.detectors().isEmpty()
        ? PLACE_LABELS.contains(label)
            && (label.equals(MaskRun.PATH_LABEL) || mask.column().isPresent())
        : mask.detectors().stream().anyMatch(detector -> detector.label().equals(label));
  }

  private String place(int leaf) {
    return leaves.get(leaf).path().toString();
  }
}
