package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Which resources of a legacy child are subscribed to, and by how many: the child is told of the
 * first who comes and the last who leaves. Thread-safe; the messages about them are sent one at a
 * time, because the child must see them in the order in which people come and leave.
 *
 * <p>Source: MCP 2025-11-25 server/resources, "Subscriptions".
 */
final class ChildSubscriptions {
  // More than a client shows to anybody; each is a message to the child and an entry here.
  static final int OF_ONE_LISTENER_MAX = 1_000;
  // Others wait meanwhile, though a listener himself may have hours.
  private static final Duration JOINING_MAX = Duration.ofSeconds(30);
  private static final Duration LEAVING_MAX = Duration.ofSeconds(5);

  /** Sends a request to the child and waits for its reply. */
  @FunctionalInterface
  interface Asking {
    /** Asks {@code method} about a resource. */
    Message.Response ask(String method, String uri, Deadline deadline)
        throws UpstreamException, InterruptedException;
  }

  private final Asking child;
  private final Failures failures;
  private final Semaphore turn = new Semaphore(1, true);
  // Guarded by `turn`.
  private final Map<String, Integer> listeners = new HashMap<>();

  ChildSubscriptions(Asking child, Failures failures) {
    this.child = child;
    this.failures = failures;
  }

  /**
   * Somebody wants to hear of these resources; who leaves again with what is given.
   *
   * @param opening until when he waits, though not for longer than is good for others
   * @return those to which the child agreed
   */
  Set<String> join(Collection<String> uris, Deadline opening)
      throws UpstreamException, InterruptedException {
    if (uris.isEmpty()) {
      return Set.of();
    }
    Deadline deadline = opening.orAfter(JOINING_MAX);
    if (!turn.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
      throw failures.timedOut("did not take subscriptions in time");
    }
    Set<String> joined = new LinkedHashSet<>();
    boolean isDone = false;
    try {
      for (String uri : uris.stream().limit(OF_ONE_LISTENER_MAX).toList()) {
        if (listeners.containsKey(uri) || agrees(uri, deadline)) {
          listeners.merge(uri, 1, Integer::sum);
          joined.add(uri);
        }
      }
      isDone = true;
      return joined;
    } finally {
      if (!isDone) {
        // The child may know of them, and nobody listens: the next who comes tells it again.
        joined.forEach(this::oneLess);
      }
      turn.release();
    }
  }

  /**
   * Somebody no longer wants to hear of these resources.
   *
   * @throws UpstreamException where the child did not take note of the end of one; it was told of
   *     that of the others
   */
  void leave(Collection<String> uris) throws UpstreamException, InterruptedException {
    // Longer than anybody has the turn who comes: without it, a count would stay for ever.
    Deadline atMost = Deadline.after(JOINING_MAX.plus(LEAVING_MAX));
    if (!turn.tryAcquire(atMost.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
      throw failures.timedOut("did not take unsubscriptions in time");
    }
    Deadline deadline = Deadline.after(LEAVING_MAX);
    try {
      // Before the child is told of any: whether it takes note changes nothing in who listens.
      List<String> unheard = uris.stream().filter(this::oneLess).toList();
      Optional<UpstreamException> failure = Optional.empty();
      for (String uri : unheard) {
        try {
          child.ask("resources/unsubscribe", uri, deadline);
        } catch (UpstreamException e) {
          failure = Optional.of(e);
        }
      }
      if (failure.isPresent()) {
        throw failure.get();
      }
    } finally {
      turn.release();
    }
  }

  /** How many resources are subscribed to, for tests of what is left over. */
  int count() throws InterruptedException {
    turn.acquire();
    try {
      return listeners.size();
    } finally {
      turn.release();
    }
  }

  private boolean agrees(String uri, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return child.ask("resources/subscribe", uri, deadline) instanceof Message.Result;
  }

  private boolean oneLess(String uri) {
    return listeners.merge(uri, -1, (count, less) -> count + less == 0 ? null : count + less)
        == null;
  }
}
