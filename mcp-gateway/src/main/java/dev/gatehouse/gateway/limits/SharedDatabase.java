package dev.gatehouse.gateway.limits;

import dev.gatehouse.gateway.database.PostgresDatabase;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A few connections to the database that gateways share. Thread-safe.
 *
 * <p>Guarantee: no call waits longer than its deadline, but for a second where a connection has to
 * be made: neither for a free connection, nor for a server that says nothing.
 */
final class SharedDatabase implements AutoCloseable {
  /** The database's time in nanoseconds since 1970: the only one that all gateways share. */
  static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000";

  /** Each is a process of the server; a count takes it about a millisecond. */
  private static final int CONNECTIONS_MAX = 4;

  private static final PostgresDatabase.Patience PATIENCE =
      new PostgresDatabase.Patience(Duration.ofSeconds(1), Duration.ofSeconds(1));

  /**
   * A gateway that hangs must not keep the others from their rows. A count is no evidence: that the
   * last half second of them may be lost with the server's machine is worth not waiting for its
   * disk.
   */
  private static final List<String> SETTINGS =
      List.of(
          "SET statement_timeout = '2s'",
          "SET idle_in_transaction_session_timeout = '3s'",
          "SET synchronous_commit = off");

  private final PostgresDatabase database;
  private final Semaphore free = new Semaphore(CONNECTIONS_MAX);
  private final BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(CONNECTIONS_MAX);

  SharedDatabase(PostgresAccess access) {
    this.database =
        new PostgresDatabase(access, "limits", "gatehouse_limits", "count", PATIENCE, SETTINGS);
  }

  /** What is done in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T over(Session session) throws SQLException;
  }

  /** A transaction under way. Confined to one thread. */
  static final class Session {
    private final Connection connection;
    private final Deadline deadline;

    private Session(Connection connection, Deadline deadline) {
      this.connection = connection;
      this.deadline = deadline;
    }

    /** A statement that gives up at the deadline. */
    PreparedStatement prepare(String sql) throws SQLException {
      arm(connection, deadline);
      return connection.prepareStatement(sql);
    }

    /** An array of texts, to be a parameter. */
    java.sql.Array texts(List<String> texts) throws SQLException {
      return connection.createArrayOf("text", texts.toArray());
    }

    /** Undoes what was done so far. */
    void undo() throws SQLException {
      connection.rollback();
    }
  }

  /** Does the work and commits it. */
  <T> T within(Deadline deadline, Work<T> work) throws SQLException {
    if (!acquire(deadline)) {
      throw new SQLTimeoutException("no connection is free");
    }
    try {
      Connection connection = connection(deadline);
      boolean isSound = false;
      try {
        T result = work.over(new Session(connection, deadline));
        arm(connection, deadline);
        connection.commit();
        isSound = true;
        return result;
      } finally {
        if (!isSound || !idle.offer(connection)) {
          connection.close();
        }
      }
    } finally {
      free.release();
    }
  }

  private boolean acquire(Deadline deadline) {
    try {
      return free.tryAcquire(deadline.millisLeft(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Connection connection(Deadline deadline) throws SQLException {
    Optional<Connection> kept = Optional.ofNullable(idle.poll());
    return kept.isPresent() ? kept.get() : connect(deadline);
  }

  private Connection connect(Deadline deadline) throws SQLException {
    if (deadline.millisLeft() == 0) {
      throw new SQLTimeoutException("it took too long");
    }
    Connection made = database.open();
    try {
      made.setAutoCommit(false);
      return made;
    } catch (SQLException e) {
      made.close();
      throw e;
    }
  }

  private static void arm(Connection connection, Deadline deadline) throws SQLException {
    long left = deadline.millisLeft();
    if (left == 0) {
      throw new SQLTimeoutException("it took too long");
    }
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(left));
  }

  /** Lets go of connections that may have been cut, so that the next are new. */
  void forgetIdle() {
    for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
      try {
        kept.close();
      } catch (SQLException e) {
        // The server finds out by itself.
      }
    }
  }

  @Override
  public void close() {
    forgetIdle();
  }
}
