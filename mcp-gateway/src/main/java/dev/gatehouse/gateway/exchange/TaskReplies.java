package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.routing.TaskIds.Task;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.ResultDecision;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import java.util.List;
import java.util.Optional;

/**
 * What an upstream says of a task, as one client may see it: under the id by which this client
 * knows the task, and with the result of its tool hidden as the tool's own result would be.
 *
 * <p>Where the tool is not known, everything is hidden that policy hides anywhere.
 *
 * <p>Source: Tasks extension, "Task Creation", "Task Polling". Used for one call, on one thread.
 */
final class TaskReplies {
  private static final String TYPE = "task";
  private static final String ID = "taskId";
  private static final String RESULT = "result";
  private static final ResultDecision RELEASE =
      new ResultDecision.Release(MaskPlan.empty(), List.of());

  /** The extension knows tasks of tools alone: what another method began passes by no rule. */
  private static final ResultDecision OF_NO_TOOL =
      new ResultDecision.Withhold(
          "the result of a task of no tool cannot be held against the policies",
          MaskPlan.empty(),
          List.of(new Reason("tasks", "refuse", "no rule can judge the result of no tool")));

  /**
   * A masked reply.
   *
   * @param message whose places the masked texts refer to
   */
  record Masked(Message.Response message, MessageMask.Masked masked) {}

  private final PolicyEngine engine;
  private final Router router;
  private final ListedTools tools;
  private final RoutedCall call;

  TaskReplies(PolicyEngine engine, Router router, ListedTools tools, RoutedCall call) {
    this.engine = engine;
    this.router = router;
    this.tools = tools;
    this.call = call;
  }

  /** A reply, masked by this plan and, where it tells of a task, by that of the task's tool. */
  Masked masked(MessageMask mask, MaskPlan plan, Message.Response reply) throws MaskingException {
    if (!isAboutTask()) {
      return new Masked(reply, mask.response(plan, reply));
    }
    Optional<Task> task = task();
    MaskPlan all =
        plan.and(
            task.map(each -> planOf(engine, call.exchange(), each))
                .orElseGet(engine::everyDetector));
    Optional<ObjectNode> late =
        reply instanceof Message.Result(_, _, ObjectNode result)
            ? result.object(RESULT)
            : Optional.empty();
    if (late.isEmpty()) {
      return new Masked(reply, mask.response(all, reply));
    }
    MessageMask fitting =
        task.flatMap(Task::tool)
            .flatMap(tool -> tools.schemas().of(call.to().upstream(), tool))
            .map(mask::expecting)
            .orElse(mask);
    LateResult.Masked told =
        LateResult.masked(
            reply,
            late.get(),
            fitting,
            all,
            emptied -> mask.response(all, (Message.Response) emptied));
    return new Masked((Message.Response) told.message(), told.masked());
  }

  /**
   * What rules of the task's tool say of its result; of the call that began it nothing is left, so
   * a rule that asks for its arguments withholds.
   */
  ResultDecision judged(Message.Response reply) {
    Optional<Task> task = isAboutTask() ? task() : Optional.empty();
    Optional<ObjectNode> late =
        reply instanceof Message.Result(_, _, ObjectNode result)
            ? result.object(RESULT)
            : Optional.empty();
    return task.isPresent() && late.isPresent()
        ? judged(engine, call.exchange(), task.get(), LateResult.alone(reply, late.get()))
        : RELEASE;
  }

  /** What rules of a task's tool say of its result, which stands alone here. */
  static ResultDecision judged(
      PolicyEngine engine, Exchange exchange, Task task, Message.Response result) {
    if (!engine.set().judgesResults()) {
      return RELEASE;
    }
    return task.tool()
        .map(tool -> PolicyFacts.ofTool(exchange, task.upstream(), tool))
        .map(
            facts ->
                engine.judgeResult(
                    facts, () -> CallArguments.ofReply(result), CallArguments.isError(result)))
        .orElseGet(() -> engine.set().observes() ? RELEASE : OF_NO_TOOL);
  }

  /** What is hidden in what a client says of a task, beside what is hidden in its request. */
  MaskPlan arguments() {
    return isAboutTask()
        ? task()
            .flatMap(Task::tool)
            .map(tool -> PolicyFacts.ofTool(call.exchange(), call.to().upstream(), tool))
            .map(facts -> engine.masks(facts).arguments())
            .orElseGet(engine::everyDetector)
        : MaskPlan.empty();
  }

  /** The reply with the id by which the client knows the task. */
  Rewrite toClient(Rewrite text, Message.Response reply) {
    if (!(reply instanceof Message.Result(_, _, ObjectNode result))
        || !(result.member(ID).orElse(result) instanceof StringNode id)) {
      return text;
    }
    if (isAboutTask() && id.value().equals(call.to().name())) {
      return text.replace(id, JsonStrings.quote(saidId()));
    }
    boolean begins = result.string("resultType").filter(TYPE::equals).isPresent();
    if (!begins && !isAboutTask()) {
      return text;
    }
    Optional<String> tool =
        call.request().method().equals("tools/call")
            ? Optional.of(call.to().name())
            : Optional.empty();
    Task task = new Task(call.to().upstream(), id.value(), tool);
    return text.replace(id, JsonStrings.quote(router.shownTask(owner(call.exchange()), task)));
  }

  /** The task that a request is about, if it is its client's. */
  static Optional<Task> meant(Router router, Exchange exchange, Endpoint endpoint, String id) {
    return router.task(endpoint, owner(exchange), id);
  }

  private Optional<Task> task() {
    return meant(router, call.exchange(), Endpoint.at(call.exchange().endpoint()), saidId());
  }

  /** What is hidden of a task; where its tool is not known, all that is hidden anywhere. */
  static MaskPlan planOf(PolicyEngine engine, Exchange exchange, Task task) {
    return task.tool()
        .map(tool -> PolicyFacts.ofTool(exchange, task.upstream(), tool))
        .map(engine::masksOfLateResults)
        .orElseGet(engine::everyDetector);
  }

  private boolean isAboutTask() {
    return call.address() instanceof Address.Task;
  }

  private String saidId() {
    return call.address().place().map(StringNode::value).orElse("");
  }

  private static String owner(Exchange exchange) {
    return Callers.owner(exchange.principal());
  }
}
