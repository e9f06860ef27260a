package dev.gatehouse.policies.mask;

/**
 * What another plan would do otherwise to a message that one plan has masked.
 *
 * <p>Places are paths such as {@code arguments.note}; they hold names of members and no values.
 */
public sealed interface MaskChange {
  /** Something that was shown would be hidden, for what it is or where it stands. */
  record More(String place, String label) implements MaskChange {}

  /** Something that was hidden would be shown, as far as this kind goes. */
  record Less(String place, String label) implements MaskChange {}

  /** Something would be hidden in another way, or as another kind. */
  record Otherwise(String place, String label, String then, String now) implements MaskChange {}

  /** Nobody can say: the value is gone, and with it what the other plan would make of it. */
  record Unsaid(String label, String why) implements MaskChange {}
}
