package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.gateway.policy.PoliciesInForce;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.recordings.RecordingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Passes on to one listener what its upstreams say: first how much will be heard, then each
 * notification by itself, hidden and recorded. Used for one listener, on one thread.
 */
final class Passing {
  /** An upstream that says later what it grants is heard all the same. */
  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(3);

  private static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";

  /** The address by which the listener knows an upstream's resource. */
  @FunctionalInterface
  interface ShownUri {
    String of(String upstream, String uri);
  }

  private final ShownUri shownUri;
  private final HeardTasks tasks;
  private final Exchange exchange;
  private final RequestId id;
  private final Recorder recorder;
  private final MessageMask mask;
  private final PoliciesInForce policies;
  private final ReplySink sink;
  private final Dispatching dispatching;
  private int awaited;
  private ListenFilter granted = ListenFilter.none();

  Passing(
      ShownUri shownUri,
      HeardTasks tasks,
      Exchange exchange,
      RequestId id,
      Recorder recorder,
      MessageMask mask,
      PoliciesInForce policies,
      ReplySink sink,
      Dispatching dispatching,
      int upstreams) {
    this.shownUri = shownUri;
    this.tasks = tasks;
    this.exchange = exchange;
    this.id = id;
    this.recorder = recorder;
    this.mask = mask;
    this.policies = policies;
    this.sink = sink;
    this.dispatching = dispatching;
    this.awaited = upstreams;
  }

  /** Until interrupted, or what its listener was identified by has expired. */
  <T> Optional<T> run(Feed feed) throws InterruptedException {
    Deadline end = Deadline.after(exchange.identifiedFor());
    Deadline deadline = Deadline.after(ACKNOWLEDGED_WITHIN);
    List<Feed.Item> early = new ArrayList<>();
    while (awaited > 0) {
      Optional<Feed.Item> item = feed.take(deadline);
      if (item.isEmpty()) {
        break;
      }
      if (item.get() instanceof Feed.Item.Acknowledged(String upstream, ListenFilter more)) {
        granted = granted.and(shown(upstream, more));
        awaited--;
      } else {
        early.add(item.get());
      }
    }
    if (exchange.era() == Era.MODERN) {
      acknowledge();
    }
    for (Feed.Item item : early) {
      pass(item);
    }
    Optional<Feed.Item> next = feed.take(end);
    while (next.isPresent()) {
      pass(next.get());
      next = feed.take(end);
    }
    return Optional.empty();
  }

