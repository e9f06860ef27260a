package dev.gatehouse.policies;

import java.util.Locale;

/** Of which groups the people are that a rule asks. */
public enum Need {
  /** Each is of one of the groups, whichever. */
  ANY,

  /** Each group has a person of its own among them. */
  ALL;

  /** As files write it: {@code any} or {@code all}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
