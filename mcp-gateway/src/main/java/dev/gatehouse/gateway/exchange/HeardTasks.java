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
import dev.gatehouse.policies.ResultDecision;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tasks that one listener wants to hear of, by the ids of their upstreams and by his: only
 * those that are his own.
 *
 * <p>Source: Tasks extension, "Task Status Notifications". Used for one listener, on one thread.
 */
final class HeardTasks {
  /** The kind of notifications that concern one task. */
  static final String KIND = "taskIds";

  /** Their method. */
  static final String METHOD = "notifications/tasks";

  private record Heard(Task task, String shown) {}

  /** What becomes of a notification. */
  sealed interface Told {
    /** The listener hears this of it. */
    record Passed(MessageMask.Masked masked) implements Told {}

    /** A rule refuses the result in it: whoever asks for the task is told so. */
    record Withheld() implements Told {}
  }

  private final Router router;
  private final Exchange exchange;
  private final Endpoint endpoint;
  // As many as the listener named in one request.
  private final Map<List<String>, Heard> byOwnId = new HashMap<>();

  HeardTasks(Router router, Exchange exchange, Endpoint endpoint) {
    this.router = router;
    this.exchange = exchange;
    this.endpoint = endpoint;
  }

  /** What of it an upstream is asked for: its own tasks, by its own ids. */
  ListenFilter own(String upstream, ListenFilter wanted) {
    ListenFilter theirs = wanted.each(KIND, shown -> own(upstream, shown));
    Map<String, Set<String>> things = new LinkedHashMap<>(theirs.things());
    // An upstream that knows of no tasks is not bothered with none.
    things.remove(KIND, Set.of());
    return new ListenFilter(theirs.kinds(), things);
  }

  private Optional<String> own(String upstream, String shown) {
    Optional<Task> task =
        TaskReplies.meant(router, exchange, endpoint, shown)
            .filter(each -> each.upstream().equals(upstream));
    task.ifPresent(each -> byOwnId.put(List.of(upstream, each.id()), new Heard(each, shown)));
    return task.map(Task::id);
  }

  /** What an upstream grants, by the listener's ids. */
  ListenFilter shown(String upstream, ListenFilter granted) {
    return granted.each(KIND, id -> heard(upstream, id).map(Heard::shown));
  }

  /** Whether a notification is of a task that this listener did not name. */
  boolean isUnwanted(String upstream, Message.Notification notification) {
    return notification.method().equals(METHOD)
        && id(notification).flatMap(id -> heard(upstream, id.value())).isEmpty();
  }

  /** A notification by the listener's id, with the result in it judged and masked as its tool's. */
  Told told(
      MessageMask mask,
      MaskPlan plan,
      PolicyEngine engine,
      String upstream,
      Message.Notification notification)
      throws MaskingException {
    Optional<StringNode> id =
        notification.method().equals(METHOD) ? id(notification) : Optional.empty();
    Optional<Heard> heard = id.flatMap(node -> heard(upstream, node.value()));
    if (id.isEmpty() || heard.isEmpty()) {
      return new Told.Passed(mask.call(plan, notification));
    }
    Task task = heard.get().task();
    MaskPlan all = plan.and(TaskReplies.planOf(engine, exchange, task));
    Optional<ObjectNode> late = notification.params().flatMap(params -> params.object("result"));
    if (late.isEmpty()) {
      return new Told.Passed(named(mask.call(all, notification), notification, heard.get()));
    }
    Message.Response alone = LateResult.alone(notification, late.get());
    return switch (TaskReplies.judged(engine, exchange, task, alone)) {
      case ResultDecision.Withhold _ -> new Told.Withheld();
      case ResultDecision.Release(MaskPlan more, _) -> {
        MaskPlan both = all.and(more);
        LateResult.Masked masked =
            LateResult.masked(
                notification, late.get(), mask, both, emptied -> mask.call(both, emptied));
        yield new Told.Passed(
            named(masked.masked(), (Message.Notification) masked.message(), heard.get()));
      }
    };
  }

  private static MessageMask.Masked named(
      MessageMask.Masked masked, Message.Notification places, Heard heard) {
    StringNode id = id(places).orElseThrow();
    String shown = JsonStrings.quote(heard.shown());
    Rewrite sent = masked.sent().replace(id, shown);
    Rewrite stored = masked.stored().replace(id, shown);
    return new MessageMask.Masked(sent, stored, masked.original(), masked.counts());
  }

  private Optional<Heard> heard(String upstream, String id) {
    return Optional.ofNullable(byOwnId.get(List.of(upstream, id)));
  }

  private static Optional<StringNode> id(Message.Notification notification) {
    return notification
        .params()
        .flatMap(params -> params.member("taskId"))
        .flatMap(node -> node instanceof StringNode s ? Optional.of(s) : Optional.empty());
  }
}
