package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.leaf.MalformedLeafException;
import dev.gatehouse.recordings.merkle.TreeHashing;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold from entry to entry: sessions begin with {@code boot}, nothing follows {@code
 * shutdown} but {@code boot}, and every request has exactly one closing entry. Confined to one
 * thread.
 *
 * <p>Requests may be open only in the session that runs, or ended without a next one: after a
 * {@code boot} nothing but the {@code outcome-unknown} of what was open may come.
 */
final class EntryRules {
  private final Map<String, Long> open = new LinkedHashMap<>();
  private final Map<String, Long> inherited = new LinkedHashMap<>();

  /** 64 bits of a digest for each exchange: a whole id would take twice the memory. */
  private final Set<Long> known = new HashSet<>();

  private Optional<String> boot = Optional.empty();
  private boolean shutDown;
  private Instant latest = Instant.MIN;
  private long stepsBack;

  /** Reads the leaf at {@code index}, the next one, and checks it against those before it. */
  Leaf check(long index, byte[] statement) throws FaultException {
    Leaf leaf = parse(index, statement);
    checkSession(index, leaf);
    checkExchange(index, leaf);
    if (leaf.time().isBefore(latest)) {
      stepsBack++;
    } else {
      latest = leaf.time();
    }
    return leaf;
  }

  private static Leaf parse(long index, byte[] statement) throws FaultException {
    try {
      return Leaf.parse(new String(statement, US_ASCII));
    } catch (MalformedLeafException e) {
      throw FaultException.at(index, "no leaf: " + e.getMessage(), "a leaf of version 1");
    }
  }

  private void checkSession(long index, Leaf leaf) throws FaultException {
    if (leaf.type().equals("boot")) {
      if (boot.equals(Optional.of(leaf.boot()))) {
        throw FaultException.at(index, "the same session again", "a session of its own");
      }
      boot = Optional.of(leaf.boot());
      shutDown = false;
      inherited.putAll(open);
      open.clear();
      return;
    }
    if (!boot.equals(Optional.of(leaf.boot()))) {
      throw FaultException.at(
          index, "session " + leaf.boot(), "session " + boot.orElse("of a boot entry"));
    }
    if (shutDown) {
      throw FaultException.at(index, leaf.type() + " after shutdown", "boot");
    }
    shutDown = leaf.type().equals("shutdown");
    if (!inherited.isEmpty() && !leaf.type().equals("outcome-unknown")) {
      Map.Entry<String, Long> left = inherited.entrySet().iterator().next();
      throw FaultException.at(
          left.getValue(),
          "request " + left.getKey() + " without a closing entry",
          "outcome-unknown before entry " + index);
    }
  }

  private void checkExchange(long index, Leaf leaf) throws FaultException {
    if (!leaf.opensExchange() && !leaf.closesExchange()) {
      return;
    }
    Optional<String> exchange = leaf.word("ex");
    if (exchange.isEmpty()) {
      throw FaultException.at(index, leaf.type() + " without an exchange", "an exchange");
    }
    String id = exchange.get();
    if (leaf.opensExchange()) {
      if (!known.add(abridged(id))) {
        throw FaultException.at(index, "exchange " + id + " opened again", "a new exchange");
      }
      open.put(id, index);
    } else if (open.remove(id) == null && inherited.remove(id) == null) {
      throw FaultException.at(
          index, leaf.type() + " for exchange " + id, "one closing entry for an open request");
    }
  }

  private static long abridged(String id) {
    return ByteBuffer.wrap(TreeHashing.leaf(id.getBytes(US_ASCII)).toArray()).getLong();
  }

  /** How many requests have no closing entry yet. */
  long openExchanges() {
    return open.size() + (long) inherited.size();
  }

  /** How many entries say an earlier time than one before them. */
  long stepsBack() {
    return stepsBack;
  }
}
