package dev.gatehouse.gateway.channels;

/** Where what is refused to strangers is counted. */
@FunctionalInterface
public interface Refusals {
  /**
   * Counts one.
   *
   * @param peer where it came from
   * @param reason one word, such as {@code slack-forged}
   */
  void count(String peer, String reason);
}
