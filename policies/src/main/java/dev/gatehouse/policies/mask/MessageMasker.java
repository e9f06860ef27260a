package dev.gatehouse.policies.mask;

import dev.gatehouse.policies.detect.Detector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Masks the leaves of one message, or of a document in a text of one. Confined to one thread, used
 * once.
 */
final class MessageMasker {
  private static final String UNREADABLE_LABEL = "unreadable";

  private static final Path STRUCTURED = Path.root().key("structuredContent");

  private final MaskRun run;
  private final List<Leaf> leaves;
  private final Shape shape;
  private final int depth;
  private final Headings headings;
  private final List<Optional<MaskRun.Whole>> whole;
  private final List<Optional<Embedded>> embedded;
  private final List<Edit> edits = new ArrayList<>();

  /** What is taken out, by what it is: paths of one message share their steps. */
  private final Set<Path> dropped = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Opens what the leaves hold, and learns what paths and columns hide in them, because all texts
   * are then searched for it.
   *
   * @param depth how many texts they stand in
   */
  MessageMasker(MaskRun run, List<Leaf> leaves, Shape shape, int depth) {
    this.run = run;
    this.leaves = leaves;
    this.shape = shape;
    this.depth = depth;
    this.headings = run.hasColumns() ? Headings.of(leaves) : Headings.none();
    this.whole = new ArrayList<>(leaves.size());
    this.embedded = new ArrayList<>(leaves.size());
    for (Leaf leaf : leaves) {
      Optional<MaskRun.Whole> how =
          run.dependsOnPlace() ? run.wholeOf(leaf, headings) : Optional.empty();
      whole.add(how);
      boolean isText = leaf.kind() == Leaf.Kind.STRING;
      embedded.add(isText && how.isEmpty() ? open(leaf) : Optional.empty());
      if (how.isPresent() && (isText || leaf.kind() == Leaf.Kind.NUMBER)) {
        run.repeats().add(leaf.text());
      }
    }
  }

  /** What to do with the leaves. */
  List<Edit> edits() throws MaskingException {
    return edits(Map.of());
  }

  /** The same with more to hide in some leaves. */
  List<Edit> edits(Map<Integer, List<Redaction.Part>> more) throws MaskingException {
    Map<Integer, List<Redaction.Part>> cut = cutValues();
    more.forEach((leaf, parts) -> cut.computeIfAbsent(leaf, _ -> new ArrayList<>()).addAll(parts));
    boolean keyEdited = false;
    for (int i = 0; i < leaves.size(); i++) {
      Leaf leaf = leaves.get(i);
      int before = edits.size();
      if (whole.get(i).isPresent()) {
        hideWhole(i, whole.get(i).get());
      } else {
        maskWithin(i, leaf, cut.getOrDefault(i, List.of()));
      }
      keyEdited |= leaf.kind() == Leaf.Kind.KEY && edits.size() > before;
    }
    // Keys that became equal.
    return keyEdited ? KeyNames.distinct(leaves, edits) : edits;
  }

  private Optional<Embedded> open(Leaf leaf) {
    if (depth >= TextMask.DEPTH_MAX) {
      return Optional.empty();
    }
    String text = leaf.text();
    Optional<JsonDocument> json = JsonReader.read(text, inside(leaf));
    if (json.isPresent()) {
      JsonDocument document = json.get();
      MessageMasker inside = new MessageMasker(run, document.leaves(), document, depth + 1);
      return Optional.of(new Embedded.Json(document, inside));
    }
    int from = text.startsWith("data:") ? text.indexOf(',') + 1 : 0;
    return Base64Runs.whole(text, from)
        .map(
            encoded -> {
              Leaf decoded = new Leaf(leaf.path(), Leaf.Kind.STRING, encoded.text());
              return new Embedded.Encoded(
                  text,
                  encoded,
                  new MessageMasker(run, List.of(decoded), new AnyShape(false), depth + 1));
            });
  }

  /**
   * Where what stands in a text stands. Tools repeat their structured result as the text of a
   * content block, as the protocol asks of them; so what a path hides there it hides here.
   */
  private Path inside(Leaf leaf) {
    Optional<Path> block = leaf.path().parent().filter(path -> path.index() >= 0);
    Optional<Path> list = block.flatMap(Path::parent).filter(path -> path.depth() == 1);
    boolean isContent =
        leaf.path().key().filter("text"::equals).isPresent()
            && list.flatMap(Path::key).filter("content"::equals).isPresent();
    return isContent && depth == 0 ? leaf.path().repeating(STRUCTURED) : leaf.path();
  }

  private Map<Integer, List<Redaction.Part>> cutValues() {
    List<List<Integer>> rows = new ArrayList<>();
    for (List<Integer> row : Joints.rows(leaves)) {
      rows.add(row.stream().filter(leaf -> whole.get(leaf).isEmpty()).toList());
    }
    rows.removeIf(row -> row.size() < 2);
    Map<Integer, List<Redaction.Part>> cut = new HashMap<>();
    for (List<Integer> row : rows) {
      Hiding hiding = run.hidingAt(leaves.get(row.getFirst()), headings);
      if (!hiding.isEmpty()) {
        cut.putAll(Joints.in(leaves, List.of(row), hiding));
      }
    }
    return cut;
  }

