package dev.gatehouse.policies.mask;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** JSON that stands in a text, and the text again with edits. Confined to one thread. */
final class JsonDocument implements Shape {
  private record Child(List<Cuts.Span> siblings, int position) {}

  private record Splice(int start, int end, String text) {}

  private final String text;
  private final List<Leaf> leaves = new ArrayList<>();
  private final List<Cuts.Span> places = new ArrayList<>();

  /** By the path itself: those of one document share their steps. */
  private final IdentityHashMap<Path, Child> children = new IdentityHashMap<>();

  JsonDocument(String text) {
    this.text = text;
  }

  void leaf(Leaf leaf, int start, int end) {
    leaves.add(leaf);
    places.add(new Cuts.Span(start, end));
  }

  void child(Path path, List<Cuts.Span> siblings) {
    children.put(path, new Child(siblings, siblings.size()));
  }

  List<Leaf> leaves() {
    return leaves;
  }

  @Override
  public Optional<Path> without(Path path) {
    return Optional.of(path).filter(children::containsKey);
  }

  @Override
  public Optional<String> instead(Leaf leaf, String replacement) {
    return Shape.any().instead(leaf, replacement);
  }

  /** The text with these edits, and otherwise as it was. */
  String with(List<Edit> edits) {
    List<Splice> splices = new ArrayList<>();
    IdentityHashMap<List<Cuts.Span>, BitSet> removed = new IdentityHashMap<>();
    for (Edit edit : edits) {
      Cuts.Span place = places.get(edit.leaf());
      switch (edit) {
        case Edit.Text(_, String replacement, _) ->
            splices.add(new Splice(place.start(), place.end(), JsonEscapes.quote(replacement)));
        case Edit.Json(_, String json, _) ->
            splices.add(new Splice(place.start(), place.end(), json));
        case Edit.Drop(_, Path at, _) ->
            Optional.ofNullable(children.get(at))
                .ifPresent(
                    child ->
                        removed
                            .computeIfAbsent(child.siblings(), _ -> new BitSet())
                            .set(child.position()));
      }
    }
    removed.forEach(
        (siblings, which) ->
            Cuts.of(siblings, which)
                .forEach(cut -> splices.add(new Splice(cut.start(), cut.end(), ""))));
    return spliced(splices);
  }

  private String spliced(List<Splice> splices) {
    splices.sort(
        Comparator.comparingInt(Splice::start)
            .thenComparing(Comparator.comparingInt(Splice::end).reversed()));
    StringBuilder edited = new StringBuilder(text.length() + 64);
    int copied = 0;
    for (Splice splice : splices) {
      // What stands inside of something that is taken out goes with it.
      if (splice.start() >= copied) {
        edited.append(text, copied, splice.start()).append(splice.text());
        copied = splice.end();
      }
    }
    return edited.append(text, copied, text.length()).toString();
  }
}
