package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.leaf.Leaf;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What must hold from entry to entry of one node, one of the gateways that write to a log: sessions
 * begin with {@code boot}, nothing follows {@code shutdown} but {@code boot}, and whoever opened an
 * exchange closes it. Confined to one thread.
 *
 * <p>Requests may be open only in the session that runs, or ended without a next one: after a
 * {@code boot} nothing but the {@code outcome-unknown} of what was open may come.
 */
final class NodeRules {
  private final Map<String, Long> open = new LinkedHashMap<>();
  private final Map<String, Long> inherited = new LinkedHashMap<>();

  private String boot = "";
  private boolean shutDown;
  private long latestMicros = Long.MIN_VALUE;
  private long stepsBack;

  /** Checks that {@code leaf} may come next; the first one of a node is a {@code boot}. */
  void checkSession(long index, Leaf leaf) throws FaultException {
    stepsBack += leaf.micros() < latestMicros ? 1 : 0;
    latestMicros = Math.max(latestMicros, leaf.micros());
    if (leaf.type().equals("boot")) {
      boot = leaf.boot();
      shutDown = false;
      inherited.putAll(open);
      open.clear();
      return;
    }
    if (!leaf.boot().equals(boot)) {
      throw FaultException.at(index, "session " + leaf.boot(), "session " + boot);
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

  /** Checks {@code leaf}, which opens or closes {@code exchange}. */
  void checkExchange(long index, Leaf leaf, String exchange) throws FaultException {
    if (leaf.opensExchange()) {
      open.put(exchange, index);
    } else if (open.remove(exchange) == null && inherited.remove(exchange) == null) {
      throw FaultException.at(
          index,
          leaf.type() + " for exchange " + exchange,
          "one closing entry for an open request");
    }
  }

  long openExchanges() {
    return open.size() + (long) inherited.size();
  }

  long stepsBack() {
    return stepsBack;
  }
}
