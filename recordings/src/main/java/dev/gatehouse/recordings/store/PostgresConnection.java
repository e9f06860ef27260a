package dev.gatehouse.recordings.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * A connection to PostgreSQL that is made again after it was lost. Confined to one thread.
 *
 * <p>Errors: {@link StoreAwayException} where the server cannot be reached, is starting or
 * stopping, takes no writes, or where another node holds a lock for too long.
 */
final class PostgresConnection implements AutoCloseable {
  private static final int CONNECT_SECONDS_MAX = 5;

  /** A server that says nothing for so long has gone; two of these fit an append's wait. */
  private static final int ANSWER_SECONDS_MAX = 14;

  /**
   * How long others may hold a lock, and how long this node may sleep on one: a node that hangs
   * must not stop the others.
   */
  private static final List<String> WRITER =
      List.of("SET lock_timeout = '10s'", "SET idle_in_transaction_session_timeout = '10s'");

  /** Of these, and of those that begin with 08, the same may succeed a moment later. */
  private static final Set<String> PASSING =
      Set.of(
          "57P01", // it is shutting down
          "57P02", // it crashed
          "57P03", // it is starting
          "57P05", // this session was idle for too long
          "25P03", // this transaction was idle for too long
          "53300", // it has too many connections
          "25006", // it has become a standby
          "55P03", // a lock was held for too long
          "40001", // others were quicker
          "40P01"); // two waited for each other

  private final PostgresAccess access;
  private final String schema;
  private final boolean writes;
  private Optional<Connection> connection = Optional.empty();
  private boolean closed;

  private PostgresConnection(PostgresAccess access, String schema, boolean writes) {
    this.access = access;
    this.schema = schema;
    this.writes = writes;
  }

  /** One to write with, which demands of the server what durability hangs on. */
  static PostgresConnection forWriting(PostgresAccess access, String schema) {
    return new PostgresConnection(access, schema, true);
  }

  static PostgresConnection forReading(PostgresAccess access, String schema) {
    return new PostgresConnection(access, schema, false);
  }

  /** A connection to read with; it is not made again. */
  static Connection toRead(PostgresAccess access, String schema) throws SQLException {
    return connect(access, schema, false);
  }

  /** Does {@code work}, outside a transaction; connects first where there is no connection. */
  <T> T read(KeyDatabase.Work<T> work) throws SQLException {
    try {
      Connection connected = connected();
      connected.setAutoCommit(true);
      return work.over(connected);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Does {@code work} in a transaction, which {@link #commit} ends. */
  <T> T within(KeyDatabase.Work<T> work) throws SQLException {
    try {
      Connection connected = connected();
      connected.setAutoCommit(false);
      return work.over(connected);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Makes durable what was done within the transaction. */
  void commit() throws SQLException {
    try {
      Connection connected = connected();
      connected.clearWarnings();
      connected.commit();
      SQLWarning warning = connected.getWarnings();
      if (warning != null) {
        // It was committed here, but perhaps not where `synchronous_commit` demands it.
        drop();
        throw new StoreAwayException(
            "a commit came with a warning: " + warning.getMessage(), warning);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private Connection connected() throws SQLException {
    if (connection.isPresent()) {
      return connection.get();
    }
    if (closed) {
      throw new SQLException("the connection to " + access.place() + " was closed");
    }
    Connection made = connect(access, schema, writes);
    connection = Optional.of(made);
    if (writes) {
      PostgresDurability.require(made);
    }
    return made;
  }

  private static Connection connect(PostgresAccess access, String schema, boolean writes)
      throws SQLException {
    Properties properties = access.properties("gatehouse", CONNECT_SECONDS_MAX);
    properties.setProperty("loginTimeout", Integer.toString(2 * CONNECT_SECONDS_MAX));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("socketTimeout", Integer.toString(ANSWER_SECONDS_MAX));
    Connection made = DriverManager.getConnection(access.url(), properties);
    try {
      execute(made, "SET search_path = " + schema);
      for (String setting : writes ? WRITER : List.<String>of()) {
        execute(made, setting);
      }
      made.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      made.setReadOnly(!writes);
      return made;
    } catch (SQLException e) {
      made.close();
      throw e;
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Gives up what is under way, and says whether trying again may help. */
  SQLException failed(SQLException fault) {
    drop();
    String state = "" + fault.getSQLState();
    boolean passing = state.startsWith("08") || PASSING.contains(state);
    return passing && !(fault instanceof StoreAwayException)
        ? new StoreAwayException(access.place() + " is away: " + fault.getMessage(), fault)
        : fault;
  }

  /** Lets the connection go, and with it whatever was not committed. */
  void drop() {
    Optional<Connection> dropped = connection;
    connection = Optional.empty();
    try {
      if (dropped.isPresent()) {
        dropped.get().close();
      }
    } catch (SQLException e) {
      // The server finds out by itself.
    }
  }

  @Override
  public void close() {
    closed = true;
    drop();
  }
}
