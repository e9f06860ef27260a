package dev.gatehouse.policies.mask;

import java.util.Optional;

/** What the receiver of a message expects of it. */
public interface Shape {
  /**
   * The least part of the message that holds what stands at this path and that may be missing;
   * empty if there is none.
   */
  Optional<Path> without(Path path);

  /**
   * What may stand at this path instead of a leaf, as JSON; empty if nothing fits. Instead of a
   * key, a text.
   *
   * @param text what the mask would put there, if a text fits
   */
  Optional<String> instead(Leaf leaf, String text);

  /** Expects nothing. */
  static Shape any() {
    return new AnyShape(true);
  }
}
