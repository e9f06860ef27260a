package dev.gatehouse.policies.mask;

/**
 * A scalar or an object key of a message.
 *
 * <p>Shape: for a scalar, the path where it stands; for a key, the path of the member that it names
 * (so that its parent is the object). The text of strings and keys is decoded; of numbers, booleans
 * and null it is as written in the message.
 */
public record Leaf(Path path, Kind kind, String text) {
  /** What a leaf is. */
  public enum Kind {
    KEY,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL
  }
}
