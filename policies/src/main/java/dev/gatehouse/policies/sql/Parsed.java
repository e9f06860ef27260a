package dev.gatehouse.policies.sql;

/** What reading a text of SQL gives. */
public sealed interface Parsed {
  /** Every part of it is understood. */
  record Understood(SqlFacts facts) implements Parsed {}

  /**
   * Something in it is not understood, so nothing may be concluded from it.
   *
   * @param why one line that holds no literal value of the text
   */
  record Unparsed(String why) implements Parsed {}
}
