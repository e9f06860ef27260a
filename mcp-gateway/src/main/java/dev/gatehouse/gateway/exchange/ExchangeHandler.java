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
import dev.gatehouse.gateway.identity.Role;
import dev.gatehouse.gateway.mcp.Method;
import dev.gatehouse.gateway.mcp.ProtocolException;
import dev.gatehouse.gateway.mcp.Revisions;
import dev.gatehouse.gateway.mcp.Session;
import dev.gatehouse.gateway.mcp.Sessions;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
  private final Sessions sessions;
  private final Ongoing ongoing;
  private final Supplier<Way> ways;

  /**
   * Made by {@link Exchanges}.
   *
   * @param ways gives the steps by the policies in force; asked once for each message
   */
  ExchangeHandler(
      Identifier identifier,
      AccessSummaries access,
      JsonLimits limits,
      Router router,
      Sessions sessions,
      Ongoing ongoing,
      Supplier<Way> ways) {
    this.identifier = identifier;
    this.access = access;
    this.limits = limits;
    this.router = router;
    this.sessions = sessions;
    this.ongoing = ongoing;
    this.ways = ways;
  }

  /** Does all that one message asks for, on this thread, and answers it through the sink. */
  public void handle(Inbound inbound, ReplySink sink) {
    identified(inbound, sink::rejected, principal -> known(inbound, principal, sink));
  }

  /** Says who a client is, for a transport that keeps something for it between its messages. */
  public Caller caller(Inbound inbound) {
    AtomicReference<Caller> caller = new AtomicReference<>(new Caller.Rejected(Rejection.FAULT));
    identified(
        inbound,
        rejection -> caller.set(new Caller.Rejected(rejection)),
        principal -> caller.set(new Caller.Known(Callers.owner(principal))));
    return caller.get();
  }

  /**
   * Finds the session that a client names, for one who comes to hear what its server says. Nothing
   * is done that would have to be recorded.
   */
  public Found find(Inbound inbound) {
    AtomicReference<Found> found = new AtomicReference<>(new Found.Rejected(Rejection.NO_SESSION));
    identified(
        inbound,
        rejection -> found.set(new Found.Rejected(rejection)),
        principal -> {
          Callers callers = ways.get().callers();
          Duration left = callers.notifying(inbound, principal).identifiedFor();
          callers
              .session(inbound, principal)
              .ifPresent(session -> found.set(new Found.Open(session, left)));
        });
    return found.get();
  }

  /**
   * Gives what upstreams say outside calls to the session that a client names, as long as there is
   * somebody to hear it: blocks until the sink's wait says that there is not, or the upstreams end
   * it.
   */
  public void listen(Inbound inbound, ReplySink sink) {
    inSession(
        inbound,
        sink,
        (way, exchange, session) ->
            way.subscriptions().listen(exchange, session, inbound.endpoint(), sink));
  }

  /** Ends all listening, so that those who listen hear of it; calls go on. */
  public void endListening() {
    ongoing.listeners().close();
  }

  /** Ends a session whose connection has ended, whoever its client can still prove to be. */
  public void forget(String sessionId) {
    ways.get().handshake().forget(sessionId);
  }

  /** Ends what belongs to a session that has ended by itself. */
  public void sessionEnded(String id) {
    ongoing.sessionEnded(id);
  }

  /** What is done in a session that is its principal's. */
  @FunctionalInterface
  private interface InSession {
    void run(Way way, Exchange exchange, Session session) throws RecordingException;
  }

  private void inSession(Inbound inbound, ReplySink sink, InSession steps) {
    identified(
        inbound,
        sink::rejected,
        principal -> {
          Way way = ways.get();
          Optional<Session> session = way.callers().session(inbound, principal);
          if (session.isEmpty()) {
            sink.rejected(Rejection.NO_SESSION);
            return;
          }
          sink.belongsTo(session.get());
          steps.run(way, way.callers().notifying(inbound, principal), session.get());
        });
  }

  /** Whether a session has not ended; asking does not keep it from being idle. */
  public boolean isOpen(Session session) {
    return sessions.isOpen(session);
  }

  /** Keeps a session from being idle; says whether it has not ended. */
  public boolean keeps(Session session) {
    return sessions.touch(session);
  }

  /** Ends the session that a client names, at its wish. */
  public void endSession(Inbound inbound, ReplySink sink) {
    identified(
        inbound,
        sink::rejected,
        principal -> {
          Way way = ways.get();
          Callers callers = way.callers();
          way.handshake()
              .endSession(
                  callers.notifying(inbound, principal), callers.session(inbound, principal), sink);
        });
  }

  /** What is done for somebody who is known. */
  @FunctionalInterface
  private interface ForPrincipal {
    void run(Principal principal) throws RecordingException;
  }

  private void identified(Inbound inbound, Consumer<Rejection> turnedAway, ForPrincipal steps) {
    try {
      // Step 2: who.
      switch (identifier.identify(inbound.credentials())) {
        case Identification.Challenged challenged -> {
          access.count(inbound.credentials().peer(), challenged.reason());
          turnedAway.accept(Rejection.challenge(challenged));
        }
        case Identification.Known(Principal principal)
            when !principal.roles().contains(Role.AGENT) -> {
          access.count(inbound.credentials().peer(), Rejection.NO_AGENT.why());
          turnedAway.accept(Rejection.NO_AGENT);
        }
        case Identification.Known(Principal principal) -> {
          if (router.knows(inbound.endpoint())) {
            steps.run(principal);
          } else {
            turnedAway.accept(Rejection.NO_ENDPOINT);
          }
        }
      }
    } catch (RecordingException e) {
      // Nothing happens that is not in the log.
      LOG.log(Level.ERROR, "event=not-recorded cause=" + e.getMessage());
      turnedAway.accept(Rejection.CANNOT_RECORD);
    } catch (RuntimeException | StackOverflowError bug) {
      LOG.log(Level.ERROR, "event=fault", bug);
      turnedAway.accept(Rejection.FAULT);
    }
  }

  private void known(Inbound inbound, Principal principal, ReplySink sink)
      throws RecordingException {
    // Policies that come into force from here on are for the messages behind this one.
    Way way = ways.get();
    Callers callers = way.callers();
    try {
      Optional<Session> batching = batching(inbound, callers, principal);
      if (batching.isPresent()) {
        List<byte[]> messages = Batch.messages(inbound.body(), limits);
        sink.belongsTo(batching.get());
        Batch.handle(inbound, messages, sink, this::handle);
        return;
      }
      // Step 3: what.
      switch (Message.read(inbound.body(), limits)) {
        case Message.Request request -> request(way, inbound, principal, request, sink);
        case Message.Notification notification ->
            way.notifications()
                .handle(
                    callers.notifying(inbound, principal), notification, inbound.endpoint(), sink);
        case Message.Response response ->
            way.notifications().answered(callers.notifying(inbound, principal), response, sink);
      }
    } catch (JsonRpcException e) {
      way.answers().unreadable(callers.unread(inbound, principal), inbound.body(), e, sink);
    }
  }

  /** The session of a batch; other revisions than one know none, and answer what is no message. */
  private static Optional<Session> batching(Inbound inbound, Callers callers, Principal principal) {
    return inbound.isPart() || !Batch.begins(inbound.body())
        ? Optional.empty()
        : callers
            .session(inbound, principal)
            .filter(session -> Revisions.hasBatches(session.metadata().protocolVersion()));
  }

  private static void request(
      Way way, Inbound inbound, Principal principal, Message.Request request, ReplySink sink)
      throws RecordingException {
    Exchange exchange;
    try {
      Batch.requireAlone(inbound, request);
      exchange = way.callers().requesting(inbound, principal, request);
    } catch (ProtocolException e) {
      way.answers().refused(way.callers().unread(inbound, principal), request, e, sink);
      return;
    }
    if (exchange.session().isPresent()) {
      way.callers().session(inbound, principal).ifPresent(sink::belongsTo);
    }
    try {
      // Steps 4 to 11, whichever way.
      switch (method(exchange, request)) {
        case Method.Local local -> way.handshake().answer(exchange, request, local, inbound, sink);
        case Method.Listing list -> {
          switch (inbound.endpoint()) {
            case Endpoint.Federated _ -> way.listing().run(exchange, request, list, sink);
            case Endpoint.Single single ->
                way.judgedCall().list(exchange, request, list, single, sink);
          }
        }
        case Method.Subscribing subscribing -> {
          switch (subscribing) {
            case LISTEN -> way.subscriptions().listen(exchange, request, inbound.endpoint(), sink);
            case RESOURCE -> way.resources().run(exchange, request, inbound.endpoint(), sink);
          }
        }
        case Method.Judged _ -> {
          Optional<ProtocolException> fault = way.mirrored().fault(exchange, request, inbound);
          if (fault.isPresent()) {
            way.answers().refused(exchange, request, fault.get(), sink);
          } else {
            way.judgedCall().run(exchange, request, inbound.endpoint(), sink);
          }
        }
        case Method.Absent _ -> way.answers().refused(exchange, request, notFound(), sink);
      }
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "event=fault exchange=" + exchange.id(), bug);
      way.answers().fault(exchange, request, sink);
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
