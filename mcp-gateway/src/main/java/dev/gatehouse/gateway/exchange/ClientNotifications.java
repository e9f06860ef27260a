package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.limit.Lease;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What clients tell and want no reply to: recorded, then heeded. */
final class ClientNotifications {
  private static final Logger LOG = System.getLogger(ClientNotifications.class.getName());
  private static final String CANCELLED = "notifications/cancelled";

  /** What concerns the session with us alone. */
  private static final Set<String> OURS =
      Set.of(CANCELLED, "notifications/initialized", "notifications/progress");

  private final PolicyEngine engine;
  private final Recorder recorder;
  private final OwnAnswers answers;
  private final Router router;
  private final Dispatcher dispatcher;
  private final MessageMask mask;
  private final Ongoing ongoing;

  ClientNotifications(
      PolicyEngine engine,
      Recorder recorder,
      OwnAnswers answers,
      Router router,
      Dispatcher dispatcher,
      MessageMask mask,
      Ongoing ongoing) {
    this.engine = engine;
    this.recorder = recorder;
    this.answers = answers;
    this.router = router;
    this.dispatcher = dispatcher;
    this.mask = mask;
    this.ongoing = ongoing;
  }

  void handle(
      Exchange exchange, Message.Notification notification, Endpoint endpoint, ReplySink sink)
      throws RecordingException {
    String stored = answers.scrubbed(notification);
    Recorded.Notification recorded =
        recorder.fromClient(
            exchange, CallSubject.of(notification.method()), Stored.of(stored), stored);
    if (exchange.era() == Era.LEGACY && exchange.session().isEmpty()) {
      sink.rejected(Rejection.NO_SESSION);
      return;
    }
    if (!notification.method().startsWith("notifications/")) {
      // A request without an id would do its work and hide what came of it.
      sink.rejected(Rejection.NOT_EXPECTED);
      return;
    }
    if (notification.method().equals(CANCELLED)) {
      requestId(notification)
          .ifPresent(id -> ongoing.inFlight().cancel(exchange, id, isImpatient(notification)));
    }
    sink.accepted(recorded);
    if (!OURS.contains(notification.method())) {
      for (String upstream : router.shownAt(endpoint)) {
        passOn(exchange, notification, upstream);
      }
    }
  }

  /** An answer to what the client was asked; where nothing was, recorded and not accepted. */
  void answered(Exchange exchange, Message.Response response, ReplySink sink)
      throws RecordingException {
    Optional<RequestId> id =
        switch (response) {
          case Message.Result result -> Optional.of(result.id());
          case Message.Failure failure -> failure.id();
        };
    Optional<Question> question =
        id.flatMap(known -> ongoing.questions().answered(exchange, known));
    if (question.isPresent()) {
      sink.accepted(question.get().answer(response));
      return;
    }
    String stored = answers.scrubbedResponse(response);
    recorder.fromClient(exchange, CallSubject.of("response"), Stored.of(stored), stored);
    boolean isWithoutSession = exchange.era() == Era.LEGACY && exchange.session().isEmpty();
    sink.rejected(isWithoutSession ? Rejection.NO_SESSION : Rejection.NOT_EXPECTED);
  }

  /** Judged like a call, recorded again for the upstream that it goes to, then sent. */
  private void passOn(Exchange exchange, Message.Notification notification, String upstream)
      throws RecordingException {
    Decision decision = engine.judge(PolicyFacts.of(exchange, notification.method(), upstream));
    try (Lease _ = decision.lease()) {
      passOn(exchange, notification, upstream, decision);
    }
  }

  private void passOn(
      Exchange exchange, Message.Notification notification, String upstream, Decision decision)
      throws RecordingException {
    if (!(decision instanceof Decision.Permit permit)) {
      return;
    }
    MessageMask.Masked masked;
    try {
      masked = mask.call(permit.masks().arguments(), notification);
    } catch (MaskingException e) {
      LOG.log(Level.WARNING, "event=not-told upstream=" + upstream + " cause=" + e.getMessage());
      return;
    }
    CallSubject subject =
        new CallSubject(notification.method(), Optional.of(upstream), Optional.empty());
    Recorded.Notification recorded =
        recorder.fromClient(exchange, subject, masked.kept(), masked.sent().text());
    try {
      dispatcher.tell(upstream, recorded, exchange.conversation());
    } catch (UpstreamException e) {
      LOG.log(Level.DEBUG, "event=not-told upstream=" + upstream + " cause=" + e.problem());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Clients that give up after a time say so in the reason, as the official ones word it. */
  private static boolean isImpatient(Message.Notification notification) {
    String reason =
        notification
            .params()
            .flatMap(params -> params.string("reason"))
            .orElse("")
            .toLowerCase(Locale.ROOT);
    return reason.contains("timed out") || reason.contains("timeout");
  }

  private static Optional<RequestId> requestId(Message.Notification notification) {
    Optional<JsonNode> id = notification.params().flatMap(params -> params.member("requestId"));
    return id.filter(node -> node instanceof StringNode || node instanceof NumberNode)
        .map(node -> new RequestId(notification.json().slice(node)));
  }
}
