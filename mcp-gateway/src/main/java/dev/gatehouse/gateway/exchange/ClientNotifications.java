package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.recordings.RecordingException;
import java.util.Optional;

/** What clients tell and want no reply to: recorded, then heeded. */
final class ClientNotifications {
  private static final String CANCELLED = "notifications/cancelled";

  private final Recorder recorder;
  private final OwnAnswers answers;
  private final InFlight inFlight;

  ClientNotifications(Recorder recorder, OwnAnswers answers, InFlight inFlight) {
    this.recorder = recorder;
    this.answers = answers;
    this.inFlight = inFlight;
  }

  void handle(Exchange exchange, Message.Notification notification, ReplySink sink)
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
    sink.accepted(recorded);
  }

  /** A response, though the gateway asked nothing: recorded, and not accepted. */
  void unexpected(Exchange exchange, Message.Response response, ReplySink sink)
      throws RecordingException {
    recorder.fromClient(exchange, CallSubject.of("response"), answers.scrubbedResponse(response));
    sink.rejected(Rejection.NOT_EXPECTED);
  }

  private static Optional<RequestId> requestId(Message.Notification notification) {
    Optional<JsonNode> id = notification.params().flatMap(params -> params.member("requestId"));
    return id.filter(node -> node instanceof StringNode || node instanceof NumberNode)
        .map(node -> new RequestId(notification.json().slice(node)));
  }
}
