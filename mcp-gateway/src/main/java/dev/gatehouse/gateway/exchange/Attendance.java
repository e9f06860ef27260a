package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.recordings.RecordingException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether the client of one held call is still there, from now until closed. Waited on by one
 * thread; thread-safe otherwise.
 */
final class Attendance implements AutoCloseable {
  private final InFlight inFlight;
  private final Exchange exchange;
  private final RequestId id;
  private final Cancellation cancellation = new Cancellation();
  private final AtomicBoolean isAbsent = new AtomicBoolean();

  private Attendance(InFlight inFlight, Exchange exchange, RequestId id) {
    this.inFlight = inFlight;
    this.exchange = exchange;
    this.id = id;
    inFlight.begin(exchange, id, cancellation);
  }

  static Attendance begin(InFlight inFlight, Exchange exchange, RequestId id) {
    return new Attendance(inFlight, exchange, id);
  }

  /** Of a call that no client waits for. */
  static Attendance ofNobody(Exchange exchange) {
    Attendance nobody = new Attendance(new InFlight(), exchange, RequestId.of(0));
    nobody.isAbsent.set(true);
    return nobody;
  }

  /** A wait that an interrupt may end. */
  @FunctionalInterface
  interface Wait<T> {
    T end() throws InterruptedException, RecordingException;
  }

  /** Waits; nothing comes of it where the client leaves or the gateway stops. */
  <T> Optional<T> await(Wait<T> wait) throws RecordingException {
    cancellation.open();
    try {
      return Optional.of(wait.end());
    } catch (InterruptedException _) {
      return Optional.empty();
    } finally {
      cancellation.close();
    }
  }

  /**
   * Takes note that the client's connection has ended: in the modern era it has left; in the legacy
   * one it may come back for what it missed.
   */
  void gone() {
    isAbsent.set(true);
    if (exchange.era() == Era.MODERN) {
      cancellation.leave();
    }
  }

  /** Whether nobody waits for the call any more. */
  boolean hasLeft() {
    return cancellation.isWished();
  }

  /** Whether the client said that it does not want the call. */
  boolean isWithdrawn() {
    return cancellation.isWithdrawn();
  }

  /** Whether what is sent now may reach nobody. */
  boolean mayMiss() {
    return isAbsent.get() || hasLeft();
  }

  @Override
  public void close() {
    inFlight.end(exchange, id, cancellation);
  }
}
