package dev.gatehouse.recordings.store;

import java.sql.SQLException;

/** The payload keys in PostgreSQL, in a schema of their own. Confined to one thread. */
final class PostgresKeys implements KeyDatabase {
  private final PostgresConnection connection;

  PostgresKeys(PostgresConnection connection) {
    this.connection = connection;
  }

  @Override
  public <T> T read(Work<T> work) throws SQLException {
    return connection.read(work);
  }

  @Override
  public void write(Work<Integer> work) throws SQLException {
    connection.within(work);
    connection.commit();
  }

  @Override
  public void writeWhileNobodyAppends(Work<Integer> work) throws SQLException {
    write(
        connected -> {
          PostgresConnection.execute(connected, "SELECT size FROM gatehouse.head FOR UPDATE");
          return work.over(connected);
        });
  }

  @Override
  public void scrub() throws SQLException {
    // Only the tables' owner may; for any other role this is a warning, and the server's own
    // housekeeping does it later.
    connection.read(
        connected -> {
          PostgresConnection.execute(connected, "VACUUM payload_key");
          return true;
        });
  }

  @Override
  public void close() {
    connection.close();
  }
}
