package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.gateway.audit.Exchange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that are under way, so that a client can cancel one by its id, where the transport
 * tells which client that is. Bounded by the number of exchanges that the transports let run at
 * once. Thread-safe.
 */
final class InFlight {
  private record Key(String connection, RequestId id) {}

  private final Map<Key, Cancellation> calls = new ConcurrentHashMap<>();

  void begin(Exchange exchange, RequestId id, Cancellation cancellation) {
    exchange.connection().ifPresent(name -> calls.put(new Key(name, id), cancellation));
  }

  void end(Exchange exchange, RequestId id, Cancellation cancellation) {
    exchange.connection().ifPresent(name -> calls.remove(new Key(name, id), cancellation));
  }

  /** Cancels all calls of one client: its session has ended. */
  void cancelAll(String connection) {
    calls.forEach(
        (key, cancellation) -> {
          if (key.connection().equals(connection)) {
            cancellation.leave();
          }
        });
  }

  /**
   * Cancels the call, if it is under way: clients may be late.
   *
   * @param isImpatient whether its client only waited too long
   */
  void cancel(Exchange exchange, RequestId id, boolean isImpatient) {
    exchange
        .connection()
        .map(name -> calls.get(new Key(name, id)))
        .ifPresent(isImpatient ? Cancellation::leave : Cancellation::cancel);
  }
}
