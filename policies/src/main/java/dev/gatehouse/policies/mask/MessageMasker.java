package dev.gatehouse.policies.mask;

import dev.gatehouse.policies.detect.Detector;
import dev.gatehouse.policies.detect.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Masks the leaves of one message. Confined to one thread, used once. */
final class MessageMasker {
  /** What a value hidden by its place alone is called. */
  private static final String PATH_LABEL = "path";

  private final Hiding everywhere;
  private final List<Mask> placed;
  private final List<PathMatcher> matchers = new ArrayList<>();
  private final List<Leaf> leaves;
  private final Repeats repeats = new Repeats();
  private final List<Edit> edits = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  MessageMasker(Hiding everywhere, List<Mask> placed, List<Leaf> leaves) {
    this.everywhere = everywhere;
    this.placed = placed;
    this.leaves = leaves;
    placed.forEach(mask -> matchers.add(new PathMatcher(mask.path().orElseThrow())));
  }

  Masking mask() {
    // 1. What paths hide, because all the other texts are then searched for it.
    List<Optional<Strategy>> whole = placed.isEmpty() ? List.of() : hideByPath();
    // 2. The leaves in their order.
    boolean keyEdited = false;
    for (int i = 0; i < leaves.size(); i++) {
      Leaf leaf = leaves.get(i);
      if (!whole.isEmpty() && whole.get(i).isPresent()) {
        replace(i, PATH_LABEL, whole.get(i).get());
      } else if (maskWithin(i, leaf)) {
        keyEdited |= leaf.kind() == Leaf.Kind.KEY;
      }
    }
    // 3. Keys that became equal.
    List<Edit> distinct = keyEdited ? KeyNames.distinct(leaves, edits) : edits;
    return new Masking(distinct, counts);
  }

  /** For each leaf how it is hidden whole, if it is. */
  private List<Optional<Strategy>> hideByPath() {
    List<Optional<Strategy>> whole = new ArrayList<>(leaves.size());
    for (Leaf leaf : leaves) {
      Optional<Strategy> strategy =
          leaf.kind() == Leaf.Kind.KEY ? Optional.empty() : wholeStrategy(leaf);
      whole.add(strategy);
      if (strategy.isPresent()
          && (leaf.kind() == Leaf.Kind.STRING || leaf.kind() == Leaf.Kind.NUMBER)) {
        repeats.add(leaf.text());
      }
    }
    return whole;
  }

  private Optional<Strategy> wholeStrategy(Leaf leaf) {
    Optional<Strategy> strictest = Optional.empty();
    for (int i = 0; i < placed.size(); i++) {
      Mask mask = placed.get(i);
      if (mask.detectors().isEmpty() && matchers.get(i).selects(leaf.path())) {
        strictest = Optional.of(strictest.map(mask.strategy()::stricter).orElse(mask.strategy()));
      }
    }
    return strictest;
  }

  /** Hides parts of a leaf; says whether there were any. */
  private boolean maskWithin(int index, Leaf leaf) {
    Hiding hiding = placed.isEmpty() ? everywhere : hidingAt(leaf);
    return switch (leaf.kind()) {
      case KEY, STRING -> maskText(index, leaf, hiding);
      case NUMBER -> maskNumber(index, leaf, hiding);
      case BOOLEAN, NULL -> false;
    };
  }

  private Hiding hidingAt(Leaf leaf) {
    Hiding hiding = everywhere;
    for (int i = 0; i < placed.size(); i++) {
      Mask mask = placed.get(i);
      if (!mask.detectors().isEmpty() && matchers.get(i).selects(leaf.path())) {
        hiding = hiding.and(mask.detectors(), mask.strategy());
      }
    }
    return hiding;
  }

  private boolean maskText(int index, Leaf leaf, Hiding hiding) {
    if (repeats.isOverflown() && leaf.kind() == Leaf.Kind.STRING) {
      replace(index, PATH_LABEL, Strategy.REDACT);
      return true;
    }
    List<Finding> findings = hiding.detection().inText(leaf.text());
    if (findings.isEmpty() && repeats.isEmpty()) {
      return false;
    }
    Redaction redaction = new Redaction(leaf.text());
    hiding.hide(findings, redaction);
    repeats.hideIn(leaf.text(), redaction, PATH_LABEL);
    if (redaction.isEmpty()) {
      return false;
    }
    redaction.countIn(counts);
    edits.add(new Edit(index, redaction.text(), redaction.label()));
    return true;
  }

  private boolean maskNumber(int index, Leaf leaf, Hiding hiding) {
    Optional<Detector> detector = hiding.detection().inNumber(leaf.text());
    detector.ifPresent(kind -> replace(index, kind.label(), hiding.strategy(kind)));
    return detector.isPresent();
  }

  private void replace(int index, String label, Strategy strategy) {
    String replacement = strategy.replacement(label, leaves.get(index).text());
    counts.merge(label, 1, Integer::sum);
    edits.add(new Edit(index, replacement, label));
  }
}
