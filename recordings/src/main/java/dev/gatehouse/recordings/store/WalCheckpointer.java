package dev.gatehouse.recordings.store;

import static java.lang.System.Logger.Level.WARNING;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Moves committed pages from the WAL into the database on a thread and a connection of its own, so
 * that no commit ever waits for it. Thread-safe.
 *
 * <p>Errors: logged and tried again: the WAL holds everything meanwhile.
 */
public final class WalCheckpointer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WalCheckpointer.class.getName());

  /** Often enough that a restart has little to do, rarely enough that fsyncs do not crowd. */
  private static final Duration EVERY = Duration.ofMillis(500);

  /** 64 MiB in pages of 8 KiB: what a recovery reads in a fraction of a second. */
  private static final long WAL_PAGES_MAX = 8192;

  private final Connection connection;
  private final Thread thread;
  private volatile boolean walIsLong;

  private WalCheckpointer(Connection connection) {
    this.connection = connection;
    this.thread =
        Thread.ofPlatform().daemon().name("gatehouse-wal-checkpointer").unstarted(this::run);
  }

  /** Begins to work on the log in {@code directory}. */
  public static WalCheckpointer start(DataDirectory directory) throws SQLException {
    WalCheckpointer checkpointer = new WalCheckpointer(SqliteStorage.openDatabase(directory));
    checkpointer.thread.start();
    return checkpointer;
  }

  /** Whether the WAL has grown so long that the writer should start it over. */
  public boolean walIsLong() {
    return walIsLong;
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        checkpoint();
      }
    } catch (InterruptedException e) {
      // Closed: the last connection to close checkpoints what is left.
    }
  }

  private void checkpoint() {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
      walIsLong = row.next() && row.getLong(2) > WAL_PAGES_MAX;
    } catch (SQLException e) {
      LOG.log(WARNING, "wal-checkpoint=failed reason=\"{0}\"", e.getMessage());
    }
  }

  @Override
  public void close() throws SQLException {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    connection.close();
  }
}
