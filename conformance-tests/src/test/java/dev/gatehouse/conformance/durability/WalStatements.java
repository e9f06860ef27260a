package dev.gatehouse.conformance.durability;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What of the log is durable, by the writes and syncs of its WAL. Confined to one thread.
 *
 * <p>Source: SQLite, "WAL File Format": frames of a head of 24 bytes and a page; a head whose
 * second word is not 0 ends a transaction. An entry counts from the end of a successful sync that
 * began after the last frame of its transaction had been written.
 */
final class WalStatements {
  private static final int FRAME_HEAD_BYTES = 24;
  private static final byte[] EXCHANGE = "\"ex\":\"".getBytes(US_ASCII);
  private static final byte[] TYPE = "\"type\":\"".getBytes(US_ASCII);
  private static final byte[] END = "\"v\":1}".getBytes(US_ASCII);

  private final Set<Statement> seen = new HashSet<>();
  private final Set<Statement> uncommitted = new HashSet<>();
  private final Set<Statement> committed = new HashSet<>();
  private final Map<Long, Set<Statement>> syncing = new HashMap<>();
  private final Map<Statement, Long> durableAt = new HashMap<>();
  private boolean pageEndsTransaction;

  /** The exchange and the type of an entry. */
  record Statement(String exchange, String type) {}

  /** The WAL was written to. */
  void wrote(ByteBuffer bytes) {
    if (bytes.remaining() == FRAME_HEAD_BYTES) {
      pageEndsTransaction = bytes.getInt(Integer.BYTES) != 0;
      return;
    }
    byte[] page = new byte[bytes.remaining()];
    bytes.get(bytes.position(), page);
    statements(page);
    if (pageEndsTransaction) {
      committed.addAll(uncommitted);
      uncommitted.clear();
      pageEndsTransaction = false;
    }
  }

  private void statements(byte[] page) {
    int at = find(page, EXCHANGE, 0);
    while (at >= 0) {
      int from = at + EXCHANGE.length;
      int type = find(page, TYPE, from);
      int end = find(page, END, from);
      if (type >= 0 && type < end) {
        Statement statement = new Statement(word(page, from), word(page, type + TYPE.length));
        if (seen.add(statement)) {
          uncommitted.add(statement);
        }
      }
      at = find(page, EXCHANGE, from);
    }
  }

  private static String word(byte[] page, int from) {
    int end = from;
    while (page[end] != '"') {
      end++;
    }
    return new String(page, from, end - from, US_ASCII);
  }

  private static int find(byte[] in, byte[] what, int from) {
    for (int at = from; at <= in.length - what.length; at++) {
      int same = 0;
      while (same < what.length && in[at + same] == what[same]) {
        same++;
      }
      if (same == what.length) {
        return at;
      }
    }
    return -1;
  }

  /** A thread begins to sync the WAL. */
  void syncBegan(long thread) {
    syncing.put(thread, Set.copyOf(committed));
  }

  /** It is over, at this moment. */
  void syncEnded(long thread, boolean successful, long moment) {
    Set<Statement> covered = syncing.getOrDefault(thread, Set.of());
    syncing.remove(thread);
    if (successful) {
      covered.forEach(statement -> durableAt.putIfAbsent(statement, moment));
      committed.removeAll(covered);
    }
  }

  /** Whether the entry was durable at this moment. */
  boolean isDurable(Statement statement, long moment) {
    return durableAt.getOrDefault(statement, Long.MAX_VALUE) < moment;
  }
}
