package dev.gatehouse.policies.mask;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What all the texts of one message have in common while it is masked. Confined to one thread. */
final class MaskRun {
  /** What a value hidden by its place alone is called. */
  static final String PATH_LABEL = "path";

  /** What a value hidden by its column is called. */
  static final String COLUMN_LABEL = "column";

  private final Hiding everywhere;
  private final List<Mask> placed;
  private final List<Optional<PathMatcher>> matchers = new ArrayList<>();

  /** Others for the places that are repeated, because a matcher remembers where it was. */
  private final List<Optional<PathMatcher>> repeated = new ArrayList<>();

  private final NotedTokens pseudonyms;
  private final Repeats repeats = new Repeats();
  private final Map<String, Integer> counts = new TreeMap<>();

  MaskRun(Hiding everywhere, List<Mask> placed, Pseudonyms pseudonyms) {
    this.everywhere = everywhere;
    this.placed = placed;
    this.pseudonyms = new NotedTokens(pseudonyms, new HashMap<>());
    placed.forEach(mask -> matchers.add(mask.path().map(PathMatcher::new)));
    placed.forEach(mask -> repeated.add(mask.path().map(PathMatcher::new)));
  }

  Pseudonyms pseudonyms() {
    return pseudonyms;
  }

  /** Keeps what the tokens of the message stand for. */
  void keepTokens() throws MaskingException {
    if (!pseudonyms.values().isEmpty()) {
      pseudonyms.keep(pseudonyms.values());
    }
  }

  Repeats repeats() {
    return repeats;
  }

  Map<String, Integer> counts() {
    return counts;
  }

  /** Whether any mask depends on where something stands. */
  boolean dependsOnPlace() {
    return !placed.isEmpty();
  }

  /** Whether any mask is about columns. */
  boolean hasColumns() {
    return placed.stream().anyMatch(mask -> mask.column().isPresent());
  }

  /** What detectors hide at a leaf. */
  Hiding hidingAt(Leaf leaf, Headings headings) {
    Hiding hiding = everywhere;
    for (int i = 0; i < placed.size(); i++) {
      Mask mask = placed.get(i);
      if (!mask.detectors().isEmpty() && selects(i, leaf, headings)) {
        hiding = hiding.and(mask.detectors(), mask.strategy());
      }
    }
    return hiding;
  }

  /** How a leaf is hidden whole, if it is. */
  Optional<Whole> wholeOf(Leaf leaf, Headings headings) {
    Optional<Whole> whole = Optional.empty();
    for (int i = 0; i < placed.size(); i++) {
      Mask mask = placed.get(i);
      boolean isName = leaf.kind() == Leaf.Kind.KEY;
      boolean isSpared = isName && !(mask.strategy() instanceof Strategy.Drop);
      if (!mask.detectors().isEmpty()) {
        continue;
      }
      if (isSpared ? isNameBelow(i, leaf) : selects(i, leaf, headings)) {
        Whole more = whole(i, leaf);
        whole = Optional.of(whole.map(other -> other.and(more)).orElse(more));
      }
    }
    return whole;
  }

  /** The masks of cells that stand in a text, for columns at this place. */
  List<Mask> columnsAt(Path path) {
    List<Mask> columns = new ArrayList<>();
    for (int i = 0; i < placed.size(); i++) {
      if (placed.get(i).column().isPresent() && isAt(i, path)) {
        columns.add(placed.get(i));
      }
    }
    return columns;
  }

  /** Whether a mask hides by its place something that may stand inside a text at this path. */
  boolean reachesInto(Path path) {
    for (int i = 0; i < placed.size(); i++) {
      boolean isWhole = placed.get(i).detectors().isEmpty();
      Optional<PathMatcher> matcher = matchers.get(i);
      if (isWhole
          && (matcher.isEmpty()
              || matcher.get().mayGoOn(path)
              || path.also().filter(matcher.get()::mayGoOn).isPresent())) {
        return true;
      }
    }
    return false;
  }

  private boolean selects(int mask, Leaf leaf, Headings headings) {
    Optional<Column> column = placed.get(mask).column();
    return isAt(mask, leaf.path())
        && (column.isEmpty() || headings.isUnder(column.get(), leaf.path()));
  }

  private boolean isAt(int mask, Path path) {
    Optional<PathMatcher> matcher = matchers.get(mask);
    return matcher.isEmpty() || matcher.get().selects(path) || isRepeated(mask, path);
  }

  private boolean isRepeated(int mask, Path path) {
    return path.also()
        .filter(other -> repeated.get(mask).filter(it -> it.selects(other)).isPresent())
        .isPresent();
  }

  /** Whether a name is a value by this mask. */
  private boolean isNameBelow(int mask, Leaf name) {
    return placed.get(mask).keys()
        && placed.get(mask).column().isEmpty()
        && name.path().parent().filter(parent -> isAt(mask, parent)).isPresent();
  }

  private Whole whole(int mask, Leaf leaf) {
    Strategy strategy = placed.get(mask).strategy();
    boolean isColumn = placed.get(mask).column().isPresent();
    // Taking a cell out of a row would move those behind it into other columns.
    boolean isCell = isColumn && leaf.path().key().isEmpty();
    Optional<Path> dropped =
        strategy instanceof Strategy.Drop && !isCell
            ? Optional.of(top(mask, leaf.path(), isColumn))
            : Optional.empty();
    return new Whole(
        strategy,
        dropped.filter(path -> path.parent().isPresent()),
        isColumn ? COLUMN_LABEL : PATH_LABEL);
  }

  private Path top(int mask, Path path, boolean isColumn) {
    Optional<PathMatcher> matcher = matchers.get(mask);
    if (isColumn || matcher.isEmpty()) {
      return path;
    }
    Optional<Path> other = path.also().filter(_ -> !matcher.get().selects(path));
    return other
        .map(also -> path.first(path.depth() - also.depth() + matcher.get().top(also).depth()))
        .orElseGet(() -> matcher.get().top(path));
  }

  /**
   * How a value is hidden whole.
   *
   * @param dropped what is taken out with it, if it is
   * @param label what says why
   */
  record Whole(Strategy strategy, Optional<Path> dropped, String label) {
    /** The stricter of both; of two parts to take out the larger. */
    Whole and(Whole other) {
      boolean isLarger =
          dropped.isEmpty()
              || other.dropped().filter(p -> p.depth() < dropped.get().depth()).isPresent();
      return new Whole(
          strategy.stricter(other.strategy()),
          isLarger ? other.dropped().or(() -> dropped) : dropped,
          label);
    }
  }
}
