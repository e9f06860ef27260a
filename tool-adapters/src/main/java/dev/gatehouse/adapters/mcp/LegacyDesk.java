package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of a legacy server arrive within one session, and are sorted by the call that
 * they belong to. Thread-safe.
 *
 * <p>Source: MCP 2025-11-25 basic/transports, "Streamable HTTP".
 */
final class LegacyDesk {
  private final ClientPromises promises;
  private final LooseQuestions loose = new LooseQuestions();
  private final Map<String, RunningCall> running = new LinkedHashMap<>();
  private final List<Listening> listening = new CopyOnWriteArrayList<>();
  private final boolean clientIsLegacy;
  private volatile @Nullable UpstreamException lost;
  private volatile boolean isEnded;

  /**
   * One who listens to what belongs to no call, until he leaves.
   *
   * @param inbox what he has not heard yet
   */
  record Listening(ListenFilter filter, RequestMetadata client, CallInbox inbox) {
    boolean wants(Message.Notification notification) {
      return filter.takes(notification) && LogLevels.wants(client, notification);
    }
  }

  /** A desk for this client. */
  LegacyDesk(RequestMetadata client) {
    this.promises = ClientPromises.of(client);
    this.clientIsLegacy = Revisions.isLegacy(client.protocolVersion());
  }

  /** What the client can be asked. */
  ClientPromises promises() {
    return promises;
  }

  /** From now on, a call's messages are put into its inbox. */
  void expect(RunningCall call) {
    synchronized (running) {
      running.put(call.own().json(), call);
    }
    // The other way round, the loss could pass unnoticed between the two.
    UpstreamException failure = lost;
    if (failure != null) {
      call.inbox().fail(failure);
    }
  }

  /** From now on, nobody waits for them. */
  void forget(RunningCall call) {
    synchronized (running) {
      running.remove(call.own().json());
    }
  }

  /** From now on, one more listens. */
  void join(Listening one) {
    listening.add(one);
    UpstreamException failure = lost;
    if (isEnded) {
      one.inbox().end();
    } else if (failure != null) {
      one.inbox().fail(failure);
    }
  }

  /** From now on, one less does. */
  void leave(Listening one) {
    listening.remove(one);
  }

  /** Whether anybody waits for what the server may say. */
  boolean isWaitedAt() {
    synchronized (running) {
      return !running.isEmpty() || !listening.isEmpty();
    }
  }

  /** The server does not know the session any more: who listens has to in another. */
  void lost(UpstreamException failure) {
    lost = failure;
    listening.forEach(one -> one.inbox().fail(failure));
  }

  /** Whether nothing can be sent in the session any more, so that another one is needed. */
  boolean isLost() {
    return isEnded || lost != null;
  }

  /** The session is over, because its client is gone. */
  void end() {
    isEnded = true;
    listening.forEach(one -> one.inbox().end());
  }

  /** Takes what the server asked and what belongs to no call. */
  Questions takeLoose() {
    return loose.take();
  }

  /** Tells all calls under way that there will be no answer. */
  void fail(UpstreamException failure) {
    calls().forEach(call -> call.inbox().fail(failure));
  }

  /**
   * Takes a message from the stream of a call.
   *
   * @return what to send back at once
   */
  Optional<String> ofCall(RunningCall call, Message message) throws InterruptedException {
    switch (message) {
      case Message.Response response -> call.inbox().put(response);
      case Message.Notification notification -> {
        withdraw(notification);
        if (clientIsLegacy || !isChange(notification)) {
          call.inbox().put(notification);
        } else {
          // Only servers of its own era may tell it of changes in the middle of a call.
          spread(notification);
        }
      }
      case Message.Request request -> {
        Optional<String> reply = answerAtOnce(request);
        if (reply.isPresent()) {
          return reply;
        }
        if (!call.mayAsk() || !call.inbox().put(request)) {
          return putAside(request);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Takes a message from a stream that belongs to no call, or to all of them. Never waits.
   *
   * @return what to send back at once
   */
  Optional<String> ofSession(Message message) {
    switch (message) {
      case Message.Response response ->
          idOf(response).flatMap(this::call).ifPresent(call -> call.inbox().offer(response));
      case Message.Notification notification -> heard(notification);
      case Message.Request request -> {
        Optional<String> reply = answerAtOnce(request);
        // A server need not say which call it asks for; while one is under way, it is that one.
        Optional<RunningCall> asking = lastThatMayAsk();
        if (reply.isPresent() || asking.filter(it -> it.inbox().offer(request)).isEmpty()) {
          return reply.or(() -> putAside(request));
        }
      }
    }
    return Optional.empty();
  }

  private void heard(Message.Notification notification) {
    withdraw(notification);
    if (Handshake.cancelledIn(notification).isPresent()) {
      calls().forEach(call -> call.inbox().offer(notification));
      return;
    }
    Optional<RunningCall> call = about(notification);
    if (call.isPresent()) {
      call.get().inbox().offer(notification);
    } else {
      spread(notification);
    }
  }

  /** The call that a notification is about, though it did not come by the call's own stream. */
  private Optional<RunningCall> about(Message.Notification notification) {
    List<RunningCall> calls = calls();
    Optional<String> token = ClientNames.requestNamedIn(notification);
    if (token.isPresent()) {
      return calls.stream().filter(call -> call.hasProgressToken(token.get())).findFirst();
    }
    // A log message does not say whose it is: with one call it can only be that one's.
    List<RunningCall> sent = calls.stream().filter(RunningCall::isSent).toList();
    boolean isOfTheOnlyCall = notification.method().equals(LogLevels.METHOD) && sent.size() == 1;
    return isOfTheOnlyCall && listening.stream().noneMatch(one -> one.wants(notification))
        ? Optional.of(sent.getFirst())
        : Optional.empty();
  }

  private void spread(Message.Notification notification) {
    for (Listening one : listening) {
      if (one.wants(notification)) {
        one.inbox().offer(notification);
      }
    }
  }

  private static boolean isChange(Message.Notification notification) {
    return notification.method().endsWith("/list_changed")
        || notification.method().equals("notifications/resources/updated");
  }

  private void withdraw(Message.Notification notification) {
    Handshake.cancelledIn(notification).ifPresent(loose::withdraw);
  }

  private Optional<String> answerAtOnce(Message.Request request) {
    return request.method().equals("ping")
        ? Optional.of(Handshake.answer(request))
        : promises.refusal(request).map(error -> error.response(request.id()));
  }

  private Optional<String> putAside(Message.Request request) {
    return loose.put(request).map(error -> error.response(request.id()));
  }

  private Optional<RunningCall> lastThatMayAsk() {
    // What the server does not know of, it does not ask about.
    return calls().stream()
        .filter(call -> call.mayAsk() && call.isSent())
        .reduce((_, later) -> later);
  }

  private Optional<RunningCall> call(RequestId id) {
    synchronized (running) {
      return Optional.ofNullable(running.get(id.json()));
    }
  }

  private List<RunningCall> calls() {
    synchronized (running) {
      return List.copyOf(running.values());
    }
  }

  private static Optional<RequestId> idOf(Message.Response response) {
    return switch (response) {
      case Message.Result result -> Optional.of(result.id());
      case Message.Failure failure -> failure.id();
    };
  }
}
