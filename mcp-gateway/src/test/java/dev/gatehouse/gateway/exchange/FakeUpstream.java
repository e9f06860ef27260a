package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.Upstream;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream that does what the test says, and remembers what it was sent. */
final class FakeUpstream implements Upstream {

  /** What to do with a call; returns the reply's text. */
  @FunctionalInterface
  interface Behaviour {
    String reply(UpstreamCall call) throws UpstreamException, InterruptedException;
  }

  private final String name;
  private final Era era;
  private final Behaviour behaviour;
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger introductions = new AtomicInteger();
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  FakeUpstream(String name, Era era, Behaviour behaviour) {
    this.name = name;
    this.era = era;
    this.behaviour = behaviour;
  }

  /** A legacy upstream that answers every call with this result. */
  static FakeUpstream answering(String name, String result) {
    return new FakeUpstream(
        name, Era.LEGACY, _ -> "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":" + result + "}");
  }

  /** What it was sent, but for the id. */
  List<String> sent() {
    return List.copyOf(sent);
  }

  List<String> told() {
    return List.copyOf(told);
  }

  int introductions() {
    return introductions.get();
  }

  static Message message(String json) {
    try {
      return Message.of(JsonText.parse(json, JsonLimits.STANDARD));
    } catch (JsonRpcException | JsonSyntaxException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public UpstreamDescription describe(Conversation conversation, Deadline deadline) {
    introductions.incrementAndGet();
    return new UpstreamDescription(
        era,
        "{\"tools\":{\"listChanged\":true},\"resources\":{\"subscribe\":true}}",
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public UpstreamReply call(UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    sent.add(call.text().text());
    return new UpstreamReply((Message.Response) message(behaviour.reply(call)), era);
  }

  @Override
  public void tell(
      Message.Notification notification, Conversation conversation, Deadline deadline) {
    told.add(notification.json().text());
  }

  @Override
  public void end(String conversationKey) {}

  @Override
  public void close() {}
}
