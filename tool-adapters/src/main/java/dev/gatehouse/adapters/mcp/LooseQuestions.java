package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Requests by a legacy server that belong to no call, such as for the client's roots when a session
 * begins: they wait for the next call by which the client can be asked. Thread-safe.
 */
final class LooseQuestions {
  // A server has a handful of things to ask; one that asks more is told so.
  private static final int QUESTIONS_MAX = 32;

  private final Deque<Message.Request> waiting = new ArrayDeque<>();

  /** Lets a request wait; what to answer at once where too many do. */
  Optional<JsonRpcError> put(Message.Request request) {
    synchronized (waiting) {
      if (waiting.size() >= QUESTIONS_MAX) {
        return Optional.of(JsonRpcError.of(JsonRpcError.INTERNAL_ERROR, "too many open requests"));
      }
      waiting.add(request);
      return Optional.empty();
    }
  }

  /** Forgets a request that the server took back. */
  void withdraw(RequestId id) {
    synchronized (waiting) {
      waiting.removeIf(request -> request.id().equals(id));
    }
  }

  /** Takes all that wait. */
  Questions take() {
    synchronized (waiting) {
      Questions all = Questions.of(List.copyOf(waiting));
      waiting.clear();
      return all;
    }
  }
}
