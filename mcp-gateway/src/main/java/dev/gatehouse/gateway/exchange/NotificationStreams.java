package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.policies.mask.StreamMask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an upstream says in the course of one call, masked: each message, and across the messages of
 * one stream (the progress, the log of one logger). Used for one call, on one thread.
 */
final class NotificationStreams {
  /** The messages of more loggers are masked each by itself. */
  private static final int STREAMS_MAX = 16;

  /** A notification and its leaves. */
  private record Heard(Message.Notification message, MessageLeaves leaves) {}

  private final MessageMask mask;
  private final MaskPlan plan;
  private final Map<String, StreamMask<Heard>> streams = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  NotificationStreams(MessageMask mask, MaskPlan plan) {
    this.mask = mask;
    this.plan = plan;
  }

  /** Takes what was heard; gives what may be recorded and then sent, in order. */
  List<MessageMask.Masked> next(Message.Notification message) throws MaskingException {
    String logger = message.params().flatMap(params -> params.string("logger")).orElse("");
    String name = message.method() + " " + logger;
    if (plan.isEmpty() || (streams.size() >= STREAMS_MAX && !streams.containsKey(name))) {
      return counted(List.of(mask.call(plan, message)));
    }
    MessageLeaves leaves = MessageLeaves.ofCall(message);
    Heard heard = new Heard(message, leaves);
    return masked(
        streams
            .computeIfAbsent(name, _ -> plan.stream(mask.pseudonyms()))
            .next(heard, leaves.list(), mask.shape(leaves), leaves.streamed()));
  }

  /** Gives what was held: nothing goes on from it. */
  List<MessageMask.Masked> end() throws MaskingException {
    List<MessageMask.Masked> all = new ArrayList<>();
    for (StreamMask<Heard> stream : streams.values()) {
      all.addAll(masked(stream.end()));
    }
    return all;
  }

  /** How much was hidden so far, by detector or path. */
  Map<String, Integer> counts() {
    return counts;
  }

  private List<MessageMask.Masked> masked(List<StreamMask.Ready<Heard>> ready) {
    return counted(
        ready.stream()
            .map(
                one ->
                    mask.masked(
                        plan,
                        one.message().leaves(),
                        one.message().message().json(),
                        one.masking()))
            .toList());
  }

  private List<MessageMask.Masked> counted(List<MessageMask.Masked> all) {
    all.forEach(one -> one.counts().forEach((label, n) -> counts.merge(label, n, Integer::sum)));
    return all;
  }
}
