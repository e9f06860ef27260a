package dev.gatehouse.gateway.approval;

import dev.gatehouse.gateway.cipher.ValueCipher;
import dev.gatehouse.gateway.database.Database;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.gateway.database.PostgresDatabase;
import dev.gatehouse.gateway.database.SqliteDatabase;
import dev.gatehouse.gateway.database.TurnedConnection;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.store.PostgresAccess;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;

/**
 * Who is away. One row a person, sealed, and bound to whose it is.
 *
 * <p>Guarantee: what a method returned from is durable. Thread-safe.
 */
final class DelegationTable implements AutoCloseable {
  private static final Logger LOG = System.getLogger(DelegationTable.class.getName());
  private static final String CALLED = "the table of delegations";

  /** More people than are away at one time where anybody is left to decide. */
  static final int ROWS_MAX = 10_000;

  private static final String TABLE =
      """
      CREATE TABLE delegation(
        id TEXT NOT NULL PRIMARY KEY,
        until INTEGER NOT NULL,
        sealed BLOB NOT NULL) WITHOUT ROWID
      """;

  private static final String PUT =
      "INSERT INTO delegation(id, until, sealed) VALUES (?, ?, ?)"
          + " ON CONFLICT(id) DO UPDATE SET until = excluded.until, sealed = excluded.sealed";

  private final TurnedConnection connection;
  private final ValueCipher cipher;

  private DelegationTable(Database database, SecretKey key) {
    this.connection = new TurnedConnection(database, CALLED);
    this.cipher = new ValueCipher(key);
  }

  static DelegationTable inFile(Path file, SecretKey key) {
    return new DelegationTable(
        new SqliteDatabase(file, CALLED, "1", SqliteDatabase.DURABLE, List.of(TABLE)), key);
  }

  static DelegationTable inPostgres(PostgresAccess access, SecretKey key) {
    return new DelegationTable(
        new PostgresDatabase(
            access,
            "table of delegations",
            "gatehouse_approvals",
            "delegation",
            PostgresDatabase.Patience.OF_A_CALL,
            PostgresDatabase.DURABLE),
        key);
  }

  /** All rows that end later than this. */
  List<Delegation> after(Instant now) throws SQLException {
    return connection.within(
        false,
        List.of(),
        open -> {
          List<Delegation> found = new ArrayList<>();
          try (PreparedStatement select =
              open.prepareStatement(
                  "SELECT id, sealed FROM delegation WHERE until > ? ORDER BY until, id")) {
            select.setLong(1, now.toEpochMilli());
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                opened(row.getString(1), Bytes.of(row.getBytes(2))).ifPresent(found::add);
              }
            }
          }
          return found;
        });
  }

  /** Makes this the only one of whose it is, and drops what is over. */
  void put(Delegation delegation, Instant now) throws SQLException {
    String id = id(delegation.from());
    byte[] sealed = sealed(id, delegation);
    connection.within(
        true,
        0,
        open -> {
          try (PreparedStatement delete =
              open.prepareStatement("DELETE FROM delegation WHERE until <= ?")) {
            delete.setLong(1, now.toEpochMilli());
            delete.executeUpdate();
          }
          if (count(open) >= ROWS_MAX) {
            throw new DatabaseException(CALLED + " is full: " + ROWS_MAX + " people are away");
          }
          try (PreparedStatement put = open.prepareStatement(PUT)) {
            put.setString(1, id);
            put.setLong(2, delegation.until().toEpochMilli());
            put.setBytes(3, sealed);
            return put.executeUpdate();
          }
        });
  }

  /** Whether there was one of this person. */
  boolean remove(Person from) throws SQLException {
    String id = id(from);
    return connection.within(
        false,
        false,
        open -> {
          try (PreparedStatement delete =
              open.prepareStatement("DELETE FROM delegation WHERE id = ?")) {
            delete.setString(1, id);
            return delete.executeUpdate() == 1;
          }
        });
  }

  private static int count(Connection open) throws SQLException {
    try (PreparedStatement select = open.prepareStatement("SELECT count(*) FROM delegation");
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static String id(Person person) {
    return new FieldDigest().add(person.issuer().orElse("")).add(person.name()).hex();
  }

  private byte[] sealed(String id, Delegation delegation) throws SQLException {
    try {
      return cipher.seal("delegation " + id, text(delegation)).toArray();
    } catch (GeneralSecurityException _) {
      throw new DatabaseException("cannot encrypt a row of " + CALLED);
    }
  }

  /** What cannot be read gives nobody anything: whoever is away says it again. */
  private Optional<Delegation> opened(String id, Bytes sealed) {
    try {
      return Optional.of(read(cipher.open("delegation " + id, sealed)));
    } catch (GeneralSecurityException | JsonException | DateTimeException | ClassCastException _) {
      LOG.log(Level.WARNING, "event=delegation-unreadable cause=it is not by the key of this log");
      return Optional.empty();
    }
  }

  private static String text(Delegation delegation) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("name", delegation.from().name())
            .add("groups", Json.createArrayBuilder(delegation.from().groups()))
            .add("standIn", delegation.standIn())
            .add("since", delegation.since().toString())
            .add("until", delegation.until().toString())
            .add("reason", delegation.reason());
    delegation.from().issuer().ifPresent(issuer -> json.add("issuer", issuer));
    delegation.issuer().ifPresent(issuer -> json.add("standInIssuer", issuer));
    return json.build().toString();
  }

  private static Delegation read(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      JsonObject json = reader.readObject();
      Set<String> groups =
          json.getJsonArray("groups").getValuesAs(JsonString::getString).stream()
              .collect(Collectors.toUnmodifiableSet());
      return new Delegation(
          new Person(json.getString("name"), named(json, "issuer"), groups, false),
          json.getString("standIn"),
          named(json, "standInIssuer"),
          Instant.parse(json.getString("since")),
          Instant.parse(json.getString("until")),
          json.getString("reason"));
    }
  }

  private static Optional<String> named(JsonObject json, String member) {
    return Optional.of(json.getString(member, "")).filter(text -> !text.isEmpty());
  }

  @Override
  public void close() {
    connection.close();
  }
}