  private void acknowledge() throws InterruptedException {
    String text =
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{"
            + "\"_meta\":{\""
            + SUBSCRIPTION_ID
            + "\":"
            + id.json()
            + "},\"notifications\":"
            + granted.json()
            + "}}";
    dispatching.hear(notification(text), it -> send(it, MaskPlan.empty(), Optional.empty()));
  }

  private void pass(Feed.Item item) throws InterruptedException {
    switch (item) {
      case Feed.Item.Acknowledged(String upstream, ListenFilter more) ->
          granted = granted.and(shown(upstream, more));
      case Feed.Item.Heard(String upstream, Message.Notification heard)
          when tasks.isUnwanted(upstream, heard) -> {}
      case Feed.Item.Heard(String upstream, Message.Notification heard) -> {
        if (mayHear(upstream, heard)) {
          dispatching.hear(
              shown(upstream, heard), it -> send(it, plan(upstream), Optional.of(upstream)));
        }
      }
      // Nobody knows what it said meanwhile.
      case Feed.Item.Resumed(String upstream) -> listsMayHaveChanged(Optional.of(upstream));
      case Feed.Item.Changed() -> listsMayHaveChanged(Optional.empty());
      case Feed.Item.NotRecorded(RecordingException reason) ->
          dispatching.hear(
              notification("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}"),
              _ -> {
                throw reason;
              });
    }
  }

  /** A part of what was subscribed to may be something that its listener could never read. */
  private boolean mayHear(String upstream, Message.Notification heard) {
    return uri(heard)
        .map(
            node -> PolicyFacts.of(exchange, "resources/read", upstream).withResource(node.value()))
        .map(policies.engine()::mayEver)
        .orElse(true);
  }

  private static Optional<StringNode> uri(Message.Notification heard) {
    return heard.method().equals("notifications/resources/updated")
        ? heard
            .params()
            .flatMap(params -> params.member("uri"))
            .flatMap(node -> node instanceof StringNode s ? Optional.of(s) : Optional.empty())
        : Optional.empty();
  }

  private void listsMayHaveChanged(Optional<String> upstream) throws InterruptedException {
    for (String method : granted.listChanges()) {
      dispatching.hear(changed(method), it -> send(it, MaskPlan.empty(), upstream));
    }
  }

  private ListenFilter shown(String upstream, ListenFilter theirs) {
    return tasks
        .shown(upstream, theirs)
        .each(ListenFilter.RESOURCES, uri -> Optional.of(shownUri.of(upstream, uri)));
  }

  private Message.Notification shown(String upstream, Message.Notification heard) {
    return uri(heard)
        .filter(node -> !shownUri.of(upstream, node.value()).equals(node.value()))
        .map(
            node ->
                notification(
                    Rewrite.of(heard.json())
                        .replace(node, JsonStrings.quote(shownUri.of(upstream, node.value())))
                        .text()))
        .orElse(heard);
  }

  private MaskPlan plan(String upstream) {
    return policies
        .engine()
        .masks(PolicyFacts.of(exchange, Subscriptions.METHOD, upstream))
        .results();
  }

  private void send(Message.Notification heard, MaskPlan plan, Optional<String> upstream)
      throws RecordingException {
    Message.Notification shown = exchange.era() == Era.LEGACY ? withoutId(heard) : heard;
    CallSubject subject = new CallSubject(Subscriptions.METHOD, upstream, Optional.empty());
    try {
      HeardTasks.Told told =
          upstream.isPresent()
              ? tasks.told(mask, plan, policies.engine(), upstream.get(), shown)
              : new HeardTasks.Told.Passed(mask.call(plan, shown));
      switch (told) {
        case HeardTasks.Told.Passed(MessageMask.Masked masked) ->
            sink.notification(
                recorder.toClient(exchange, subject, masked.kept(), masked.sent().text()));
        case HeardTasks.Told.Withheld() ->
            recorder.heard(exchange, subject, Stored.of(MessageMask.WITHHELD));
      }
    } catch (MaskingException _) {
      recorder.heard(exchange, subject, Stored.of(MessageMask.WITHHELD));
    }
  }

  private Message.Notification changed(String method) {
    return notification(
        "{\"jsonrpc\":\"2.0\",\"method\":\""
            + method
            + "\",\"params\":{\"_meta\":{\""
            + SUBSCRIPTION_ID
            + "\":"
            + id.json()
            + "}}}");
  }

  /** Legacy clients know nothing of subscriptions that have names. */
  private static Message.Notification withoutId(Message.Notification heard) {
    Optional<ObjectNode> params = heard.params();
    Optional<ObjectNode> meta = params.flatMap(members -> members.object("_meta"));
    if (params.isEmpty() || meta.flatMap(members -> members.member(SUBSCRIPTION_ID)).isEmpty()) {
      return heard;
    }
    Rewrite text = Rewrite.of(heard.json());
    boolean isAlone = meta.get().members().size() == 1;
    return notification(
        (isAlone
                ? text.members(params.get(), Set.of("_meta"), Map.of())
                : text.members(meta.get(), Set.of(SUBSCRIPTION_ID), Map.of()))
            .text());
  }

  private static Message.Notification notification(String text) {
    try {
      JsonLimits readBefore = new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
      return (Message.Notification) Message.of(JsonText.parse(text, readBefore));
    } catch (JsonRpcException | JsonSyntaxException e) {
      throw new IllegalStateException("wrote a notification that is none", e);
    }
  }
}
