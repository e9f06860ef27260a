package dev.gatehouse.gateway.database;

import java.sql.SQLException;
import java.util.Optional;

/** What the gateway itself finds wrong: unlike a driver's, its message holds no row. */
public final class DatabaseException extends SQLException {
  private static final long serialVersionUID = 1;

  public DatabaseException(String message) {
    super(message);
  }

  /**
   * What may be told of a fault: what we said ourselves; of a driver never the message, which may
   * quote a statement with its parameters.
   */
  public static String told(SQLException e) {
    return e instanceof DatabaseException own
        ? String.valueOf(own.getMessage())
        : e.getClass().getSimpleName()
            + Optional.ofNullable(e.getSQLState()).map(" "::concat).orElse("");
  }
}
