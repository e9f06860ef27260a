package dev.gatehouse.gateway.approval;

import dev.gatehouse.gateway.database.Database;
import dev.gatehouse.gateway.database.TurnedConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The connections to the tables: one on which changes take turns, and one on which reading does, so
 * that people who look do not hold up people who decide. Thread-safe.
 */
final class Rows implements AutoCloseable {
  private final TurnedConnection writing;
  private final TurnedConnection reading;

  Rows(Database database) {
    this.writing = new TurnedConnection(database, ApprovalSchema.CALLED);
    this.reading = new TurnedConnection(database, ApprovalSchema.CALLED);
  }

  /** What one row of a result says. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Does the work in one transaction, and makes the tables where there are none. */
  <T> T write(T absent, TurnedConnection.Work<T> work) throws SQLException {
    return writing.within(true, absent, work);
  }

  /** What a query gives; nothing where there are no tables. */
  <T> List<T> read(String sql, List<?> parameters, Reader<T> reader) throws SQLException {
    return reading.within(false, List.of(), open -> select(open, sql, parameters, reader));
  }

  /** How many rows a statement changed. */
  int change(String sql, Object... parameters) throws SQLException {
    return write(0, open -> update(open, sql, parameters));
  }

  static <T> List<T> select(Connection open, String sql, List<?> parameters, Reader<T> reader)
      throws SQLException {
    try (PreparedStatement select = open.prepareStatement(sql)) {
      set(select, parameters);
      List<T> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(reader.read(row));
        }
      }
      return found;
    }
  }

  static int update(Connection open, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement update = open.prepareStatement(sql)) {
      set(update, List.of(parameters));
      return update.executeUpdate();
    }
  }

  static long number(Connection open, String sql, Object... parameters) throws SQLException {
    List<Long> numbers = select(open, sql, List.of(parameters), row -> row.getLong(1));
    return numbers.isEmpty() ? 0 : numbers.getFirst();
  }

  /** So many question marks. */
  static String marks(int count) {
    return String.join(", ", java.util.Collections.nCopies(count, "?"));
  }

  private static void set(PreparedStatement statement, List<?> parameters) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      switch (parameters.get(i)) {
        case String text -> statement.setString(i + 1, text);
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case Object other -> throw new SQLException("no parameter: " + other.getClass());
      }
    }
  }

  @Override
  public void close() {
    writing.close();
    reading.close();
  }
}
