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
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;

/** What clients tell and want no reply to: recorded, then heeded. */
final class ClientNotifications {
  private static final Logger LOG = System.getLogger(ClientNotifications.class.getName());
  private static final String CANCELLED = "notifications/cancelled";

  /** What concerns the session with us, or capabilities that upstreams are not told of. */
  private static final Set<String> OURS =
      Set.of(
          CANCELLED,
          "notifications/initialized",
          "notifications/progress",
          "notifications/roots/list_changed");

  private final Recorder recorder;
  private final OwnAnswers answers;
  private final InFlight inFlight;
  private final Router router;
  private final Dispatcher dispatcher;

  ClientNotifications(
      Recorder recorder,
      OwnAnswers answers,
      InFlight inFlight,
      Router router,
      Dispatcher dispatcher) {
    this.recorder = recorder;
    this.answers = answers;
    this.inFlight = inFlight;
    this.router = router;
    this.dispatcher = dispatcher;
  }

  void handle(
      Exchange exchange, Message.Notification notification, Endpoint endpoint, ReplySink sink)
      throws RecordingException {
    Recorded.Notification recorded =
        recorder.fromClient(
            exchange, CallSubject.of(notification.method()), answers.scrubbed(notification));
    if (exchange.era() == Era.LEGACY && exchange.session().isEmpty()) {
      sink.rejected(Rejection.NO_SESSION);
      return;
    }
    if (notification.method().equals(CANCELLED)) {
      requestId(notification).ifPresent(id -> inFlight.cancel(exchange, id));
    }
    if (!OURS.contains(notification.method())) {
      router.shownAt(endpoint).forEach(upstream -> passOn(exchange, recorded, upstream));
    }
    sink.accepted(recorded);
  }

  /** A response, though the gateway asked nothing: recorded, and not accepted. */
  void unexpected(Exchange exchange, Message.Response response, ReplySink sink)
      throws RecordingException {
    recorder.fromClient(exchange, CallSubject.of("response"), answers.scrubbedResponse(response));
    sink.rejected(Rejection.NOT_EXPECTED);
  }

  private void passOn(Exchange exchange, Recorded.Notification recorded, String upstream) {
    try {
      dispatcher.tell(upstream, recorded, exchange.conversation());
    } catch (UpstreamException e) {
      LOG.log(Level.DEBUG, "event=not-told upstream=" + upstream + " cause=" + e.problem());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<RequestId> requestId(Message.Notification notification) {
    Optional<JsonNode> id = notification.params().flatMap(params -> params.member("requestId"));
    return id.filter(node -> node instanceof StringNode || node instanceof NumberNode)
        .map(node -> new RequestId(notification.json().slice(node)));
  }
}
