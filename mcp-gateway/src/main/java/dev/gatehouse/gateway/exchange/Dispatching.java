package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.recordings.RecordingException;
import java.util.Optional;

/**
 * Step 8 for one call: sends it, lets its client cancel it from now on until closed, and says how
 * it ended. Used for one call, on one thread.
 */
final class Dispatching implements AutoCloseable {

  /** How it ended. */
  sealed interface Outcome {
    /** With a reply. */
    record Replied(UpstreamReply reply) implements Outcome {}

    /** Without a usable one. */
    record Failed(UpstreamException cause) implements Outcome {}

    /** The client wants none any more. */
    record Withdrawn() implements Outcome {}
  }

  /** What to do with a notification that comes before the reply. */
  @FunctionalInterface
  interface OnNotification {
    void heard(Message.Notification notification) throws RecordingException;
  }

  /** Carries a failure to record through the adapter, which knows nothing of records. */
  private static final class NotRecorded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RecordingException reason;

    NotRecorded(RecordingException reason) {
      super(reason);
      this.reason = reason;
    }
  }

  private final Dispatcher dispatcher;
  private final InFlight inFlight;
  private final Exchange exchange;
  private final RequestId id;
  private final Cancellation cancellation = new Cancellation();

  /**
   * In the modern era a client that goes away has cancelled; in the legacy one it may come back.
   */
  private final boolean endsWithClient;

  private Dispatching(
      Dispatcher dispatcher,
      InFlight inFlight,
      Exchange exchange,
      RequestId id,
      boolean endsWithClient) {
    this(dispatcher, inFlight, exchange, id, endsWithClient, true);
  }

  private Dispatching(
      Dispatcher dispatcher,
      InFlight inFlight,
      Exchange exchange,
      RequestId id,
      boolean endsWithClient,
      boolean isCancellable) {
    this.dispatcher = dispatcher;
    this.inFlight = inFlight;
    this.exchange = exchange;
    this.id = id;
    this.endsWithClient = endsWithClient;
    if (isCancellable) {
      inFlight.begin(exchange, id, cancellation);
    }
  }

  /** A call whose client waits for a reply. */
  static Dispatching calling(
      Dispatcher dispatcher, InFlight inFlight, Exchange exchange, RequestId id) {
    return new Dispatching(dispatcher, inFlight, exchange, id, exchange.era() == Era.MODERN);
  }

  /** An approved call, which runs to its end whether its client waits or comes back for it. */
  static Dispatching approved(
      Dispatcher dispatcher, InFlight inFlight, Exchange exchange, RequestId id) {
    return new Dispatching(dispatcher, inFlight, exchange, id, false, false);
  }

  /** One that lasts as long as its client listens, in either era. */
  static Dispatching listening(
      Dispatcher dispatcher, InFlight inFlight, Exchange exchange, RequestId id) {
    return new Dispatching(dispatcher, inFlight, exchange, id, true);
  }

  /** Ends it, as its client could. */
  void cancel() {
    cancellation.cancel();
  }

  /**
   * Hears a notification with the wait's interruption held off, so that its record is either made
   * or not.
   */
  void hear(Message.Notification notification, OnNotification handler) throws InterruptedException {
    cancellation.close();
    try {
      handler.heard(notification);
    } catch (RecordingException e) {
      throw new NotRecorded(e);
    } finally {
      cancellation.open();
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("cancelled by the client");
    }
  }

  /** A wait for something else than the upstream's reply. */
  @FunctionalInterface
  interface Wait<T> {
    Optional<T> end() throws InterruptedException;
  }

  /** Whether the client withdrew the call. */
  boolean isWithdrawn() {
    return cancellation.isWished();
  }

  /** Waits, unless the client withdraws the call or the gateway stops: then nothing comes of it. */
  <T> Optional<T> await(Wait<T> wait, ReplySink sink) throws RecordingException {
    try (ReplySink.Waiting _ = sink.waiting(gone())) {
      cancellation.open();
      try {
        return wait.end();
      } finally {
        cancellation.close();
      }
    } catch (InterruptedException _) {
      return Optional.empty();
    } catch (NotRecorded e) {
      throw e.reason;
    }
  }

  /** Sends the call and waits. */
  Outcome run(Recorded.Call call, ReplySink sink) throws RecordingException {
    try (ReplySink.Waiting _ = sink.waiting(gone())) {
      cancellation.open();
      try {
        return new Outcome.Replied(dispatcher.dispatch(call));
      } finally {
        cancellation.close();
      }
    } catch (UpstreamException e) {
      return ended(e);
    } catch (InterruptedException e) {
      return ended(
          new UpstreamException(
              UpstreamException.Kind.BROKEN_OFF,
              "the gateway stopped waiting for the upstream",
              e));
    } catch (NotRecorded e) {
      throw e.reason;
    }
  }

  @Override
  public void close() {
    inFlight.end(exchange, id, cancellation);
  }

  private Runnable gone() {
    return endsWithClient ? cancellation::cancel : () -> {};
  }

  private Outcome ended(UpstreamException cause) {
    return cancellation.isWished() ? new Outcome.Withdrawn() : new Outcome.Failed(cause);
  }
}
