package dev.gatehouse.policies.condition;

import jakarta.json.JsonValue;

/**
 * Stands in JSON for a value that was there once and is not known any more, as in what was recorded
 * of a call.
 *
 * <p>Guarantee: a condition whose outcome depends on it cannot be evaluated; one that is decided
 * without it can, as {@code args.lost == 1 || principal == "ada"} is for Ada. The exceptions are
 * those that {@link Condition#looksAtKinds} tells of.
 */
public enum LostValue implements JsonValue {
  /** The only one: nothing is known of it. */
  LOST;

  /** What conditions see of it: nothing equals it, and nothing differs from it. */
  private static final Object UNKNOWN = new Unknown();

  @Override
  public ValueType getValueType() {
    return ValueType.NULL;
  }

  /** What stands for it among the values of conditions. */
  static Object unknown() {
    return UNKNOWN;
  }

  static boolean isUnknown(Object value) {
    return value instanceof Unknown;
  }

  private static final class Unknown {
    @Override
    public boolean equals(Object other) {
      if (other == this) {
        return true;
      }
      throw new AskedException();
    }

    @Override
    public int hashCode() {
      return 0;
    }

    @Override
    public String toString() {
      return "lost";
    }
  }

  /** Stops an evaluation that asks for something lost. Holds no trace, because it is no fault. */
  static final class AskedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AskedException() {
      super("lost", null, false, false);
    }
  }
}
