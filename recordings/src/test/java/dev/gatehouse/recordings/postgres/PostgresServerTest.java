package dev.gatehouse.recordings.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server of the tests keeps what it committed, however it is stopped. */
class PostgresServerTest {

  @ParameterizedTest
  @EnumSource(PostgresServer.Stop.class)
  void keepsWhatItCommittedHoweverItIsStopped(PostgresServer.Stop how) throws SQLException {
    try (PostgresServer server = PostgresServer.start()) {
      String url = server.newDatabase();
      server.executeAt(url, "CREATE TABLE t(x integer)", "INSERT INTO t VALUES (7)");
      server.stop(how);
      assertThrows(AssertionError.class, () -> server.executeAt(url, "SELECT 1"));
      server.startAgain();
      try (Connection connection = DriverManager.getConnection(url, PostgresServer.OWNER, "");
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT x FROM t")) {
        row.next();
        assertEquals(7, row.getInt(1));
      }
    }
  }

  @Test
  void leavesNothingBehind() {
    PostgresServer server = PostgresServer.start();
    String url = server.newDatabase();
    server.close();
    assertThrows(SQLException.class, () -> DriverManager.getConnection(url, "owner", ""));
  }
}
