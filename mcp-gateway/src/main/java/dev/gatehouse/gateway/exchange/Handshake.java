package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.mcp.Answers;
import dev.gatehouse.gateway.mcp.LogLevels;
import dev.gatehouse.gateway.mcp.Method;
import dev.gatehouse.gateway.mcp.ServerFace;
import dev.gatehouse.gateway.mcp.Session;
import dev.gatehouse.gateway.mcp.Sessions;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What clients ask the gateway itself: to begin a session, what it offers, whether it is there. */
final class Handshake {
  private static final Logger LOG = System.getLogger(Handshake.class.getName());

  private final Recorder recorder;
  private final OwnAnswers answers;
  private final Sessions sessions;
  private final Router router;
  private final Dispatcher dispatcher;
  private final Callers callers;
  private final Ongoing ongoing;
  private final String version;

  Handshake(
      Recorder recorder,
      OwnAnswers answers,
      Sessions sessions,
      Router router,
      Dispatcher dispatcher,
      Callers callers,
      Ongoing ongoing,
      String version) {
    this.recorder = recorder;
    this.answers = answers;
    this.sessions = sessions;
    this.router = router;
    this.dispatcher = dispatcher;
    this.callers = callers;
    this.ongoing = ongoing;
    this.version = version;
  }

  void answer(
      Exchange exchange,
      Message.Request request,
      Method.Local method,
      Inbound inbound,
      ReplySink sink)
      throws RecordingException {
    // Upstreams are asked and sessions change only for a request that is in the log.
    long recordedAt = answers.begin(exchange, request);
    ReplyDraft draft =
        switch (method) {
          case INITIALIZE -> initialized(exchange, request, inbound, recordedAt);
          case DISCOVER -> {
            ServerFace face = face(exchange.conversation(), inbound.endpoint());
            yield answers.scrubbedDraft(
                exchange, request.method(), Answers.discovered(request.id(), face));
          }
          case PING -> empty(exchange, request);
          case SET_LOG_LEVEL -> levelled(exchange, request, inbound);
        };
    answers.end(exchange, request, draft, sink);
  }

  private ReplyDraft initialized(
      Exchange exchange, Message.Request request, Inbound inbound, long recordedAt) {
    // A connection has one session: who begins another on it has done with the one before.
    if (inbound.connection().isPresent()) {
      callers.session(inbound, exchange.principal()).map(Session::id).ifPresent(this::forget);
    }
    String revision = exchange.metadata().protocolVersion();
    Session session =
        sessions.open(
            Callers.owner(exchange.principal()),
            inbound.endpoint().path(),
            exchange.metadata(),
            inbound.connection().isPresent(),
            recordedAt);
    // Upstreams meet the session at once, and need no other for its first call.
    ServerFace face =
        face(
            new Conversation(session.id(), exchange.metadata(), exchange.principal()),
            inbound.endpoint());
    return answers
        .scrubbedDraft(
            exchange, request.method(), Answers.initialized(request.id(), revision, face))
        .opening(session.id());
  }

  private ReplyDraft levelled(Exchange exchange, Message.Request request, Inbound inbound) {
    Optional<String> level =
        request.params().flatMap(params -> params.string("level")).filter(LogLevels::isKnown);
    if (level.isEmpty()) {
      JsonRpcError error =
          JsonRpcError.of(
              JsonRpcError.INVALID_PARAMS, "`params.level` expected one of " + LogLevels.all());
      return OwnAnswers.draft(exchange, request.method(), error.response(request.id()));
    }
    callers
        .session(inbound, exchange.principal())
        .ifPresent(session -> sessions.update(withLogLevel(session, level.get())));
    return empty(exchange, request);
  }

  private static ReplyDraft empty(Exchange exchange, Message.Request request) {
    return OwnAnswers.draft(exchange, request.method(), Answers.result(request.id(), "{}"));
  }

  /** Ends a session here and with every upstream. */
  void endSession(Exchange exchange, Optional<Session> session, ReplySink sink)
      throws RecordingException {
    if (session.isEmpty()) {
      sink.rejected(Rejection.NO_SESSION);
      return;
    }
    Recorded.Notification recorded = recorder.sessionEnds(exchange);
    forget(session.get().id());
    sink.accepted(recorded);
  }

  /** Ends a session whose client is not there any more. */
  void forget(String sessionId) {
    sessions.close(sessionId);
    ongoing.sessionEnded(sessionId);
    dispatcher.end(sessionId);
  }

  private static Session withLogLevel(Session session, String level) {
    RequestMetadata metadata = session.metadata();
    return session.with(
        new RequestMetadata(
            metadata.protocolVersion(),
            metadata.clientInfo(),
            metadata.clientCapabilities(),
            Optional.of(level)));
  }

  private ServerFace face(Conversation conversation, Endpoint endpoint) {
    List<UpstreamDescription> descriptions =
        InParallel.map(
                router.shownAt(endpoint),
                upstream -> description(conversation, upstream),
                ongoing.patience()::with)
            .stream()
            .flatMap(Optional::stream)
            .toList();
    return endpoint instanceof Endpoint.Single && !descriptions.isEmpty()
        ? ServerFace.single(version, descriptions.getFirst())
        : ServerFace.federated(version, descriptions);
  }

  private Optional<UpstreamDescription> description(Conversation conversation, String upstream)
      throws InterruptedException {
    try {
      Duration atMost = ongoing.patience().with(upstream);
      return Optional.of(dispatcher.describe(upstream, conversation, atMost));
    } catch (UpstreamException e) {
      LOG.log(
          Level.WARNING, "event=upstream-silent upstream=" + upstream + " cause=" + e.problem());
      return Optional.empty();
    }
  }
}
