package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.adapters.mcp.StdioProcesses.Use;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls to the children of one upstream, from round to round. Thread-safe.
 *
 * <p>What a legacy child asks in the course of a call becomes its reply, and the call is parked
 * until the same request comes again with the answers. A call that begins while a question is open
 * that belongs to none is parked before it is sent, so that the child has its answer first.
 *
 * <p>Source: MCP 2026-07-28 basic/patterns/mrtr; MCP 2025-11-25 client/elicitation,
 * client/sampling, client/roots.
 */
final class StdioCalls implements AutoCloseable {
  /**
   * How long is waited besides the deadlines of calls.
   *
   * @param parked for a client's answers
   * @param more questions of a child that has asked one: what it asks for at once, it writes one
   *     after the other
   */
  record Patience(Duration parked, Duration more) {
    /** As for people, and for a child that shares its machine with others. */
    static final Patience STANDARD = new Patience(ParkedCalls.WAIT_MAX, Duration.ofMillis(50));
  }

  /** Where a call stands while its client is asked. */
  private record Parked(StdioPlace place, StdioServer server, ChildCall call, Questions asked) {

    /** Not where its child has ended before the call was sent: then it begins with the next. */
    boolean canGoOn() {
      return call.isSent() || !server.channel().isEnded();
    }

    Parked asking(Questions questions) {
      return new Parked(place, server, call, questions);
    }
  }

  /** How a wait for a child ended. */
  private sealed interface Round {
    record Answered(Message.Response response) implements Round {}

    record Asks(Questions questions) implements Round {}
  }

  private final StdioProcesses processes;
  private final Failures failures;
  private final Patience patience;
  private final ParkedCalls<Parked> parked;

  StdioCalls(StdioProcesses processes, Failures failures, Patience patience) {
    this.patience = patience;
    this.processes = processes;
    this.failures = failures;
    this.parked = new ParkedCalls<>(patience.parked(), each -> each.server().giveUp(each.call()));
  }

  /** Sends a call, or goes on with one, and waits for its reply. */
  UpstreamReply run(UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    Optional<InputResponses> brought = Outgoing.brought(call);
    Optional<String> state = brought.flatMap(InputResponses::state);
    Optional<Parked> waiting = state.flatMap(it -> parked.take(call.conversation().key(), it));
    if (waiting.isPresent() && waiting.get().canGoOn()) {
      return resume(waiting.get(), brought.orElseThrow(), call, deadline);
    }
    waiting.ifPresent(StdioCalls::broken);
    Use<UpstreamReply> sending =
        (place, server) -> {
          if (server.era() == Era.MODERN || brought.isEmpty()) {
            return begin(place, server, call, deadline);
          }
          if (state.isPresent() && waiting.isEmpty()) {
            throw failures.notWaiting("no longer waits for what this call brings");
          }
          return begin(place, server, Outgoing.withoutAnswers(call), deadline);
        };
    return processes.with(call.conversation(), deadline, sending);
  }

  /** Gives up a parked call. */
  void giveUp(String state) {
    parked.giveUp(state);
  }

  /** Gives up all parked calls of a conversation. */
  void end(String conversationKey) {
    parked.end(conversationKey);
  }

  /** Gives up all parked calls. */
  @Override
  public void close() {
    parked.close();
  }

  /** How many calls are parked. */
  int parkedCount() {
    return parked.count();
  }

  private UpstreamReply begin(
      StdioPlace place, StdioServer server, UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    ChildCall own = server.begin(call);
    Parked now = new Parked(place, server, own, server.calls().openOf(own));
    return now.asked().isEmpty() ? send(now, call, deadline) : park(now, call);
  }

  private UpstreamReply resume(
      Parked waiting, InputResponses brought, UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    waiting.place().enter();
    try {
      answer(waiting, brought, deadline);
      Questions left = waiting.server().calls().openOf(waiting.call());
      if (!left.isEmpty()) {
        // The client brought less than it was asked for, or more has been asked meanwhile.
        return park(waiting.asking(left), call);
      }
      return waiting.call().isSent()
          ? await(waiting, call, deadline)
          : send(waiting, Outgoing.withoutAnswers(call), deadline);
    } finally {
      waiting.place().leave();
    }
  }

  private void answer(Parked waiting, InputResponses brought, Deadline deadline)
      throws UpstreamException, InterruptedException {
    StdioServer server = waiting.server();
    boolean isDone = false;
    try {
      if (server.channel().isEnded() && waiting.call().isSent()) {
        throw failures.brokenOff("ended while its client was asked");
      }
      for (Map.Entry<RequestId, String> answer : waiting.asked().given(brought).entrySet()) {
        if (server.calls().isOpen(answer.getKey())) {
          server.channel().send(answer.getValue(), deadline);
          server.calls().settled(answer.getKey());
        }
      }
      isDone = true;
    } finally {
      if (!isDone) {
        broken(waiting);
      }
    }
  }

