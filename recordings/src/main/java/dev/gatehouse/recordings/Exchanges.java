package dev.gatehouse.recordings;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the rule that every request gets exactly one closing entry. Confined to the sequencer.
 *
 * <p>It holds the open exchanges, which are as many as calls are under way, and those that were
 * closed last: their ids are drawn at random, so that only a fault makes one come again, and soon.
 */
final class Exchanges {
  /** The exchanges of the last seconds of a busy gateway. */
  private static final int CLOSED_REMEMBERED_MAX = 65_536;

  private final Set<String> open;
  private final Map<String, Boolean> closed = new Closed();

  Exchanges(Collection<String> open) {
    this.open = new HashSet<>(open);
  }

  private static final class Closed extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > CLOSED_REMEMBERED_MAX;
    }
  }

  /** Takes note of {@code entry}, or says why it must not be written. */
  Optional<String> admit(Entry entry) {
    if (entry.kind() == EntryKind.REQUEST) {
      String exchange = entry.exchange().orElseThrow();
      if (closed.containsKey(exchange) || !open.add(exchange)) {
        return Optional.of("exchange " + exchange + " was opened before");
      }
    } else if (entry.kind().closesExchange()) {
      String exchange = entry.exchange().orElseThrow();
      if (!open.remove(exchange)) {
        return Optional.of("exchange " + exchange + " is not open, expected one closing entry");
      }
      closed.put(exchange, true);
    }
    return Optional.empty();
  }
}
