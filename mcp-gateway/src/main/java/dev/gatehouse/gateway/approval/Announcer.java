package dev.gatehouse.gateway.approval;

/** Tells people of steps, at least once each. Thread-safe. */
@FunctionalInterface
public interface Announcer {
  /**
   * Takes a step to be told, durably; whatever is thrown, it is asked again later.
   *
   * @param after how the approval stands; maybe with later steps already
   */
  void announce(Approval after, Step step);
}
