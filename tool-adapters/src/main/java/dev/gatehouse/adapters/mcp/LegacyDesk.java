package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** A desk for a client that has promised this. */
  LegacyDesk(ClientPromises promises) {
    this.promises = promises;
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
  }

  /** From now on, nobody waits for them. */
  void forget(RunningCall call) {
    synchronized (running) {
      running.remove(call.own().json());
    }
  }

  /** Whether anybody waits for what the server may say. */
  boolean isWaitedAt() {
    synchronized (running) {
      return !running.isEmpty();
    }
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
        call.inbox().put(notification);
      }
      case Message.Request request -> {
        Optional<String> reply = answerAtOnce(request);
        if (reply.isPresent()) {
          return reply;
        }
        if (!call.mayAsk()) {
          return putAside(request);
        }
        call.inbox().put(request);
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
        if (reply.isPresent() || asking.isEmpty()) {
          return reply.or(() -> putAside(request));
        }
        asking.get().inbox().offer(request);
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
    ClientNames.requestNamedIn(notification)
        .flatMap(token -> calls().stream().filter(c -> c.hasProgressToken(token)).findFirst())
        .ifPresent(call -> call.inbox().offer(notification));
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
    return calls().stream().filter(RunningCall::mayAsk).reduce((a, b) -> b);
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