  private void hideWhole(int index, MaskRun.Whole how) throws MaskingException {
    Optional<Path> at = how.dropped().flatMap(shape::without);
    if (at.isPresent()) {
      drop(index, at.get(), how.label());
    } else if (leaves.get(index).kind() != Leaf.Kind.KEY
        || !(how.strategy() instanceof Strategy.Drop)) {
      replace(index, how.label(), how.strategy());
    }
  }

  /** Hides parts of a leaf. */
  private void maskWithin(int index, Leaf leaf, List<Redaction.Part> cut) throws MaskingException {
    switch (leaf.kind()) {
      case STRING -> maskText(index, leaf, cut);
      case KEY -> maskPlain(index, leaf, run.hidingAt(leaf, headings), cut);
      case NUMBER -> maskNumber(index, leaf, run.hidingAt(leaf, headings));
      case BOOLEAN, NULL -> {}
    }
  }

  private void maskText(int index, Leaf leaf, List<Redaction.Part> cut) throws MaskingException {
    if (run.repeats().isOverflown()) {
      replace(index, MaskRun.PATH_LABEL, Strategy.redact());
      return;
    }
    Hiding hiding = run.hidingAt(leaf, headings);
    Optional<Embedded> document = cut.isEmpty() ? embedded.get(index) : Optional.empty();
    if (document.isPresent() && !isFoundAsItIs(document.get(), leaf, hiding)) {
      List<Edit> inside = document.get().inside().edits();
      if (!inside.isEmpty()) {
        String labels =
            inside.stream().map(Edit::label).distinct().collect(Collectors.joining("+"));
        put(index, document.get().with(inside), labels);
      }
    } else if (document.isEmpty()
        && JsonReader.looksLikeJson(leaf.text())
        && run.reachesInto(inside(leaf))) {
      // What a path may mean in there, nobody can say.
      replace(index, UNREADABLE_LABEL, Strategy.redact());
    } else {
      maskPlain(index, leaf, hiding, cut);
    }
  }

  /** Whether something is found in what is written in base64 before it is decoded. */
  private static boolean isFoundAsItIs(Embedded document, Leaf leaf, Hiding hiding) {
    return switch (document) {
      case Embedded.Json _ -> false;
      case Embedded.Encoded _ ->
          !hiding.detection().inText(leaf.text(), nearestName(leaf)).isEmpty();
    };
  }

  private void maskPlain(int index, Leaf leaf, Hiding hiding, List<Redaction.Part> cut)
      throws MaskingException {
    Redaction redaction = new Redaction(leaf.text());
    cut.forEach(redaction::add);
    new TextMask(run, leaf.path(), depth).hideIn(leaf.text(), nearestName(leaf), hiding, redaction);
    if (redaction.isEmpty()) {
      return;
    }
    Optional<Path> at = redaction.drops() ? shape.without(leaf.path()) : Optional.empty();
    if (at.isPresent()) {
      drop(index, at.get(), redaction.label());
    } else {
      redaction.countIn(run.counts());
      put(index, redaction.text(run.pseudonyms()), redaction.label());
    }
  }

  private void maskNumber(int index, Leaf leaf, Hiding hiding) throws MaskingException {
    Optional<Detector> detector = hiding.detection().inNumber(leaf.text(), nearestName(leaf));
    if (detector.isPresent()) {
      replace(index, detector.get().label(), hiding.strategy(detector.get()));
    } else if (depth > 0 && run.repeats().isRepeated(leaf.text())) {
      replace(index, MaskRun.PATH_LABEL, Strategy.redact());
    }
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
    Optional<Path> at =
        strategy instanceof Strategy.Drop ? shape.without(leaf.path()) : Optional.empty();
    if (at.isPresent()) {
      drop(index, at.get(), label);
      return;
    }
    run.counts().merge(label, 1, Integer::sum);
    put(index, strategy.replacement(label, leaf.text(), run.pseudonyms()), label);
  }

  /** Puts a text in place of a leaf, or what else its receiver takes there. */
  private void put(int index, String text, String label) throws MaskingException {
    Leaf leaf = leaves.get(index);
    String quoted = JsonEscapes.quote(text);
    Optional<String> json = shape.instead(leaf, text);
    Optional<Path> spare = json.isPresent() ? Optional.empty() : shape.without(leaf.path());
    if (spare.isPresent()) {
      drop(index, spare.get(), label);
    } else if (json.isEmpty()) {
      throw new MaskingException("nothing else fits where something is to be masked");
    } else if (json.get().equals(quoted)) {
      edits.add(new Edit.Text(index, text, label));
    } else {
      edits.add(new Edit.Json(index, json.get(), label));
    }
  }

  /** Takes out what holds a leaf; once, and what else stands in it goes with it. */
  private void drop(int index, Path at, String label) {
    if (dropped.add(at)) {
      run.counts().merge(label, 1, Integer::sum);
      edits.add(new Edit.Drop(index, at, label));
    }
  }
}
