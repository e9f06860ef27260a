package dev.gatehouse.gateway.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What differs between the places where tables can lie. Immutable. */
public sealed interface Database permits SqliteDatabase, PostgresDatabase {
  /**
   * A connection to the tables, by whose settings it goes.
   *
   * @param makes whether to make the tables where there are none; else that is empty
   */
  Optional<Connection> connect(boolean makes) throws SQLException;

  /** How much room the tables take up. */
  long bytes(Connection connection) throws SQLException;

  /**
   * Takes what was removed out of every file, as far as that is in our hands; outside a
   * transaction.
   *
   * @throws SQLException where it cannot be; what was removed is removed all the same
   */
  void scrub(Connection connection) throws SQLException;
}
