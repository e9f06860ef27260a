package dev.gatehouse.policies.mask;

import dev.gatehouse.policies.detect.Detector;
import dev.gatehouse.policies.detect.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final Pseudonyms pseudonyms;
  private final Shape shape;

  /** What is taken out, by what it is: paths of one message share their steps. */
  private final Set<Path> dropped = Collections.newSetFromMap(new IdentityHashMap<>());

  MessageMasker(
      Hiding everywhere, List<Mask> placed, List<Leaf> leaves, Pseudonyms pseudonyms, Shape shape) {
    this.pseudonyms = pseudonyms;
    this.shape = shape;
    this.everywhere = everywhere;
    this.placed = placed;
    this.leaves = leaves;
    placed.forEach(mask -> matchers.add(new PathMatcher(mask.path().orElseThrow())));
  }

  /** How a value is hidden whole; where it is dropped, with what. */
  private record Whole(Strategy strategy, Optional<Path> dropped) {}

  Masking mask() throws MaskingException {
    // 1. What paths hide, because all the other texts are then searched for it.
    List<Optional<Whole>> whole = placed.isEmpty() ? List.of() : hideByPath();
    // 2. The leaves in their order.
    boolean keyEdited = false;
    for (int i = 0; i < leaves.size(); i++) {
      Leaf leaf = leaves.get(i);
      if (!whole.isEmpty() && whole.get(i).isPresent()) {
        hideWhole(i, whole.get(i).get());
      } else if (maskWithin(i, leaf)) {
        keyEdited |= leaf.kind() == Leaf.Kind.KEY;
      }
    }
    // 3. Keys that became equal.
    List<Edit> distinct = keyEdited ? KeyNames.distinct(leaves, edits) : edits;
    return new Masking(distinct, counts);
  }

  /** For each leaf how it is hidden whole, if it is. */
  private List<Optional<Whole>> hideByPath() {
    List<Optional<Whole>> whole = new ArrayList<>(leaves.size());
    for (Leaf leaf : leaves) {
      Optional<Whole> how = wholeOf(leaf);
      boolean isName = leaf.kind() == Leaf.Kind.KEY;
      whole.add(how.filter(w -> !isName || w.dropped().isPresent()));
      if (how.isPresent() && (leaf.kind() == Leaf.Kind.STRING || leaf.kind() == Leaf.Kind.NUMBER)) {
        repeats.add(leaf.text());
      }
    }
    return whole;
  }

  private Optional<Whole> wholeOf(Leaf leaf) {
    Optional<Strategy> strictest = Optional.empty();
    Optional<Path> dropped = Optional.empty();
    for (int i = 0; i < placed.size(); i++) {
      Mask mask = placed.get(i);
      if (mask.detectors().isEmpty() && matchers.get(i).selects(leaf.path())) {
        strictest = Optional.of(strictest.map(mask.strategy()::stricter).orElse(mask.strategy()));
        if (mask.strategy() instanceof Strategy.Drop) {
          Path top = matchers.get(i).top(leaf.path());
          dropped = dropped.filter(path -> path.depth() <= top.depth()).or(() -> Optional.of(top));
        }
      }
    }
    Optional<Path> at = dropped.filter(path -> path.parent().isPresent());
    return strictest.map(strategy -> new Whole(strategy, at));
  }

  private void hideWhole(int index, Whole whole) throws MaskingException {
    Optional<Path> at = whole.dropped().flatMap(shape::without);
    if (at.isPresent()) {
      drop(index, at.get(), PATH_LABEL);
    } else {
      replace(index, PATH_LABEL, whole.strategy());
    }
  }

  /** Hides parts of a leaf; says whether there were any. */
  private boolean maskWithin(int index, Leaf leaf) throws MaskingException {
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

  private boolean maskText(int index, Leaf leaf, Hiding hiding) throws MaskingException {
    if (repeats.isOverflown() && leaf.kind() == Leaf.Kind.STRING) {
      replace(index, PATH_LABEL, Strategy.redact());
      return true;
    }
    List<Finding> findings = hiding.detection().inText(leaf.text(), nearestName(leaf));
    if (findings.isEmpty() && repeats.isEmpty()) {
      return false;
    }
    Redaction redaction = new Redaction(leaf.text());
    hiding.hide(findings, redaction);
    repeats.hideIn(leaf.text(), redaction, PATH_LABEL);
    if (redaction.isEmpty()) {
      return false;
    }
    Optional<Path> dropped = redaction.drops() ? shape.without(leaf.path()) : Optional.empty();
    if (dropped.isPresent()) {
      drop(index, dropped.get(), redaction.label());
      return true;
    }
    redaction.countIn(counts);
    put(index, redaction.text(pseudonyms), redaction.label());
    return true;
  }

  private boolean maskNumber(int index, Leaf leaf, Hiding hiding) throws MaskingException {
    Optional<Detector> detector = hiding.detection().inNumber(leaf.text(), nearestName(leaf));
    if (detector.isPresent()) {
      replace(index, detector.get().label(), hiding.strategy(detector.get()));
    }
    return detector.isPresent();
  }

  /** What the nearest member around a leaf is called; a name tells nothing of itself. */
  private static String nearestName(Leaf leaf) {
    Optional<Path> at =
        leaf.kind() == Leaf.Kind.KEY ? leaf.path().parent() : Optional.of(leaf.path());
    while (at.isPresent() && at.get().key().isEmpty()) {
      at = at.get().parent();
    }
    return at.flatMap(Path::key).orElse("");
  }

  private void replace(int index, String label, Strategy strategy) throws MaskingException {
    Leaf leaf = leaves.get(index);
    Optional<Path> dropped =
        strategy instanceof Strategy.Drop ? shape.without(leaf.path()) : Optional.empty();
    if (dropped.isPresent()) {
      drop(index, dropped.get(), label);
      return;
    }
    counts.merge(label, 1, Integer::sum);
    put(index, strategy.replacement(label, leaf.text(), pseudonyms), label);
  }

  /** Puts a text in place of a leaf, or what else its receiver takes there. */
  private void put(int index, String text, String label) throws MaskingException {
    Leaf leaf = leaves.get(index);
    Optional<String> json =
        leaf.kind() == Leaf.Kind.KEY
            ? Optional.of(JsonEscapes.quote(text))
            : shape.instead(leaf, text);
    Optional<Path> spare = json.isPresent() ? Optional.empty() : shape.without(leaf.path());
    if (spare.isPresent()) {
      drop(index, spare.get(), label);
    } else if (json.isEmpty()) {
      throw new MaskingException("nothing else fits where something is to be masked");
    } else if (json.get().equals(JsonEscapes.quote(text))) {
      edits.add(new Edit.Text(index, text, label));
    } else {
      edits.add(new Edit.Json(index, json.get(), label));
    }
  }

  /** Takes out what holds a leaf; once, and what else stands in it goes with it. */
  private void drop(int index, Path at, String label) {
    if (dropped.add(at)) {
      counts.merge(label, 1, Integer::sum);
      edits.add(new Edit.Drop(index, at, label));
    }
  }
}
