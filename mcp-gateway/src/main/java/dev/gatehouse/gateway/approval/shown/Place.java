package dev.gatehouse.gateway.approval.shown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a value stands in a JSON text.
 *
 * <p>Shape: {@code to.items[0]["first name"]}; a name is bare only where it could be nothing else.
 */
sealed interface Place {
  /** Names deeper than this are not all told. */
  int DEPTH_MAX = 12;

  Pattern BARE = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$-]{0,63}");

  record Root() implements Place {}

  record Member(Place of, String name) implements Place {}

  record Element(Place of, int index) implements Place {}

  default Place member(String name) {
    return new Member(this, name);
  }

  default Place element(int index) {
    return new Element(this, index);
  }

  /** As people read it. */
  default ShownText shown() {
    List<ShownText> steps = new ArrayList<>();
    Optional<Place> at = Optional.of(this);
    int depth = 0;
    while (at.isPresent()) {
      if (depth++ < DEPTH_MAX) {
        steps.addFirst(step(at.get()));
      }
      at = above(at.get());
    }
    if (depth - 1 > DEPTH_MAX) {
      steps.addFirst(ShownText.left("(" + (depth - 1 - DEPTH_MAX) + " levels)"));
    }
    return steps.size() == 1 ? ShownText.ours("(all of it)") : ShownText.joined("", steps);
  }

  private static Optional<Place> above(Place place) {
    return switch (place) {
      case Root _ -> Optional.empty();
      case Member member -> Optional.of(member.of());
      case Element element -> Optional.of(element.of());
    };
  }

  private static ShownText step(Place place) {
    return switch (place) {
      case Root _ -> ShownText.ours("");
      case Element element -> ShownText.ours("[" + element.index() + "]");
      case Member(Root _, String name) when BARE.matcher(name).matches() -> ShownText.ours(name);
      case Member member when BARE.matcher(member.name()).matches() ->
          ShownText.ours("." + member.name());
      case Member member ->
          ShownText.of("[%s]", ShownText.quoted(member.name(), ShownText.NAME_MAX));
    };
  }
}
