package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Event;
import dev.gatehouse.gateway.approval.Run;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.recordings.RecordingException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Waits for people as long as a client can be kept waiting, and lets it see that something goes on.
 * Thread-safe.
 */
final class PeopleWait {
  /** Clients that count the time since the last sign of life take this for one. */
  private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(5);

  private final Asking asking;
  private final Recorder recorder;
  private final MessageMask mask;
  private final Ongoing ongoing;
  private final InstantSource clock;

  PeopleWait(
      Asking asking, Recorder recorder, MessageMask mask, Ongoing ongoing, InstantSource clock) {
    this.asking = asking;
    this.recorder = recorder;
    this.mask = mask;
    this.ongoing = ongoing;
    this.clock = clock;
  }

  /** How an approval stands when it is decided, its run has ended, or the client waits no more. */
  Approval until(Held held, Approval first, ClientAbilities client) throws RecordingException {
    RoutedCall routed = held.routed();
    Attendance attendance = held.attendance();
    ReplySink sink = held.sink();
    Deadline deadline = Deadline.after(asking.hold());
    Optional<JsonNode> token = progressToken(routed.request());
    try (ReplySink.Waiting _ = sink.waiting(attendance::gone);
        AskedClient asked = asked(held, first, client)) {
      Approval now = first;
      int signs = 0;
      while (goesOn(now) && !deadline.hasPassed() && !asking.approvals().hasEndedWaits()) {
        Deadline next = deadline.orAfter(BETWEEN_SIGNS);
        String id = now.id();
        long version = now.version();
        Optional<Approval> seen =
            attendance.await(
                () ->
                    asking.approvals().await(id, version, clock.instant().plus(next.remaining())));
        if (seen.isEmpty()) {
          return asking.approvals().find(id).orElse(now);
        }
        now = seen.get();
        if (now.state() == State.PENDING && asked.hasDeclined()) {
          asking.approvals().happened(id, new Event.Withdrawn("its caller declined"));
        } else if (goesOn(now) && token.isPresent() && sink.takesStream()) {
          tell(routed, token.get(), ++signs, HeldAnswers.progress(now), sink);
        }
      }
      return now;
    }
  }

  private AskedClient asked(Held held, Approval approval, ClientAbilities client)
      throws RecordingException {
    boolean isAsked = client == ClientAbilities.ADDRESS_ASKED && goesOn(approval);
    return isAsked
        ? AskedClient.ask(
            held.routed().exchange(),
            held.answers().elicitation(approval),
            recorder,
            mask,
            ongoing,
            held.sink())
        : AskedClient.nobody();
  }

  private static boolean goesOn(Approval approval) {
    return switch (approval.state()) {
      case PENDING -> true;
      case USED -> approval.run().map(Run::outcome).filter(Run.RUNNING::equals).isPresent();
      case GRANTED, DENIED, EXPIRED, WITHDRAWN, LAPSED, REVOKED -> false;
    };
  }

  private void tell(RoutedCall routed, JsonNode token, int progress, String words, ReplySink sink)
      throws RecordingException {
    String method = "notifications/progress";
    String text =
        "{\"jsonrpc\":\"2.0\",\"method\":\""
            + method
            + "\",\"params\":{\"progressToken\":"
            + routed.request().json().slice(token)
            + ",\"progress\":"
            + progress
            + ",\"message\":"
            + JsonStrings.quote(words)
            + "}}";
    sink.notification(
        recorder.toClient(routed.exchange(), CallSubject.of(method), Stored.of(text), text));
  }

  private static Optional<JsonNode> progressToken(Message.Request request) {
    return request
        .params()
        .flatMap(params -> params.object("_meta"))
        .flatMap(meta -> meta.member("progressToken"))
        .filter(node -> node instanceof StringNode || node instanceof NumberNode);
  }
}
