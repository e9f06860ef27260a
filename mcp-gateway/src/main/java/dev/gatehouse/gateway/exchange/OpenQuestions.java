package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.gateway.audit.Exchange;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What legacy clients were asked in the course of their calls and have not answered yet, each to be
 * answered on the connection on which it was asked. Thread-safe.
 */
final class OpenQuestions {
  /**
   * Calls that wait for their clients at one time: people take long, and each holds a place among
   * the calls at work, which must not run out.
   */
  static final int CALLS_MAX = 100;

  /** Those of one principal: whoever answers nothing must leave others room to be asked. */
  static final int SHARE = 20;

  /** Beyond its share a principal waits in places that nobody is short of. */
  static final int SHARED_OUT = CALLS_MAX / 2;

  private record Key(String connection, RequestId id) {}

  private final Map<Key, Question> open = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  // No more owners than there are calls that wait.
  private final Map<String, Integer> waiting = new HashMap<>();
  private int waitingInAll;

  /** An id that no other question has. */
  RequestId nextId() {
    return RequestId.of(lastId.incrementAndGet());
  }

  /** Makes room for one more call of this owner's that waits; false where there is none. */
  synchronized boolean enter(String owner) {
    int own = waiting.getOrDefault(owner, 0);
    if (waitingInAll >= CALLS_MAX || (own >= SHARE && waitingInAll >= SHARED_OUT)) {
      return false;
    }
    waiting.put(owner, own + 1);
    waitingInAll++;
    return true;
  }

  /** Gives the room back. */
  synchronized void leave(String owner) {
    int own = waiting.getOrDefault(owner, 0);
    if (own > 1) {
      waiting.put(owner, own - 1);
    } else {
      waiting.remove(owner);
    }
    waitingInAll--;
  }

  void add(Exchange exchange, Question question) {
    exchange.connection().ifPresent(name -> open.put(new Key(name, question.id()), question));
  }

  /** Takes one back; false where it was answered. */
  boolean remove(Exchange exchange, Question question) {
    return exchange
        .connection()
        .map(name -> open.remove(new Key(name, question.id()), question))
        .orElse(false);
  }

  /** The question that a message of this exchange answers; only once. */
  Optional<Question> answered(Exchange exchange, RequestId id) {
    return exchange
        .connection()
        .flatMap(name -> Optional.ofNullable(open.remove(new Key(name, id))));
  }
}
