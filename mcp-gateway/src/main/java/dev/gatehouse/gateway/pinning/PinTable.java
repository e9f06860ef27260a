package dev.gatehouse.gateway.pinning;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.gateway.database.Database;
import dev.gatehouse.gateway.database.PostgresDatabase;
import dev.gatehouse.gateway.database.SqliteDatabase;
import dev.gatehouse.gateway.database.TurnedConnection;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of pins. Tools stand in it as JSON strings: a name may hold what no database takes.
 *
 * <p>Guarantee: what a method returned from is durable. Thread-safe.
 */
final class PinTable implements AutoCloseable {
  private static final String TABLE =
      """
      CREATE TABLE pin(
        upstream TEXT NOT NULL,
        tool TEXT NOT NULL,
        accepted TEXT NOT NULL,
        definition TEXT NOT NULL,
        since INTEGER NOT NULL,
        found TEXT NOT NULL,
        change TEXT NOT NULL,
        changes INTEGER NOT NULL,
        PRIMARY KEY(upstream, tool)) WITHOUT ROWID
      """;

  private static final String COLUMNS =
      "upstream, tool, accepted, definition, since, found, change, changes";

  /** What another gateway took meanwhile stays: it is seen again when the next list comes. */
  private static final String ADD =
      "INSERT INTO pin("
          + COLUMNS
          + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(upstream, tool) DO NOTHING";

  private static final String CHANGE =
      "UPDATE pin SET accepted = ?, definition = ?, since = ?, found = ?, change = ?, changes = ?"
          + " WHERE upstream = ? AND tool = ? AND accepted = ?";

  private final TurnedConnection connection;

  private PinTable(Database database) {
    this.connection = new TurnedConnection(database, "the table of pins");
  }

  static PinTable inFile(Path file) {
    return new PinTable(
        new SqliteDatabase(file, "the table of pins", "1", SqliteDatabase.DURABLE, List.of(TABLE)));
  }

  static PinTable inPostgres(PostgresAccess access) {
    return new PinTable(
        new PostgresDatabase(
            access,
            "table of pins",
            "gatehouse_pins",
            "pin",
            PostgresDatabase.Patience.OF_A_CALL,
            PostgresDatabase.DURABLE));
  }

  /** Makes the table where there is none and that is ours to do. */
  void open() throws SQLException {
    connection.within(true, 0, _ -> 0);
  }

  /** What is kept of one upstream. */
  record Kept(Map<String, Pin> pins, int size, Optional<Instant> began) {}

  /** The rows of these tools, how many the upstream has in all, and since when it has any. */
  Kept kept(String upstream, Collection<String> tools) throws SQLException {
    return connection.within(
        false,
        new Kept(Map.of(), 0, Optional.empty()),
        open -> {
          Map<String, Pin> found = new HashMap<>();
          try (PreparedStatement select =
              open.prepareStatement(
                  "SELECT " + COLUMNS + " FROM pin WHERE upstream = ? AND tool = ?")) {
            for (String tool : tools) {
              select.setString(1, upstream);
              select.setString(2, JsonStrings.quote(tool));
              read(select).forEach(pin -> found.put(pin.tool(), pin));
            }
          }
          return counted(open, upstream, found);
        });
  }

  private static Kept counted(Connection open, String upstream, Map<String, Pin> found)
      throws SQLException {
    try (PreparedStatement select =
        open.prepareStatement("SELECT count(*), min(since) FROM pin WHERE upstream = ?")) {
      select.setString(1, upstream);
      try (ResultSet row = select.executeQuery()) {
        int size = row.next() ? row.getInt(1) : 0;
        return new Kept(
            found,
            size,
            size == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(row.getLong(2))));
      }
    }
  }

  /** All rows, by upstream and tool. */
  List<Pin> all() throws SQLException {
    return connection.within(
        false,
        List.of(),
        open -> {
          try (PreparedStatement select =
              open.prepareStatement("SELECT " + COLUMNS + " FROM pin ORDER BY upstream, tool")) {
            return read(select);
          }
        });
  }

  private static List<Pin> read(PreparedStatement select) throws SQLException {
    List<Pin> pins = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        pins.add(
            new Pin(
                row.getString(1),
                unquoted(row.getString(2)),
                row.getString(3),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                row.getString(6),
                row.getString(7),
                row.getInt(8)));
      }
    }
    return pins;
  }

  /** Adds rows that are not there yet. */
  void add(List<Pin> pins) throws SQLException {
    if (pins.isEmpty()) {
      return;
    }
    connection.within(
        true,
        0,
        open -> {
          try (PreparedStatement add = open.prepareStatement(ADD)) {
            for (Pin pin : pins) {
              add.setString(1, pin.upstream());
              add.setString(2, JsonStrings.quote(pin.tool()));
              set(add, 3, pin);
              add.addBatch();
            }
            return add.executeBatch().length;
          }
        });
  }

  /** Puts a row in place of another, unless somebody accepted something meanwhile. */
  boolean change(Pin before, Pin now) throws SQLException {
    return connection.within(
        false,
        false,
        open -> {
          try (PreparedStatement update = open.prepareStatement(CHANGE)) {
            set(update, 1, now);
            update.setString(7, before.upstream());
            update.setString(8, JsonStrings.quote(before.tool()));
            update.setString(9, before.accepted());
            return update.executeUpdate() == 1;
          }
        });
  }

  private static void set(PreparedStatement statement, int first, Pin pin) throws SQLException {
    statement.setString(first, pin.accepted());
    statement.setString(first + 1, pin.definition());
    statement.setLong(first + 2, pin.since().toEpochMilli());
    statement.setString(first + 3, pin.found());
    statement.setString(first + 4, pin.change());
    statement.setInt(first + 5, pin.changes());
  }

  private static String unquoted(String json) throws SQLException {
    try {
      return JsonText.parse(json, JsonLimits.STANDARD).root() instanceof StringNode name
          ? name.value()
          : json;
    } catch (JsonSyntaxException e) {
      throw new SQLException("a tool's name is no JSON string", e);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
