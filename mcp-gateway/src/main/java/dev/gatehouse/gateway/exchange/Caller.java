package dev.gatehouse.gateway.exchange;

/** What became of asking who a client is. */
public sealed interface Caller {

  /**
   * Somebody.
   *
   * @param owner the same for the same principal, and for no other
   */
  record Known(String owner) implements Caller {}

  /** Nobody that is let in here. */
  record Rejected(Rejection rejection) implements Caller {}
}
