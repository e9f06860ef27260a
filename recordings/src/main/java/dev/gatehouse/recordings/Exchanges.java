package dev.gatehouse.recordings;

import dev.gatehouse.recordings.store.SqliteEntryStore;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the rule that every request gets exactly one closing entry. Confined to the sequencer.
 *
 * <p>It holds the open exchanges only, which are as many as calls are under way.
 */
final class Exchanges {
  private final SqliteEntryStore store;
  private final Set<String> open;

  Exchanges(SqliteEntryStore store, Collection<String> open) {
    this.store = store;
    this.open = new HashSet<>(open);
  }

  /** Takes note of {@code entry}, or says why it must not be written. */
  Optional<String> admit(Entry entry) throws SQLException {
    if (entry.kind() == EntryKind.REQUEST) {
      String exchange = entry.exchange().orElseThrow();
      if (open.contains(exchange) || store.knowsExchange(exchange)) {
        return Optional.of("exchange " + exchange + " was opened before");
      }
      open.add(exchange);
    } else if (entry.kind().closesExchange()) {
      String exchange = entry.exchange().orElseThrow();
      if (!open.remove(exchange)) {
        return Optional.of("exchange " + exchange + " is not open, expected one closing entry");
      }
    }
    return Optional.empty();
  }
}
