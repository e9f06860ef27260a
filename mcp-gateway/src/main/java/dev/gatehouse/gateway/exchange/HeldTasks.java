package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Event;
import dev.gatehouse.gateway.approval.Run;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.mcp.Answers;
import dev.gatehouse.gateway.mcp.ResultShape;
import dev.gatehouse.recordings.RecordingException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Calls that wait for people as tasks of the gateway's own: as durable as the approval that each
 * is.
 *
 * <p>The client's polling makes the call once it is approved, at whichever gateway it polls; so a
 * call that nobody asks for any more is not made.
 *
 * <p>Source: Tasks extension, "Task Polling", "Task Cancellation". Thread-safe.
 */
final class HeldTasks {
  /** No upstream's name has it, so that no task of an upstream's looks so. */
  private static final String PREFIX = "gatehouse-approval-";

  private static final Duration POLL_AFTER = Duration.ofSeconds(2);

  private final Asking asking;
  private final OwnAnswers answers;
  private final TaskRuns runs;

  HeldTasks(Asking asking, OwnAnswers answers, TaskRuns runs) {
    this.asking = asking;
    this.answers = answers;
    this.runs = runs;
  }

  /** Whether an id is that of a call that waits, or has waited, for people. */
  static boolean isOurs(String id) {
    return id.startsWith(PREFIX);
  }

  /** Answers what a client asks of a task of its own. */
  void answer(Exchange exchange, Message.Request request, String taskId, ReplySink sink)
      throws RecordingException {
    if (!TaskClients.declares(exchange.metadata().clientCapabilities())) {
      answers.refused(exchange, request, TaskClients.missingExtension(), sink);
      return;
    }
    Optional<Approval> approval =
        asking
            .approvals()
            .find(taskId.substring(PREFIX.length()))
            .filter(
                it -> it.request().binding().caller().equals(ApprovalRequests.caller(exchange)));
    if (approval.isEmpty()) {
      answers.answer(exchange, request, Refusals.unknown(exchange, request, ""), sink);
      return;
    }
    answers.begin(exchange, request);
    ReplyDraft draft =
        switch (request.method()) {
          case "tasks/cancel" -> cancelled(exchange, request, approval.get());
          case "tasks/get" -> got(exchange, request, approval.get());
          default -> acknowledged(exchange, request);
        };
    answers.end(exchange, request, draft, sink);
  }

  private ReplyDraft cancelled(Exchange exchange, Message.Request request, Approval approval)
      throws RecordingException {
    if (approval.isOpen()) {
      asking
          .approvals()
          .happened(approval.id(), new Event.Withdrawn("its caller cancelled the task"));
    }
    return acknowledged(exchange, request);
  }

  private static ReplyDraft acknowledged(Exchange exchange, Message.Request request) {
    return OwnAnswers.draft(exchange, request.method(), Answers.result(request.id(), "{}"));
  }

  private ReplyDraft got(Exchange exchange, Message.Request request, Approval approval)
      throws RecordingException {
    if (approval.state() == State.GRANTED && approval.run().isEmpty()) {
      // If we crash here, the grant stands, and the next poll makes the call.
      runs.begin(exchange, approval);
    }
    HeldAnswers words = new HeldAnswers(asking, exchange, request);
    String members = approval.run().isPresent() ? ran(approval) : stood(approval, words);
    if (approval.isOver() && !isRunning(approval)) {
      // The client knows how it ended: the next call of the same is a new one.
      asking.approvals().shown(approval.id());
    }
    String result = "{\"resultType\":\"complete\"," + members + "}";
    ReplyDraft draft =
        OwnAnswers.draft(exchange, request.method(), Answers.result(request.id(), result));
    return draft.withMembers(Set.of(), Map.of());
  }

  private static boolean isRunning(Approval approval) {
    return approval.run().map(Run::outcome).filter(Run.RUNNING::equals).isPresent();
  }

  private static String stood(Approval approval, HeldAnswers words) {
    return switch (approval.state()) {
      case PENDING, GRANTED, USED -> members(approval, "working", HeldAnswers.progress(approval));
      case WITHDRAWN -> members(approval, "cancelled", approval.state().word());
      case DENIED, EXPIRED, LAPSED, REVOKED ->
          members(approval, "completed", approval.state().word())
              + ",\"result\":"
              + result(words.overAsTool(approval));
    };
  }

  private String ran(Approval approval) throws RecordingException {
    String outcome = approval.run().map(Run::outcome).orElse(Run.UNKNOWN);
    if (isRunning(approval)) {
      return members(approval, "working", HeldAnswers.progress(approval));
    }
    Optional<SettlingSink.Kept> kept =
        asking.approvals().keptReply(approval.id()).map(SettlingSink.Kept::of);
    if (kept.isPresent() && kept.get().response() instanceof Message.Result result) {
      String text =
          Rewrite.of(result.json())
              .members(
                  (ObjectNode) result.result(),
                  ResultShape.removed(kept.get().shape(), Era.LEGACY),
                  Map.of())
              .text();
      return members(approval, "completed", "made") + ",\"result\":" + result(parsed(text));
    }
    if (kept.isPresent() && kept.get().response() instanceof Message.Failure failure) {
      return members(approval, "failed", "failed")
          + ",\"error\":"
          + failure.json().slice(failure.error());
    }
    String words =
        outcome.equals(Run.UNKNOWN)
            ? "the call was approved and sent, and what came of it is not known: it may have been"
                + " carried out"
            : "what came of the call is not kept any more";
    return members(approval, "failed", words)
        + ",\"error\":"
        + JsonRpcError.of(Answers.UPSTREAM_FAILED, words).json();
  }

  /** What every answer about a task has. */
  static String members(Approval approval, String status, String message) {
    Instant last = approval.steps().getLast().at();
    Instant end = approval.decideBy().plus(Duration.ofHours(1));
    return "\"taskId\":"
        + JsonStrings.quote(PREFIX + approval.id())
        + ",\"status\":\""
        + status
        + "\",\"statusMessage\":"
        + JsonStrings.quote(message)
        + ",\"createdAt\":\""
        + approval.asked().truncatedTo(ChronoUnit.MILLIS)
        + "\",\"lastUpdatedAt\":\""
        + last.truncatedTo(ChronoUnit.MILLIS)
        + "\",\"ttlMs\":"
        + Duration.between(approval.asked(), end).toMillis()
        + ",\"pollIntervalMs\":"
        + POLL_AFTER.toMillis();
  }

  private static String result(Message.Result response) {
    return response.json().slice(response.result());
  }

  private static Message.Result parsed(String text) {
    return (Message.Result) SettlingSink.response(text);
  }
}
