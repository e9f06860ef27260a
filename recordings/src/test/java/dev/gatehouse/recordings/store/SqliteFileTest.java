package dev.gatehouse.recordings.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {
  private static final int TIMES = 100;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void makeFile() throws Exception {
    file = Files.createFile(directory.resolve("x.db"));
  }

  private Connection open() throws SQLException {
    return SqliteFile.openForWriting(file, "journal_mode=wal");
  }

  @Test
  void emptiesTheWalBesideSomebodyWhoCheckpointsAllTheTime() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (Connection writer = open();
        Connection other = open()) {
      SqliteFile.execute(writer, "CREATE TABLE t (x)");
      Thread busy =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!done.get()) {
                      checkpoint(other);
                    }
                  });
      for (int i = 0; i < TIMES; i++) {
        SqliteFile.execute(writer, "INSERT INTO t VALUES (zeroblob(20000))");
        SqliteFile.emptyWal(writer);
      }
      done.set(true);
      busy.join();
    }
  }

  @Test
  void refusesWhereAReaderKeepsOldPages() throws Exception {
    try (Connection writer = open();
        Connection reader = open();
        Statement statement = reader.createStatement()) {
      SqliteFile.execute(writer, "PRAGMA busy_timeout=0");
      SqliteFile.execute(writer, "CREATE TABLE t (x)");
      SqliteFile.execute(writer, "INSERT INTO t VALUES (1), (2)");
      SqliteFile.execute(reader, "BEGIN");
      try (ResultSet row = statement.executeQuery("SELECT count(*) FROM t")) {
        assertEquals(2, row.getInt(1));
        SqliteFile.execute(writer, "INSERT INTO t VALUES (3)");
        assertThrows(SQLException.class, () -> SqliteFile.emptyWal(writer));
      }
    }
  }

  private static void checkpoint(Connection connection) {
    try {
      SqliteFile.execute(connection, "PRAGMA wal_checkpoint(PASSIVE)");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
