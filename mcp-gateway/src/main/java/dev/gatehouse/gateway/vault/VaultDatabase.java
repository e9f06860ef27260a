package dev.gatehouse.gateway.vault;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What differs between the places where a vault can lie. Immutable. */
interface VaultDatabase {
  /**
   * A connection on which a commit that returned is durable.
   *
   * @param makes whether to make a vault where there is none; else that is empty
   */
  Optional<Connection> connect(boolean makes) throws SQLException;

  /** How much room the vault takes up. */
  long bytes(Connection connection) throws SQLException;

  /**
   * Takes what was removed out of every file of the vault, as far as that is in our hands; outside
   * a transaction.
   *
   * @throws SQLException where it cannot be; what was removed is removed all the same
   */
  void scrub(Connection connection) throws SQLException;
}
