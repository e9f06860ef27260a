package dev.gatehouse.policies.mask;

/** What to do with one place of a message. */
public sealed interface Edit {
  /** The index of the leaf in the list that was given, from 0. */
  int leaf();

  /** What was found, such as {@code payment-card}; where several, joined by {@code +}. */
  String label();

  /** The leaf becomes this text, to be written as a JSON string, whatever the leaf was before. */
  record Text(int leaf, String text, String label) implements Edit {}

  /** The leaf becomes this JSON: a number, a boolean or null, where a text would not fit. */
  record Json(int leaf, String json, String label) implements Edit {}

  /**
   * The member or element at this path is taken out, whole.
   *
   * @param at the very path of the leaf, or one of its {@linkplain Path#parent() parents}; that of
   *     a key takes out its member. Never the root
   */
  record Drop(int leaf, Path at, String label) implements Edit {}
}
