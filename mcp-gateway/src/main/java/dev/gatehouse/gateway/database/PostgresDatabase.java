package dev.gatehouse.gateway.database;

import dev.gatehouse.recordings.store.PostgresAccess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Tables that gateways share with their log, in a schema of their own in PostgreSQL.
 *
 * @param called what it is to people, as in {@code vault}
 * @param schema such as {@code gatehouse_vault}
 * @param table one of its tables, by which it is seen whether they are there
 * @param patience how long a connection, and then each answer on it, may take; whole seconds
 * @param settings such as {@code SET synchronous_commit = on}
 */
public record PostgresDatabase(
    PostgresAccess access,
    String called,
    String schema,
    String table,
    Patience patience,
    List<String> settings)
    implements Database {

  /** Of what must not be lost, on the disk of the server's machine too. */
  public static final List<String> DURABLE =
      List.of(
          "SET statement_timeout = '4s'",
          "SET idle_in_transaction_session_timeout = '4s'",
          "SET synchronous_commit = on");

  public PostgresDatabase {
    settings = List.copyOf(settings);
  }

  /**
   * How long the server may take; whole seconds.
   *
   * @param connecting to let us in
   * @param answering to say something: one that is silent for longer has gone
   */
  public record Patience(Duration connecting, Duration answering) {
    /** A call waits for it. */
    public static final Patience OF_A_CALL =
        new Patience(Duration.ofSeconds(2), Duration.ofSeconds(5));
  }

  @Override
  public Optional<Connection> connect(boolean makes) throws SQLException {
    Connection connection = open();
    try {
      if (Statements.answer(connection, "SELECT to_regclass('" + table + "') IS NOT NULL")
          .equals("t")) {
        return Optional.of(connection);
      }
      if (makes) {
        throw new DatabaseException(
            "%s has no %s: expected the tables that `gatehouse postgres-setup` prints"
                .formatted(access, called));
      }
      connection.close();
      return Optional.empty();
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** A connection, without a look at the tables. */
  public Connection open() throws SQLException {
    Connection connection = DriverManager.getConnection(access.url(), properties());
    try {
      Statements.execute(connection, "SET search_path = " + schema);
      for (String setting : settings) {
        Statements.execute(connection, setting);
      }
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Properties properties() {
    int connecting = Math.toIntExact(patience.connecting().toSeconds());
    Properties properties = access.properties(schema.replace('_', '-'), connecting);
    properties.setProperty("loginTimeout", Integer.toString(connecting));
    properties.setProperty("socketTimeout", Long.toString(patience.answering().toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    // Else exceptions quote statements with their parameters.
    properties.setProperty("logServerErrorDetail", "false");
    return properties;
  }

  @Override
  public long bytes(Connection connection) throws SQLException {
    return Long.parseLong(
        Statements.answer(
            connection,
            "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class"
                + " WHERE relkind = 'r' AND relnamespace = '"
                + schema
                + "'::regnamespace"));
  }

  @Override
  public void scrub(Connection connection) {
    // What was removed is dropped by the server's housekeeping; the tables' owner may hasten it.
  }
}
