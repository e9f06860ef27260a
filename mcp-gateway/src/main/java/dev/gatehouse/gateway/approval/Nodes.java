package dev.gatehouse.gateway.approval;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which gateways are there, and which calls each has under way. A gateway counts up while it is
 * there; others see that by their own clocks, so that it does not matter how those differ.
 * Thread-safe.
 */
final class Nodes {
  /** Whoever has not counted for so long is gone; what it ran may still turn out to have ended. */
  static final Duration GONE = Duration.ofMinutes(2);

  private final Rows rows;
  private final String self;
  private final Map<String, Sighting> sightings = new HashMap<>();

  /**
   * For this gateway.
   *
   * @param self its name and its start, as in {@code gateway-1/01J…}
   */
  Nodes(Rows rows, String self) {
    this.rows = rows;
    this.self = self;
  }

  private record Sighting(long beat, Instant since) {}

  /** A run under way. */
  record Running(String id, String exchange, String node) {}

  String self() {
    return self;
  }

  /** Counts up. */
  void beat() throws SQLException {
    if (rows.change("UPDATE node SET beat = beat + 1 WHERE name = ?", self) == 0) {
      rows.change("INSERT INTO node(name, beat) VALUES (?, 1) ON CONFLICT DO NOTHING", self);
    }
  }

  /** The starts of gateways that are over: earlier ones of this gateway, and who is silent. */
  synchronized Set<String> gone(Instant now) throws SQLException {
    Set<String> gone = new HashSet<>();
    Set<String> known = new HashSet<>();
    for (Beat beat :
        rows.read(
            "SELECT name, beat FROM node",
            List.of(),
            row -> new Beat(row.getString(1), row.getLong(2)))) {
      known.add(beat.name());
      Sighting seen =
          sightings.merge(
              beat.name(),
              new Sighting(beat.count(), now),
              (old, fresh) -> old.beat() == fresh.beat() ? old : fresh);
      if (!beat.name().equals(self)
          && (isEarlierSelf(beat.name()) || !now.isBefore(seen.since().plus(GONE)))) {
        gone.add(beat.name());
      }
    }
    sightings.keySet().retainAll(known);
    return gone;
  }

  private record Beat(String name, long count) {}

  /** One gateway of a name is there at a time; the log sees to that. */
  private boolean isEarlierSelf(String name) {
    int end = self.lastIndexOf('/') + 1;
    return name.length() > end && name.startsWith(self.substring(0, end));
  }

  /** All runs under way of all gateways: some hundred for each. */
  List<Running> running(int limit) throws SQLException {
    return rows.read(
        "SELECT id, exchange, node FROM running LIMIT ?",
        List.of(limit),
        row -> new Running(row.getString(1), row.getString(2), row.getString(3)));
  }

  /** Forgets gateways that are gone, once nothing of theirs is under way. */
  void forget(Set<String> gone) throws SQLException {
    for (String name : gone) {
      rows.change("DELETE FROM node WHERE name = ?", name);
    }
  }
}
