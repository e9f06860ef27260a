package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that is made when it is first needed and then used by all: the era of a server, a
 * session, a running process.
 *
 * <p>It is made on a thread of its own, so that a caller who gives up does not spoil it for the
 * others. Guarantee: at most one is being made at a time, and no lock is held meanwhile; those who
 * waited share a failure, and the next caller tries again; but what one caller is told of not being
 * let in, no other is told. Thread-safe.
 */
final class Shared<T> {

  /** Makes it, in bounded time. */
  @FunctionalInterface
  interface Maker<T> {
    T make() throws UpstreamException, InterruptedException;
  }

  private static final class Attempt {
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable UpstreamException failure;
    private volatile @Nullable RuntimeException fault;
  }

  private final Object lock = new Object();
  private @Nullable T made;
  private @Nullable Attempt running;

  /**
   * What was made, or is made now.
   *
   * @throws UpstreamException where making it failed, or takes longer than this caller can wait: as
   *     unreachable where the caller's own request was never sent
   */
  T get(Deadline deadline, Failures failures, Maker<T> maker)
      throws UpstreamException, InterruptedException {
    while (true) {
      Attempt attempt;
      boolean isOwn = false;
      synchronized (lock) {
        if (made != null) {
          return made;
        }
        if (running == null) {
          if (Thread.interrupted()) {
            throw new InterruptedException("whoever needs it has gone");
          }
          running = start(maker, _ -> {});
          isOwn = true;
        }
        attempt = running;
      }
      try {
        await(attempt, deadline, failures);
      } catch (UpstreamException e) {
        if (isOwn || !isOfOneCaller(e)) {
          throw e;
        }
      }
    }
  }

  /**
   * What is there after another was made in the place of {@code doubted}, which stays in use
   * meanwhile, and for good where that fails or makes the same again.
   *
   * @param replaced is given {@code doubted} once no other caller can get it any more
   * @throws UpstreamException as {@link #get} does
   */
  T renew(T doubted, Deadline deadline, Failures failures, Maker<T> maker, Consumer<T> replaced)
      throws UpstreamException, InterruptedException {
    Attempt attempt;
    boolean isOwn = false;
    synchronized (lock) {
      if (made != null && !doubted.equals(made)) {
        return made;
      }
      if (running == null) {
        running = start(maker, replaced);
        isOwn = true;
      }
      attempt = running;
    }
    try {
      await(attempt, deadline, failures);
    } catch (UpstreamException e) {
      if (isOwn || !isOfOneCaller(e)) {
        throw e;
      }
    }
    return now().orElse(doubted);
  }

  /** What was made, where it was. */
  Optional<T> now() {
    synchronized (lock) {
      return Optional.ofNullable(made);
    }
  }

  /** Takes what was made elsewhere; false where there is one, or one is being made. */
  boolean offer(T madeElsewhere) {
    synchronized (lock) {
      boolean isTaken = made == null && running == null;
      if (isTaken) {
        made = madeElsewhere;
      }
      return isTaken;
    }
  }

  /** Makes the next caller make another, unless that has happened already. */
  void forget(T stale) {
    synchronized (lock) {
      if (stale.equals(made)) {
        made = null;
      }
    }
  }

  private Attempt start(Maker<T> maker, Consumer<T> replaced) {
    Attempt fresh = new Attempt();
    Thread.ofVirtual().name("upstream-opening").start(() -> make(fresh, maker, replaced));
    return fresh;
  }

  private static void await(Attempt attempt, Deadline deadline, Failures failures)
      throws UpstreamException, InterruptedException {
    if (!attempt.over.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
      throw failures.unreachable("was not ready in time");
    }
    rethrow(attempt);
  }

  private void make(Attempt attempt, Maker<T> maker, Consumer<T> replaced) {
    @Nullable T result = null;
    @Nullable T before;
    try {
      result = maker.make();
    } catch (UpstreamException e) {
      attempt.failure = e;
    } catch (InterruptedException e) {
      attempt.fault = new IllegalStateException("nobody interrupts this thread", e);
    } catch (RuntimeException e) {
      attempt.fault = e;
    } finally {
      synchronized (lock) {
        before = made;
        made = result == null ? before : result;
        running = null;
      }
      attempt.over.countDown();
    }
    if (before != null && result != null && !before.equals(result)) {
      replaced.accept(before);
    }
  }

  /** That somebody else is not let in says nothing of this caller, and may name that person. */
  private static boolean isOfOneCaller(UpstreamException e) {
    return e.kind() == Kind.NOT_CONNECTED || e.kind() == Kind.FORBIDDEN;
  }

  private static Kind kindForCaller(Kind kind) {
    return switch (kind) {
      // Whatever may have been carried out, it was not the caller's request.
      case TIMED_OUT, BROKEN_OFF -> Kind.UNREACHABLE;
      case UNREACHABLE, UNINTELLIGIBLE, FORBIDDEN, NOT_CONNECTED, NOT_WAITING -> kind;
    };
  }

  private static void rethrow(Attempt attempt) throws UpstreamException {
    UpstreamException failure = attempt.failure;
    if (failure != null) {
      throw failure.again(kindForCaller(failure.kind()));
    }
    RuntimeException fault = attempt.fault;
    if (fault != null) {
      throw new IllegalStateException("opening an upstream failed", fault);
    }
  }
}
