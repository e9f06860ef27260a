package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The calls that are under way at one child, parked ones too, and the questions that it has asked
 * meanwhile and that are open. Thread-safe; nothing here waits.
 *
 * <p>A child over stdio does not say which call a question belongs to: it is taken for that of the
 * call that was sent last and can ask its client. A question that comes when there is none belongs
 * to the next such call. Guarantee: each question is answered, refused or taken back, once.
 *
 * <p>Source: MCP 2025-11-25 basic/lifecycle, client/roots.
 */
final class ChildCalls {
  // A server has a handful of things to ask; one that asks more is told so.
  private static final int QUESTIONS_MAX = 64;

  private record Open(Message.Request request, Optional<ChildCall> call) {}

  // In the order in which they began; as many as the gateway lets run and park.
  private final List<ChildCall> calls = new ArrayList<>();
  private final Map<String, Open> open = new LinkedHashMap<>();
  // How many were given up and the child does not know yet.
  private int untold;
  // What was under way when it was told so last: answering that does not show that it has read it.
  private Set<ChildCall> before = Set.of();
  // Whose they were; the child may still speak of them.
  private final Set<String> givenUp = new HashSet<>();

  /** A call begins; whatever was asked outside of any call belongs to it, where it can ask. */
  synchronized void begin(ChildCall call) {
    calls.add(call);
    if (call.canAsk()) {
      open.replaceAll(
          (_, each) -> each.call().isEmpty() ? new Open(each.request(), Optional.of(call)) : each);
    }
  }

  /** The child asks; what to answer at once where it asks too much. */
  synchronized Optional<JsonRpcError> asked(Message.Request request) {
    if (open.size() >= QUESTIONS_MAX || open.containsKey(request.id().json())) {
      return Optional.of(
          JsonRpcError.of(JsonRpcError.INTERNAL_ERROR, "too many open requests, or one id twice"));
    }
    List<ChildCall> asking = calls.reversed().stream().filter(ChildCall::canAsk).toList();
    // What the child does not know of, it does not ask about, unless there is nothing else.
    Optional<ChildCall> call =
        asking.stream().filter(ChildCall::isSent).findFirst().or(() -> asking.stream().findFirst());
    open.put(request.id().json(), new Open(request, call));
    call.ifPresent(each -> each.mailbox().putQuestion());
    return Optional.empty();
  }

  /** Whether the child still waits for the answer to a question. */
  synchronized boolean isOpen(RequestId id) {
    return open.containsKey(id.json());
  }

  /** The child takes a question back, or has its answer. */
  synchronized void settled(RequestId id) {
    open.remove(id.json());
  }

  /** What is open of a call. */
  synchronized Questions openOf(ChildCall call) {
    return Questions.of(
        open.values().stream()
            .filter(each -> each.call().equals(Optional.of(call)))
            .map(Open::request)
            .toList());
  }

  /** The child has answered a call; what it asked in its course belongs to the next one. */
  synchronized void end(ChildCall call) {
    calls.remove(call);
    if (untold == 0 && !before.contains(call)) {
      givenUp.clear();
    }
    open.replaceAll(
        (_, each) ->
            each.call().equals(Optional.of(call))
                ? new Open(each.request(), Optional.empty())
                : each);
  }

  /** A call is given up: what it asked, and nobody will answer. */
  synchronized Questions giveUp(ChildCall call) {
    Questions given = openOf(call);
    calls.remove(call);
    if (call.isSent()) {
      untold++;
      givenUp.add(call.conversation());
    }
    open.values().removeIf(each -> each.call().equals(Optional.of(call)));
    return given;
  }

  /** The call that was begun last, of those that the child knows of and has not answered. */
  synchronized Optional<ChildCall> newest() {
    return calls.reversed().stream()
        .filter(call -> call.isSent() && !call.mailbox().isAnswered())
        .findFirst();
  }

  /** The child was sent word of a call that was given up. */
  synchronized void told() {
    untold--;
    before = Set.copyOf(calls);
  }

  /**
   * The call that a modern child speaks of, where it can be one only: it says nothing of calls that
   * it has answered, nor of those that were given up once it has read so; what it says of those of
   * the call's own conversation is no secret to it.
   */
  synchronized Optional<ChildCall> only() {
    List<ChildCall> known =
        calls.stream().filter(call -> call.isSent() && !call.mailbox().isAnswered()).toList();
    return known.size() == 1 && Set.of(known.getFirst().conversation()).containsAll(givenUp)
        ? Optional.of(known.getFirst())
        : Optional.empty();
  }

  /** Whether no call is under way. */
  synchronized boolean isEmpty() {
    return calls.isEmpty();
  }

  /** How many calls and questions there are, for tests of what is left over. */
  synchronized int count() {
    return calls.size() + open.size();
  }
}
