package dev.gatehouse.recordings.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The right to write a log, held by one process at a time; it ends with the process, however that
 * ends.
 *
 * <p>It is an exclusive transaction on an empty SQLite file. A plain file lock of the JDK would not
 * do: POSIX drops all locks of a process on a file as soon as the process closes any channel to it,
 * so that a second attempt within one process would silently free the first.
 */
public final class DirectoryLock implements AutoCloseable {
  private final Connection connection;

  private DirectoryLock(Connection connection) {
    this.connection = connection;
  }

  /** Says that another process, or another log in this one, holds the lock. */
  public static final class HeldException extends Exception {
    private static final long serialVersionUID = 1L;

    HeldException(DataDirectory directory) {
      super("the lock in " + directory.path() + " is held");
    }
  }

  /** Takes the lock or says at once that it cannot be had. */
  public static DirectoryLock take(DataDirectory directory)
      throws HeldException, IOException, SQLException {
    directory.createPrivate(directory.lock());
    Connection connection = SqliteFile.openForWriting(directory.lock(), "busy_timeout=0");
    try {
      SqliteFile.execute(connection, "BEGIN EXCLUSIVE");
      return new DirectoryLock(connection);
    } catch (SQLiteException e) {
      connection.close();
      if (e.getResultCode() == SQLiteErrorCode.SQLITE_BUSY) {
        throw new HeldException(directory);
      }
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
