package dev.gatehouse.recordings.store;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A log in a PostgreSQL database that several nodes share, and the directory of one of them.
 * Immutable.
 *
 * <p>The first node makes the log and its keys; each further one needs the key files in its own
 * directory. What a node may be wrong about (its keys, its rights, the server's settings) is found
 * when it opens the log, not later.
 */
public record PostgresStorage(DataDirectory directory, PostgresAccess access, String node)
    implements Storage {
  private static final System.Logger LOG = System.getLogger(PostgresStorage.class.getName());

  /** Another node made the same at the same time. */
  private static final Set<String> MADE_ALREADY = Set.of("42P06", "42P07", "42710", "23505");

  @Override
  public Engine engine() throws SQLException {
    return ask(connection -> new Engine("postgres", PostgresDurability.version(connection)));
  }

  @Override
  public String place() {
    return access.place();
  }

  @Override
  public boolean shared() {
    return true;
  }

  private <T> T ask(KeyDatabase.Work<T> question) throws SQLException {
    try (Connection connection = PostgresConnection.toRead(access, "gatehouse")) {
      return question.over(connection);
    }
  }

  private static Optional<String> text(Connection connection, String sql, String argument)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, argument);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
      }
    }
  }

  private static boolean hasTables(Connection connection) throws SQLException {
    return text(connection, "SELECT to_regclass(?)::text", "gatehouse.meta").isPresent();
  }

  private static Optional<String> meta(Connection connection, String name) throws SQLException {
    return text(connection, "SELECT value FROM meta WHERE name = ?", name);
  }

  @Override
  public boolean holdsLog() throws SQLException {
    Optional<String> form =
        ask(
            connection ->
                hasTables(connection) ? meta(connection, "form") : Optional.<String>empty());
    if (form.isPresent() && !form.get().equals(PostgresSchema.FORM)) {
      throw new SQLException(
          place() + " has form " + form.get() + ", expected " + PostgresSchema.FORM);
    }
    return form.isPresent();
  }

  @Override
  public boolean joins() throws SQLException {
    return ask(
        connection -> text(connection, "SELECT name FROM node WHERE name = ?", node).isEmpty());
  }

  @Override
  public Optional<String> remains() {
    for (Path file : List.of(directory.signingKey(), directory.masterKey())) {
      if (Files.exists(file)) {
        return Optional.of(
            "there is no log in %s yet, but %s here: start the node that it was copied from first"
                .formatted(place(), file.getFileName()));
      }
    }
    return Optional.empty();
  }

  @Override
  public void create(String origin, SortedMap<String, String> keys)
      throws IOException, SQLException {
    makeTables();
    MasterKey master = MasterKey.create(directory);
    PostgresFile.write(this);
    Map<String, String> meta = new TreeMap<>(keys);
    meta.put("form", PostgresSchema.FORM);
    meta.put("master", fingerprint(master));
    meta.put("origin", origin);
    // If we crash before this is committed, there is no log yet; behind it, the keys are durable.
    try (PostgresConnection connection = PostgresConnection.forWriting(access, "gatehouse")) {
      connection.within(connected -> insert(connected, meta));
      connection.commit();
    } catch (SQLException e) {
      if (MADE_ALREADY.contains("" + e.getSQLState())) {
        discardKeys();
        throw new SQLException("another node has just made the log: " + whatToCopy(), e);
      }
      throw e;
    }
  }

  private static int insert(Connection connection, Map<String, String> meta) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO meta VALUES (?, ?)")) {
      for (Map.Entry<String, String> entry : meta.entrySet()) {
        insert.setString(1, entry.getKey());
        insert.setString(2, entry.getValue());
        insert.executeUpdate();
      }
    }
    return meta.size();
  }

  /** The tables are usually made by their owner; a role that may make them does so here. */
  private void makeTables() throws SQLException {
    if (ask(PostgresStorage::hasTables)) {
      return;
    }
    String mayCreate = "SELECT has_database_privilege(current_database(), ?)::text";
    if (!ask(connection -> text(connection, mayCreate, "CREATE")).equals(Optional.of("true"))) {
      throw new SQLException(
          "%s has no tables for a log: let their owner run what `gatehouse postgres-setup` prints"
              .formatted(place()));
    }
    try (PostgresConnection connection = PostgresConnection.forWriting(access, "gatehouse")) {
      connection.within(
          connected -> {
            for (String statement : PostgresSchema.tables()) {
              PostgresConnection.execute(connected, statement);
            }
            return true;
          });
      connection.commit();
      LOG.log(WARNING, "postgres=\"{0}\" tables=made owner={1}", place(), access.user());
    } catch (SQLException e) {
      if (!MADE_ALREADY.contains("" + e.getSQLState())) {
        throw e;
      }
    }
  }

  private void discardKeys() throws IOException {
    for (Path file :
        List.of(
            directory.signingKey(),
            directory.secondSigningKey(),
            directory.verifierKey(),
            directory.masterKey(),
            directory.guard())) {
      Files.deleteIfExists(file);
    }
  }

  private String whatToCopy() {
    return "copy master.key and the signing keys (signing.pem, signing-ml-dsa-44.pem) from the data"
        + " directory of a node that has this log to "
        + directory.path();
  }

  private static String fingerprint(MasterKey master) {
    try {
      return master.fingerprint();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  @Override
  public void prepareDirectory() throws IOException, SQLException {
    if (!Files.isRegularFile(directory.masterKey())) {
      throw new IOException("master.key is missing: " + whatToCopy());
    }
    String master = ask(connection -> meta(connection, "master").orElse(""));
    if (!fingerprint(MasterKey.read(directory)).equals(master)) {
      throw new IOException("master.key is not this log's: " + whatToCopy());
    }
    PostgresFile.write(this);
  }

  @Override
  public EntryReader openReader() throws SQLException {
    if (!holdsLog()) {
      throw new SQLException("there is no log in " + place());
    }
    return SqlEntryReader.over(PostgresConnection.toRead(access, "gatehouse"));
  }

  @Override
  public EntryReader openReaderOfOneMoment() throws SQLException {
    Connection connection = PostgresConnection.toRead(access, "gatehouse");
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    return SqlEntryReader.over(connection);
  }

  @Override
  public boolean mayWrite() throws SQLException {
    return ask(PostgresRole::mayWrite);
  }

  @Override
  public EntryStore openStore() throws SQLException {
    PostgresConnection connection = PostgresConnection.forWriting(access, "gatehouse");
    connection.read(
        connected -> {
          PostgresDurability.warn(connected, place());
          PostgresRole.check(connected, access.user());
          return true;
        });
    return new PostgresEntryStore(connection, node);
  }

  @Override
  public PayloadKeys openKeysForWriting() throws IOException {
    PostgresConnection connection = PostgresConnection.forWriting(access, "gatehouse_keys");
    return keys(new PostgresKeys(connection));
  }

  @Override
  public PayloadKeys openKeysForReading() throws IOException, SQLException {
    PostgresConnection connection = PostgresConnection.forReading(access, "gatehouse_keys");
    // Whoever may not read them is told so here, and not at the first payload.
    connection.read(connected -> text(connected, "SELECT ? FROM payload_key LIMIT 1", ""));
    return keys(new PostgresKeys(connection));
  }

  private PayloadKeys keys(KeyDatabase database) throws IOException {
    return new PayloadKeys(new KeyTable(database), MasterKey.read(directory));
  }
}
