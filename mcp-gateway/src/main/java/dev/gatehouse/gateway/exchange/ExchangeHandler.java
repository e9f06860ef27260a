package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.AccessSummaries;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.identity.Identification;
import dev.gatehouse.gateway.identity.Identifier;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.mcp.Method;
import dev.gatehouse.gateway.mcp.ProtocolException;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The edge on one screen: who, what, and which way it takes.
 *
 * <p>Guarantee: each message gets exactly one answer through its sink, and whatever a known caller
 * sends is in the log before it has an effect. What goes wrong ends here: a caller's fault becomes
 * a JSON-RPC error, a log that cannot take a record becomes a 503, a fault of our own becomes
 * {@code -32603} with the exchange's id. Thread-safe.
 */
public final class ExchangeHandler {
  private static final Logger LOG = System.getLogger(ExchangeHandler.class.getName());

  private final Identifier identifier;
  private final AccessSummaries access;
  private final JsonLimits limits;
  private final Router router;
  private final Callers callers;
  private final OwnAnswers answers;
  private final Handshake handshake;
  private final Listing listing;
  private final JudgedCall judgedCall;
  private final ClientNotifications notifications;

  /** Made by {@link Exchanges}. */
  ExchangeHandler(
      Identifier identifier,
      AccessSummaries access,
      JsonLimits limits,
      Router router,
      Callers callers,
      OwnAnswers answers,
      Handshake handshake,
      Listing listing,
      JudgedCall judgedCall,
      ClientNotifications notifications) {
    this.identifier = identifier;
    this.access = access;
    this.limits = limits;
    this.router = router;
    this.callers = callers;
    this.answers = answers;
    this.handshake = handshake;
    this.listing = listing;
    this.judgedCall = judgedCall;
    this.notifications = notifications;
  }

  /** Does all that one message asks for, on this thread, and answers it through the sink. */
  public void handle(Inbound inbound, ReplySink sink) {
    identified(inbound, sink, principal -> known(inbound, principal, sink));
  }

  /** Ends the session that a client names, at its wish. */
  public void endSession(Inbound inbound, ReplySink sink) {
    identified(
        inbound,
        sink,
        principal ->
            handshake.endSession(
                callers.notifying(inbound, principal), callers.session(inbound, principal), sink));
  }

  /** What is done for somebody who is known. */
  @FunctionalInterface
  private interface ForPrincipal {
    void run(Principal principal) throws RecordingException;
  }

  private void identified(Inbound inbound, ReplySink sink, ForPrincipal steps) {
    try {
      // Step 2: who.
      switch (identifier.identify(inbound.credentials())) {
        case Identification.Challenged challenged -> {
          access.count(inbound.credentials().peer(), challenged.reason());
          sink.rejected(Rejection.challenge(challenged));
        }
        case Identification.Known(Principal principal) -> {
          if (router.knows(inbound.endpoint())) {
            steps.run(principal);
          } else {
            sink.rejected(Rejection.NO_ENDPOINT);
          }
        }
      }
    } catch (RecordingException e) {
      // Nothing happens that is not in the log.
      LOG.log(Level.ERROR, "event=not-recorded cause=" + e.getMessage());
      sink.rejected(Rejection.CANNOT_RECORD);
    } catch (RuntimeException | StackOverflowError bug) {
      LOG.log(Level.ERROR, "event=fault", bug);
      sink.rejected(Rejection.FAULT);
    }
  }

  private void known(Inbound inbound, Principal principal, ReplySink sink)
      throws RecordingException {
    try {
      // Step 3: what.
      switch (Message.read(inbound.body(), limits)) {
        case Message.Request request -> request(inbound, principal, request, sink);
        case Message.Notification notification ->
            notifications.handle(
                callers.notifying(inbound, principal), notification, inbound.endpoint(), sink);
        case Message.Response response ->
            notifications.unexpected(callers.unread(inbound, principal), response, sink);
      }
    } catch (JsonRpcException e) {
      answers.unreadable(callers.unread(inbound, principal), inbound.body(), e, sink);
    }
  }

  private void request(
      Inbound inbound, Principal principal, Message.Request request, ReplySink sink)
      throws RecordingException {
    Exchange exchange;
    try {
      exchange = callers.requesting(inbound, principal, request);
    } catch (ProtocolException e) {
      answers.refused(callers.unread(inbound, principal), request, e, sink);
      return;
    }
    try {
      // Steps 4 to 11, whichever way.
      switch (method(exchange, request)) {
        case Method.Local local -> handshake.answer(exchange, request, local, inbound, sink);
        case Method.Listing list -> {
          switch (inbound.endpoint()) {
            case Endpoint.Federated _ -> listing.run(exchange, request, list, sink);
            case Endpoint.Single single -> judgedCall.list(exchange, request, list, single, sink);
          }
        }
        case Method.Judged _ -> judgedCall.run(exchange, request, inbound.endpoint(), sink);
        case Method.Absent _ -> answers.refused(exchange, request, notFound(), sink);
      }
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "event=fault exchange=" + exchange.id(), bug);
      answers.fault(exchange, request, sink);
    }
  }

  private static Method method(Exchange exchange, Message.Request request) {
    return switch (exchange.era()) {
      case LEGACY -> Method.legacy(request.method());
      case MODERN -> Method.modern(request.method());
    };
  }

  private static ProtocolException notFound() {
    return new ProtocolException(
        404, JsonRpcError.of(JsonRpcError.METHOD_NOT_FOUND, "no such method here"));
  }
}
