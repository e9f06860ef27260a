package dev.gatehouse.policies.mask;

import java.util.Optional;

/** The shape of a message of which nothing is expected. */
record AnyShape() implements Shape {
  @Override
  public Optional<Path> without(Path path) {
    return path.parent().map(_ -> path);
  }

  @Override
  public Optional<String> instead(Leaf leaf, String text) {
    return Optional.of(JsonEscapes.quote(text));
  }
}
