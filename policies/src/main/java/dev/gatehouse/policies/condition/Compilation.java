package dev.gatehouse.policies.condition;

import java.util.List;

/** What compiling a condition gives. */
public sealed interface Compilation {
  /** It is right, and ready. */
  record Compiled(Condition condition) implements Compilation {}

  /** It is wrong; at least one fault. */
  record Faulty(List<Fault> faults) implements Compilation {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }

  /**
   * What is wrong with an expression.
   *
   * @param offset at which character of it, from 0, in UTF-16 units
   */
  record Fault(int offset, String message) {}
}
