package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.leaf.MalformedLeafException;
import java.util.HashMap;
import java.util.Map;

/**
 * What must hold from entry to entry: each node of the log keeps its sessions in order, and every
 * request has exactly one closing entry. Confined to one thread.
 *
 * <p>Guarantee: it holds what is open, and a few bytes for each exchange that ever was.
 */
final class EntryRules {
  private final Map<String, NodeRules> nodes = new HashMap<>();
  private final KnownIds exchanges = new KnownIds();
  private final KnownIds sessions = new KnownIds();

  /** Reads the leaf at {@code index}, the next one, and checks it against those before it. */
  Leaf check(long index, byte[] statement) throws FaultException {
    Leaf leaf = parse(index, statement, 0, statement.length);
    check(index, leaf);
    return leaf;
  }

  /** Reads the leaf in {@code bytes} from {@code start} to before {@code end}. */
  static Leaf parse(long index, byte[] bytes, int start, int end) throws FaultException {
    try {
      return Leaf.parse(bytes, start, end);
    } catch (MalformedLeafException e) {
      throw FaultException.at(index, "no leaf: " + e.getMessage(), "a leaf of version 1");
    }
  }

  /** Checks {@code leaf}, the next one, against those before it. */
  void check(long index, Leaf leaf) throws FaultException {
    String node = leaf.word("node").orElse("");
    boolean boots = leaf.type().equals("boot");
    NodeRules rules = nodes.get(node);
    if (rules == null) {
      if (!boots) {
        throw FaultException.at(
            index, "session " + leaf.boot(), "session of a boot entry" + of(node));
      }
      rules = new NodeRules();
      nodes.put(node, rules);
    }
    if (boots && !sessions.add(leaf.boot())) {
      throw FaultException.at(index, "the same session again", "a session of its own");
    }
    rules.checkSession(index, leaf);
    if (leaf.opensExchange() || leaf.closesExchange()) {
      String exchange = exchange(index, leaf);
      if (leaf.opensExchange() && !exchanges.add(exchange)) {
        throw FaultException.at(index, "exchange " + exchange + " opened again", "a new exchange");
      }
      rules.checkExchange(index, leaf, exchange);
    }
  }

  private static String of(String node) {
    return node.isEmpty() ? "" : " of node " + node;
  }

  private static String exchange(long index, Leaf leaf) throws FaultException {
    return leaf.word("ex")
        .orElseThrow(
            () -> FaultException.at(index, leaf.type() + " without an exchange", "an exchange"));
  }

  /** How many requests have no closing entry yet. */
  long openExchanges() {
    return nodes.values().stream().mapToLong(NodeRules::openExchanges).sum();
  }

  /** How many entries say an earlier time than one before them of the same node. */
  long stepsBack() {
    return nodes.values().stream().mapToLong(NodeRules::stepsBack).sum();
  }
}
