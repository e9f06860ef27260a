package dev.gatehouse.gateway.custody;

import java.util.List;

/** Has every upstream asked for its tools, so that the pins hear what they are now. */
@FunctionalInterface
public interface Sweep {
  /** Asks, and gives a line for each that does not answer. */
  List<String> unanswered();
}
