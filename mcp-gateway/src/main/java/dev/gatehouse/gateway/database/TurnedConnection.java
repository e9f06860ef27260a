package dev.gatehouse.gateway.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The one connection to a database, on which callers take turns: made by the first of them, and
 * again after a fault. Thread-safe.
 */
public final class TurnedConnection implements AutoCloseable {
  /** How long a message waits for its turn: a write takes milliseconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Database database;
  private final String called;
  private final Semaphore turn = new Semaphore(1);

  /** Of whose turn it is. */
  private Optional<Connection> open = Optional.empty();

  /**
   * To this database.
   *
   * @param called what it is to people, as in {@code the vault}
   */
  public TurnedConnection(Database database, String called) {
    this.database = database;
    this.called = called;
  }

  /** What is done in one transaction, and may be done twice. */
  @FunctionalInterface
  public interface Work<T> {
    T over(Connection connection) throws SQLException;
  }

  /**
   * Does the work and commits it.
   *
   * @param makes whether to make the tables where there are none; else that gives {@code absent}
   */
  public <T> T within(boolean makes, T absent, Work<T> work) throws SQLException {
    takeTurn();
    try {
      if (open.isPresent()) {
        try {
          return committed(open.get(), work);
        } catch (SQLException e) {
          // It may have been cut while nobody used it; any other fault comes again.
        }
      }
      open = database.connect(makes);
      return open.isEmpty() ? absent : committed(open.get(), work);
    } finally {
      turn.release();
    }
  }

  /** Takes what was removed out of the files. */
  public void scrub() throws SQLException {
    takeTurn();
    try {
      if (open.isPresent()) {
        database.scrub(open.get());
      }
    } finally {
      turn.release();
    }
  }

  private <T> T committed(Connection connection, Work<T> work) throws SQLException {
    boolean isSound = false;
    try {
      connection.setAutoCommit(false);
      T result = work.over(connection);
      // If we crash before this, nothing was kept, and no message went on for it.
      connection.commit();
      connection.setAutoCommit(true);
      isSound = true;
      return result;
    } finally {
      if (!isSound) {
        drop();
      }
    }
  }

  private void takeTurn() throws SQLException {
    try {
      if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SQLTimeoutException(called + " is busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for " + called, e);
    }
  }

  private void drop() {
    Optional<Connection> dropped = open;
    open = Optional.empty();
    try {
      if (dropped.isPresent()) {
        dropped.get().close();
      }
    } catch (SQLException e) {
      // Whoever is at the other end finds out by itself.
    }
  }

  @Override
  public void close() {
    turn.acquireUninterruptibly();
    drop();
    turn.release();
  }
}
