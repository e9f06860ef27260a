package dev.gatehouse.recordings.store;

import java.sql.SQLException;

/** Says that the database cannot be reached or does not take writes just now; it may come back. */
public final class StoreAwayException extends SQLException {
  private static final long serialVersionUID = 1L;

  StoreAwayException(String message, SQLException cause) {
    super(message, cause.getSQLState(), cause);
  }
}
