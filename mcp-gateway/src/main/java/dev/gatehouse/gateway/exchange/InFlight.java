package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.gateway.audit.Exchange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that are under way, so that a client can cancel one by its id. Bounded by the number of
 * exchanges that the transports let run at once. Thread-safe.
 */
final class InFlight {
  private record Key(String conversation, RequestId id) {}

  private final Map<Key, Cancellation> calls = new ConcurrentHashMap<>();

  void begin(Exchange exchange, RequestId id, Cancellation cancellation) {
    calls.put(key(exchange, id), cancellation);
  }

  void end(Exchange exchange, RequestId id, Cancellation cancellation) {
    calls.remove(key(exchange, id), cancellation);
  }

  /** Cancels the call, if it is under way: clients may be late. */
  void cancel(Exchange exchange, RequestId id) {
    Cancellation cancellation = calls.get(key(exchange, id));
    if (cancellation != null) {
      cancellation.cancel();
    }
  }

  private static Key key(Exchange exchange, RequestId id) {
    return new Key(exchange.conversation().key(), id);
  }
}
