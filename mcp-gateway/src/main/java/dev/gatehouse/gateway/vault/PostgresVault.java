package dev.gatehouse.gateway.vault;

import dev.gatehouse.recordings.store.PostgresAccess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** A vault that gateways share with their log, in PostgreSQL. */
record PostgresVault(PostgresAccess access) implements VaultDatabase {
  private static final int CONNECT_SECONDS_MAX = 2;

  /** A server that says nothing for so long has gone; its call is refused then. */
  private static final int ANSWER_SECONDS_MAX = 5;

  private static final List<String> SETTINGS =
      List.of(
          "SET search_path = gatehouse_vault",
          "SET statement_timeout = '4s'",
          "SET idle_in_transaction_session_timeout = '4s'",
          // Unlike a count, what a token stands for must not be lost with the server's machine.
          "SET synchronous_commit = on");

  @Override
  public Optional<Connection> connect(boolean makes) throws SQLException {
    Connection connection = DriverManager.getConnection(access.url(), properties());
    try {
      for (String setting : SETTINGS) {
        Statements.execute(connection, setting);
      }
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      if (isThere(connection)) {
        return Optional.of(connection);
      }
      if (makes) {
        throw new VaultException(
            "%s has no vault: expected the tables that `gatehouse postgres-setup` prints"
                .formatted(access));
      }
      connection.close();
      return Optional.empty();
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Properties properties() {
    Properties properties = access.properties("gatehouse-vault", CONNECT_SECONDS_MAX);
    properties.setProperty("loginTimeout", Integer.toString(CONNECT_SECONDS_MAX));
    properties.setProperty("socketTimeout", Integer.toString(ANSWER_SECONDS_MAX));
    // Else exceptions quote statements with their parameters.
    properties.setProperty("logServerErrorDetail", "false");
    return properties;
  }

  private static boolean isThere(Connection connection) throws SQLException {
    return Statements.answer(connection, "SELECT to_regclass('kept') IS NOT NULL").equals("t");
  }

  @Override
  public long bytes(Connection connection) throws SQLException {
    return Long.parseLong(Statements.answer(connection, "SELECT pg_total_relation_size('kept')"));
  }

  @Override
  public void scrub(Connection connection) {
    // What was removed is dropped by the server's housekeeping; the table's owner may hasten it.
  }
}
