package dev.gatehouse.policies.mask;

import java.util.Optional;

/**
 * The shape of something of which nothing is expected.
 *
 * @param mayLack whether parts of it may be missing
 */
record AnyShape(boolean mayLack) implements Shape {
  @Override
  public Optional<Path> without(Path path) {
    return mayLack ? path.parent().map(_ -> path) : Optional.empty();
  }

  @Override
  public Optional<String> instead(Leaf leaf, String text) {
    return Optional.of(JsonEscapes.quote(text));
  }
}
