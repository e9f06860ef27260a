package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.gateway.audit.Verdict;
import dev.gatehouse.gateway.mcp.Answers;
import dev.gatehouse.gateway.mcp.Sessions;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Route;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.limit.Lease;
import dev.gatehouse.recordings.RecordingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A legacy client's wish to hear of a resource, or to hear of it no more: judged and kept with its
 * session, whose stream brings what is heard.
 */
final class ResourceSubscribing {
  private static final String SUBSCRIBE = "resources/subscribe";
  private static final Duration INTRODUCTION = Duration.ofSeconds(20);

  private final PolicyEngine engine;
  private final Recorder recorder;
  private final Router router;
  private final Dispatcher dispatcher;
  private final OwnAnswers answers;
  private final Listeners listeners;
  private final Sessions sessions;

  ResourceSubscribing(
      PolicyEngine engine,
      Recorder recorder,
      Router router,
      Dispatcher dispatcher,
      OwnAnswers answers,
      Listeners listeners,
      Sessions sessions) {
    this.engine = engine;
    this.recorder = recorder;
    this.router = router;
    this.dispatcher = dispatcher;
    this.answers = answers;
    this.listeners = listeners;
    this.sessions = sessions;
  }

  void run(Exchange exchange, Message.Request request, Endpoint endpoint, ReplySink sink)
      throws RecordingException {
    Optional<String> uri = request.params().flatMap(params -> params.string("uri"));
    if (uri.isEmpty()) {
      answers.answer(
          exchange,
          request,
          invalid(exchange, request, "`params.uri` is required and missing"),
          sink);
      return;
    }
    switch (router.located(endpoint, uri.get())) {
      case Route.Nowhere(String why) ->
          answers.answer(exchange, request, Refusals.unknown(exchange, request, why), sink);
      case Route.To to -> judged(exchange, request, to, uri.get(), sink);
    }
  }

  private void judged(
      Exchange exchange, Message.Request request, Route.To to, String uri, ReplySink sink)
      throws RecordingException {
    Decision decision = engine.judge(PolicyFacts.of(exchange, request, to));
    try (Lease _ = decision.lease()) {
      CallSubject subject = PolicyFacts.subject(request, to);
      Verdict verdict = Verdict.of(decision, engine.set().digest(), Map.of());
      // Nobody is asked yet: the upstream hears of it when the stream of the session is open.
      recorder.calls(exchange, subject, verdict, Stored.of(answers.scrubbed(request)), List.of());
      ReplyDraft draft =
          decision instanceof Decision.Permit
              ? heeded(exchange, request, to, uri)
              : Refusals.refused(exchange, request, decision);
      sink.reply(recorder.reply(exchange, subject, verdict, draft));
    }
  }

  private ReplyDraft heeded(Exchange exchange, Message.Request request, Route.To to, String uri)
      throws RecordingException {
    if (!tellsOfResources(exchange, to.upstream())) {
      JsonRpcError error =
          JsonRpcError.of(
              JsonRpcError.METHOD_NOT_FOUND, "the upstream does not tell of changes of resources");
      return OwnAnswers.draft(exchange, request.method(), error.response(request.id()));
    }
    Optional<SessionResources> resources =
        exchange.session().map(session -> listeners.of(session.id()));
    if (!request.method().equals(SUBSCRIBE)) {
      resources.ifPresent(known -> known.unsubscribe(uri));
    } else if (resources.isPresent() && !resources.get().subscribe(uri)) {
      return invalid(exchange, request, "too many resources are subscribed to in this session");
    } else {
      exchange.session().map(Exchange.InSession::id).ifPresent(sessions::subscribed);
    }
    return OwnAnswers.draft(exchange, request.method(), Answers.result(request.id(), "{}"));
  }

  private boolean tellsOfResources(Exchange exchange, String upstream) {
    try {
      String capabilities =
          dispatcher.describe(upstream, exchange.conversation(), INTRODUCTION).capabilities();
      return JsonText.parse(capabilities, JsonLimits.STANDARD).root() instanceof ObjectNode object
          && object
                  .object("resources")
                  .flatMap(members -> members.member("subscribe"))
                  .orElse(object)
              instanceof LiteralNode literal
          && literal.token().equals("true");
    } catch (UpstreamException | JsonSyntaxException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static ReplyDraft invalid(Exchange exchange, Message.Request request, String message) {
    JsonRpcError error = JsonRpcError.of(JsonRpcError.INVALID_PARAMS, message);
    return OwnAnswers.draft(exchange, request.method(), error.response(request.id()));
  }
}