  private UpstreamReply send(Parked unsent, UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    StdioServer server = unsent.server();
    boolean isDone = false;
    try {
      server.setLevel(call.conversation().metadata(), deadline);
      // Before it is: the child may ask sooner than this thread goes on.
      unsent.call().sent();
      server.channel().send(text(call, server.era(), unsent.call()).text(), deadline);
      isDone = true;
    } finally {
      if (!isDone) {
        broken(unsent);
      }
    }
    return await(unsent, call, deadline);
  }

  /** Waits for a call that was sent, to its end or its next round. */
  private UpstreamReply await(Parked running, UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    StdioServer server = running.server();
    Round round;
    boolean isDone = false;
    try {
      round = round(running, call, deadline);
      isDone = true;
    } finally {
      if (!isDone) {
        broken(running);
      }
    }
    return switch (round) {
      case Round.Answered(Message.Response response) -> {
        server.end(running.call());
        running.place().wasOfUse(server);
        yield answered(running, response, call);
      }
      case Round.Asks(Questions questions) -> park(running.asking(questions), call);
    };
  }

  /** The reply as it is, unless it asks for something in a way that the client does not know. */
  private UpstreamReply answered(Parked running, Message.Response response, UpstreamCall call)
      throws UpstreamException {
    StdioServer server = running.server();
    Map<String, String> addresses =
        server.era() == Era.LEGACY && running.call().canAsk()
            ? UrlElicitations.in(response, call.conversation().metadata())
            : Map.of();
    if (addresses.isEmpty()) {
      return new UpstreamReply(response, server.era());
    }
    // The child is done with the call, which begins anew when its client has been there.
    ChildCall again = server.begin(call);
    Parked waiting = new Parked(running.place(), server, again, Questions.of(List.of()));
    String state = parked.park(call.conversation().key(), waiting);
    return new UpstreamReply(
        new InputRequired(addresses, Optional.of(state)).response(again.own()), Era.MODERN);
  }

  private Round round(Parked running, UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    ChildCall own = running.call();
    ClientNames names = new ClientNames(own.own(), call.request());
    boolean isAsking = false;
    Deadline until = deadline;
    while (true) {
      if (deadline.hasPassed()) {
        throw failures.timedOut("did not reply in time");
      }
      Optional<Mailbox.Item> item =
          isAsking && until.hasPassed() ? Optional.empty() : own.mailbox().take(until);
      if (item.isEmpty()) {
        Questions open = running.server().calls().openOf(own);
        if (!isAsking) {
          throw failures.timedOut("did not reply in time");
        } else if (!open.isEmpty()) {
          return new Round.Asks(open);
        }
        // All was taken back.
        isAsking = false;
        until = deadline;
        continue;
      }
      switch (item.get()) {
        case Mailbox.Item.Asked() -> {
          // Only the first starts the wait: a busy child must not put its questions off for ever.
          until = isAsking ? until : deadline.orAfter(patience.more());
          isAsking = true;
        }
        case Mailbox.Item.Heard(Message.Notification notification) ->
            hear(call, names, notification);
        case Mailbox.Item.Answered(Message.Response response) -> {
          return new Round.Answered(response);
        }
        case Mailbox.Item.Failed(UpstreamException failure) -> throw failure;
      }
    }
  }

  private static void hear(UpstreamCall call, ClientNames names, Message.Notification notification)
      throws InterruptedException {
    // A client may ask for progress in one round and not in the next.
    boolean isUnasked =
        notification.method().equals("notifications/progress")
            && Outgoing.progressToken(call.request()).isEmpty();
    if (!isUnasked && LogLevels.wants(call.conversation().metadata(), notification)) {
      call.listener().heard(names.in(notification));
    }
  }

  private UpstreamReply park(Parked asking, UpstreamCall call) {
    String state = parked.park(call.conversation().key(), asking);
    return new UpstreamReply(asking.asked().asked(state).response(asking.call().own()), Era.MODERN);
  }

  /** Nobody waits for a call any more that is not over, whatever the reason. */
  private static void broken(Parked running) {
    running.server().giveUp(running.call());
    if (running.server().channel().isEnded()) {
      running.place().retire(running.server());
    }
  }

  /** The request in the child's era, under our id and, because the channel is shared, our token. */
  private static Rewrite text(UpstreamCall call, Era era, ChildCall own) {
    Rewrite text = Outgoing.of(call, era, own.own());
    Optional<JsonNode> token = Outgoing.progressToken(call.request());
    return token.isPresent() ? text.replace(token.get(), own.own().json()) : text;
  }
}
