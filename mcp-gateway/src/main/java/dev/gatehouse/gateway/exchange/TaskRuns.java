package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.ExchangeIds;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.gateway.audit.Verdict;
import dev.gatehouse.gateway.mcp.RequestStates;
import dev.gatehouse.gateway.routing.Route;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes approved calls whose clients poll for them: from the request as it was kept with the
 * approval, which is as people saw it. Thread-safe.
 */
final class TaskRuns {
  private static final Logger LOG = System.getLogger(TaskRuns.class.getName());

  private final PolicyEngine engine;
  private final Recorder recorder;
  private final Asking asking;
  private final ApprovedCall approved;
  private final RequestStates states;
  private final ExchangeIds ids;
  // No more than there are open approvals.
  private final Set<String> begun;

  TaskRuns(
      PolicyEngine engine,
      Recorder recorder,
      Asking asking,
      ApprovedCall approved,
      RequestStates states,
      ExchangeIds ids,
      Ongoing ongoing) {
    this.engine = engine;
    this.recorder = recorder;
    this.asking = asking;
    this.approved = approved;
    this.states = states;
    this.ids = ids;
    this.begun = ongoing.taskRuns();
  }

  /** Where the approvals whose calls are being made are noted. */
  static Set<String> none() {
    return ConcurrentHashMap.newKeySet();
  }

  /** Makes the call on a thread of its own, unless that is under way here. */
  void begin(Exchange polling, Approval approval) {
    if (!begun.add(approval.id())) {
      return;
    }
    RequestMetadata said = polling.metadata();
    String capabilities = TaskClients.without(said.clientCapabilities());
    Exchange exchange =
        polling.again(
            ids.next(),
            new RequestMetadata(
                said.protocolVersion(), said.clientInfo(), capabilities, said.logLevel()));
    Thread.ofVirtual()
        .name("approved-" + approval.id())
        .start(
            () -> {
              try {
                run(exchange, approval);
              } catch (RecordingException | RuntimeException e) {
                LOG.log(Level.ERROR, "event=approved-call-failed exchange=" + exchange.id(), e);
              } finally {
                begun.remove(approval.id());
              }
            });
  }

  private void run(Exchange exchange, Approval approval) throws RecordingException {
    Message.Request request =
        TaskClients.without(
            ClientQuestion.request(approval.request().call()),
            exchange.metadata().clientCapabilities());
    Route.To to =
        new Route.To(approval.request().binding().upstream(), approval.request().binding().name());
    RoutedCall routed =
        new RoutedCall(
            exchange,
            request,
            Address.of(request),
            to,
            InputStates.of(states, exchange, request, to));
    MessageMask.Masked masked = MessageMask.Masked.unchanged(Rewrite.of(request.json()));
    Verdict verdict =
        new Verdict(
                "hold",
                approval.request().reasons().getFirst().rule(),
                approval.request().reasons(),
                engine.set().digest(),
                Map.of(),
                Optional.empty(),
                Optional.empty())
            .by(approval.id());
    // If we crash behind this, the restart closes the exchange, and the next poll makes the call.
    recorder.begin(exchange, routed.subject(), verdict, Stored.of(request.json().text()));
    ApprovalRequests.Asked asked =
        new ApprovalRequests.Asked(approval.request(), request, masked, "");
    HeldAnswers answers = new HeldAnswers(asking, exchange, request);
    approved.run(
        new Held(routed, asked, answers, verdict, Attendance.ofNobody(exchange), new Unheard()),
        approval);
  }
}
