package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.gateway.mcp.Answers;
import dev.gatehouse.gateway.mcp.ResultShape;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.ResultDecision;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Step 9 for one call: judges its upstream's reply and makes it fit for the client, with the
 * client's id, in the client's era, and otherwise as it came but for what is masked.
 */
final class Releasing {

  /** What one kind of reply is released by. */
  @FunctionalInterface
  interface By {
    Release of(Releasing releasing, UpstreamReply reply) throws MaskingException;
  }

  private final MessageMask mask;
  private final RoutedCall routed;
  private final Exchange exchange;
  private final Message.Request request;
  private final TaskReplies tasks;

  Releasing(MessageMask mask, RoutedCall routed, TaskReplies tasks) {
    this.mask = mask;
    this.routed = routed;
    this.exchange = routed.exchange();
    this.request = routed.request();
    this.tasks = tasks;
  }

  /** By these means; what cannot be masked goes nowhere, and nothing of it is stored. */
  Release release(By by, UpstreamReply reply) {
    try {
      return by.of(this, reply);
    } catch (MaskingException e) {
      return new Release.Withheld(
          Refusals.unmasked(exchange, request),
          Stored.of(MessageMask.WITHHELD),
          Map.of(),
          List.of(Refusals.unmasked(e)));
    }
  }

  /**
   * The reply to a call that was judged.
   *
   * @param facts of the call
   * @param decision on the call, which hides something in the reply and may limit its size
   */
  Release judged(PolicyEngine engine, Facts facts, Decision decision, UpstreamReply reply)
      throws MaskingException {
    if (asksForInputInVain(reply)) {
      return new Release.Passed(noInput(), Map.of(), List.of());
    }
    MaskPlan plan = decision.masks().results();
    Message.Response message = reply.message();
    return switch (ReplySize.judged(decision, message, byRules(engine, facts, message))) {
      case ResultDecision.Release(MaskPlan more, var reasons) ->
          passed(plan.and(more), reply, reasons);
      case ResultDecision.Withhold withheld -> {
        MessageMask.Masked masked =
            tasks.masked(mask, plan.and(withheld.results()), message).masked();
        yield new Release.Withheld(
            Refusals.withheld(exchange, request, withheld),
            masked.kept(),
            masked.counts(),
            withheld.reasons());
      }
    };
  }

  /** What rules say of a reply, and of the result of a task in it as of its tool's. */
  private ResultDecision byRules(PolicyEngine engine, Facts facts, Message.Response message) {
    if (!engine.set().judgesResults()) {
      return new ResultDecision.Release(MaskPlan.empty(), List.of());
    }
    ResultDecision own =
        engine.judgeResult(
            facts, () -> CallArguments.ofReply(message), CallArguments.isError(message));
    return switch (own) {
      case ResultDecision.Withhold _ -> own;
      case ResultDecision.Release(MaskPlan masks, List<Reason> reasons) ->
          switch (tasks.judged(message)) {
            case ResultDecision.Withhold withheld -> withheld;
            case ResultDecision.Release(MaskPlan more, List<Reason> others) ->
                new ResultDecision.Release(
                    masks.and(more), Stream.concat(reasons.stream(), others.stream()).toList());
          };
    };
  }

  /** A list, without what its caller may never use; nobody judges lists. */
  Release listed(VisibleItems visible, MaskPlan plan, UpstreamReply reply) throws MaskingException {
    if (asksForInputInVain(reply)) {
      return new Release.Passed(noInput(), Map.of(), List.of());
    }
    UpstreamReply shown = new UpstreamReply(visible.only(reply.message()), reply.shape());
    Release.Passed passed = passed(plan, shown, List.of());
    String received = reply.message().json().text();
    ReplyDraft draft = passed.draft();
    return draft.original().isEmpty()
        ? passed
        : new Release.Passed(draft.withOriginal(received), passed.masked(), List.of());
  }

  /**
   * A list of tools: shown as it came but for what policy hides in definitions, and stored without
   * what it hides anywhere.
   */
  Release listedTools(VisibleItems visible, MaskPlan plan, MaskPlan stored, UpstreamReply reply)
      throws MaskingException {
    if (asksForInputInVain(reply)) {
      return new Release.Passed(noInput(), Map.of(), List.of());
    }
    UpstreamReply shown = new UpstreamReply(visible.only(reply.message()), reply.shape());
    Release.Passed passed = passed(plan, shown, List.of());
    Rewrite kept = mask.storedResponse(stored, shown.message());
    ReplyDraft draft = passed.draft().withText(passed.draft().sent(), kept);
    return new Release.Passed(draft, passed.masked(), List.of());
  }

  private Release.Passed passed(MaskPlan plan, UpstreamReply reply, List<Reason> reasons)
      throws MaskingException {
    TaskReplies.Masked told = tasks.masked(mask, plan, reply.message());
    Message.Response message = told.message();
    MessageMask.Masked masked = told.masked();
    ReplyDraft draft =
        ReplyDraft.of(
                message,
                routed.addressed(toClient(reply, masked.sent(), message), message),
                toClient(reply, masked.stored(), message),
                request.id().json(),
                outcome(message))
            .withMembers(ResultShape.removed(reply.shape(), exchange.era()), put(reply))
            .withStatus(ResultShape.status(exchange.era(), message));
    return new Release.Passed(
        masked.original().map(draft::withOriginal).orElse(draft), masked.counts(), reasons);
  }

  /** By the names that the client knows. */
  private Rewrite toClient(UpstreamReply reply, Rewrite text, Message.Response message) {
    return tasks.toClient(routed.states().toClient(translated(reply, text), message), message);
  }

  private Map<String, String> put(UpstreamReply reply) {
    Map<String, String> members =
        new LinkedHashMap<>(
            ResultShape.added(reply.shape(), exchange.era(), request.method(), reply.message()));
    if (exchange.era() == Era.MODERN) {
      members.putAll(ResultShape.replaced(reply.message()));
    }
    return members;
  }

  private boolean asksForInputInVain(UpstreamReply reply) {
    return exchange.era() == Era.LEGACY
        && reply.message() instanceof Message.Result(_, _, ObjectNode result)
        && ResultShape.asksForInput(result);
  }

  private ReplyDraft noInput() {
    String response =
        Answers.error(
            request.id(),
            Answers.UPSTREAM_FAILED,
            "the upstream asks for input that this client cannot be asked for, or did not give",
            "{\"kind\":\"input-required\"}");
    return OwnAnswers.draft(exchange, request.method(), response)
        .withOutcome("upstream-input-required");
  }

  /** The one error code that the eras spell differently: a resource that is not there. */
  private Rewrite translated(UpstreamReply reply, Rewrite text) {
    Era client = exchange.era();
    if (reply.shape() == client
        || !(reply.message() instanceof Message.Failure failure)
        || !request.method().equals("resources/read")) {
      return text;
    }
    String theirs = client == Era.MODERN ? "-32002" : "-32602";
    String ours = client == Era.MODERN ? "-32602" : "-32002";
    return failure
        .error()
        .member("code")
        .filter(node -> failure.json().slice(node).equals(theirs))
        .map(node -> text.replace(node, ours))
        .orElse(text);
  }

  private static String outcome(Message.Response message) {
    if (message instanceof Message.Failure) {
      return "error";
    }
    if (InputRequired.in(message).isPresent()) {
      return "input-required";
    }
    return CallArguments.isError(message) ? "tool-error" : "ok";
  }
}
