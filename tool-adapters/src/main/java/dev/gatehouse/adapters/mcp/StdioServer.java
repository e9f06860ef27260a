package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running child that has said which era it belongs to. Thread-safe. */
final class StdioServer {
  private static final JsonLimits READ_BEFORE =
      new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);

  private final StdioChannel channel;
  private final UpstreamDescription description;
  private final ChildStrays strays;
  private final Failures failures;
  private final ChildSubscriptions subscriptions;
  private final ChildLogLevel level;
  private final boolean takesLevels;
  private final AtomicBoolean wasOfUse = new AtomicBoolean();
  private final AtomicBoolean isRetired = new AtomicBoolean();

  StdioServer(
      StdioChannel channel,
      UpstreamDescription description,
      ChildStrays strays,
      ChildClient client,
      Failures failures) {
    this.channel = channel;
    this.description = description;
    this.strays = strays;
    this.failures = failures;
    this.subscriptions = new ChildSubscriptions(this::askAbout, failures);
    this.level = new ChildLogLevel(client.promises().isPresent());
    if (description.era() == Era.MODERN) {
      strays.keepsToCalls();
    }
    this.takesLevels = description.era() == Era.LEGACY && hasLogging(description.capabilities());
  }

  StdioChannel channel() {
    return channel;
  }

  UpstreamDescription description() {
    return description;
  }

  Era era() {
    return description.era();
  }

  ChildStrays strays() {
    return strays;
  }

  /** The calls under way. */
  ChildCalls calls() {
    return strays.calls();
  }

  ChildSubscriptions subscriptions() {
    return subscriptions;
  }

  /** It answered a call; true for the first time. */
  boolean becomesOfUse() {
    return wasOfUse.compareAndSet(false, true);
  }

  /** Whether it has answered a call. */
  boolean wasOfUse() {
    return wasOfUse.get();
  }

  /** Its end is taken note of; true for the first time. */
  boolean retires() {
    return isRetired.compareAndSet(false, true);
  }

  /** Whether nobody has a call under way or listens. */
  boolean isQuiet() {
    return strays.calls().isEmpty() && strays.listens().isEmpty();
  }

  /** Begins a call, for which things are collected from now on. */
  ChildCall begin(UpstreamCall begun) throws UpstreamException {
    RequestId own = channel.nextId();
    ChildCall call =
        new ChildCall(
            own, begun.conversation().key(), begun.request().method(), channel.expect(own));
    calls().begin(call);
    return call;
  }

  /** A call was answered. */
  void end(ChildCall call) {
    channel.forget(call.own());
    calls().end(call);
  }

  /**
   * A call is given up: the child is told so, where it knows of it, and that nobody answers what it
   * asked.
   */
  void giveUp(ChildCall call) {
    channel.forget(call.own());
    boolean isKnown = call.isSent();
    List<String> messages = new ArrayList<>(calls().giveUp(call).refused());
    if (isKnown) {
      messages.addFirst(Handshake.cancelled(call.own()));
    }
    if (messages.isEmpty() || channel.isEnded()) {
      return;
    }
    channel.sendLater("cancellation", messages, isKnown ? calls()::told : () -> {});
  }

  /** Sends a legacy child the level that a client wants, where that changes anything. */
  void setLevel(RequestMetadata client, Deadline deadline)
      throws UpstreamException, InterruptedException {
    if (takesLevels) {
      // Nobody waits for the answer: what follows is read by the child after this.
      Optional<String> change = level.change(client, channel.nextId());
      if (change.isPresent()) {
        boolean isSent = false;
        try {
          channel.send(change.get(), deadline);
          isSent = true;
        } finally {
          if (!isSent) {
            level.failed(Deadline.after(Duration.ZERO));
          }
        }
      }
    }
  }

  private Message.Response askAbout(String method, String uri, Deadline deadline)
      throws UpstreamException, InterruptedException {
    RequestId own = channel.nextId();
    Mailbox mailbox = channel.expect(own);
    try {
      channel.send(
          """
          {"jsonrpc":"2.0","id":%s,"method":"%s","params":{"uri":%s}}\
          """
              .formatted(own.json(), method, JsonStrings.quote(uri)),
          deadline);
      while (true) {
        switch (mailbox
            .take(deadline)
            .orElseThrow(() -> failures.timedOut("did not answer `" + method + "` in time"))) {
          case Mailbox.Item.Heard _, Mailbox.Item.Asked _ -> {}
          case Mailbox.Item.Answered(Message.Response response) -> {
            return response;
          }
          case Mailbox.Item.Failed(UpstreamException failure) -> throw failure;
        }
      }
    } finally {
      channel.forget(own);
    }
  }

  private static boolean hasLogging(String capabilities) {
    try {
      return JsonText.parse(capabilities, READ_BEFORE).root() instanceof ObjectNode object
          && object.member("logging").isPresent();
    } catch (JsonSyntaxException _) {
      return false;
    }
  }
}
