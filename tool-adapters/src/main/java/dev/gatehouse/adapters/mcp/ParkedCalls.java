package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Calls that wait until their client has answered what the server asked: a bounded number, each for
 * a bounded time, each for its own conversation only. Thread-safe.
 *
 * <p>Guarantee: each call that is parked is either taken once or given up once.
 *
 * @param <T> what is kept of a call
 */
final class ParkedCalls<T> {
  /** Time for a person to read and answer; whoever asks longer is asked again by his own client. */
  static final Duration WAIT_MAX = Duration.ofMinutes(5);

  /** Each holds a connection or a request of the server's; a conversation with more is astray. */
  static final int OF_ONE_CONVERSATION_MAX = 32;

  /** Of all conversations together, for the same reason. */
  static final int CALLS_MAX = 1_000;

  private static final int STATE_BYTES = 24;

  private record Parked<T>(String conversationKey, T call, Deadline until) {}

  private final SecureRandom random = new SecureRandom();
  private final Duration waitMax;
  private final Consumer<T> givenUp;
  private final Map<String, Parked<T>> byState = new LinkedHashMap<>();
  private boolean isWatched;
  private boolean isClosed;

  /**
   * None yet.
   *
   * @param givenUp hears of each call that is not taken in time; must not block
   */
  ParkedCalls(Duration waitMax, Consumer<T> givenUp) {
    this.waitMax = waitMax;
    this.givenUp = givenUp;
  }

  /** Parks a call; where there are too many, the oldest is given up for it. */
  String park(String conversationKey, T call) {
    String state = newState();
    List<T> given = new ArrayList<>();
    synchronized (byState) {
      if (isClosed) {
        given.add(call);
      } else {
        List<String> own = statesOf(conversationKey);
        if (own.size() >= OF_ONE_CONVERSATION_MAX) {
          given.add(remove(own.getFirst()));
        } else if (byState.size() >= CALLS_MAX) {
          given.add(remove(byState.keySet().iterator().next()));
        }
        byState.put(state, new Parked<>(conversationKey, call, Deadline.after(waitMax)));
        watch();
      }
    }
    given.forEach(givenUp);
    return state;
  }

  /** Takes the call of this state, if it is one of this conversation's and still waits. */
  Optional<T> take(String conversationKey, String state) {
    synchronized (byState) {
      Optional<Parked<T>> parked =
          Optional.ofNullable(byState.get(state))
              .filter(each -> each.conversationKey().equals(conversationKey));
      return parked.isPresent() ? Optional.of(remove(state)) : Optional.empty();
    }
  }

  /** Gives up the call of this state, if it still waits. */
  void giveUp(String state) {
    Optional<T> given;
    synchronized (byState) {
      given = byState.containsKey(state) ? Optional.of(remove(state)) : Optional.empty();
    }
    given.ifPresent(givenUp);
  }

  /** How many wait. */
  int count() {
    synchronized (byState) {
      return byState.size();
    }
  }

  /** Gives up all calls of a conversation. */
  void end(String conversationKey) {
    List<T> given;
    synchronized (byState) {
      given = statesOf(conversationKey).stream().map(this::remove).toList();
    }
    given.forEach(givenUp);
  }

  /** Gives up all calls, and each that is parked from now on. */
  void close() {
    List<T> given;
    synchronized (byState) {
      isClosed = true;
      given = List.copyOf(byState.keySet()).stream().map(this::remove).toList();
    }
    given.forEach(givenUp);
  }

  private List<String> statesOf(String conversationKey) {
    return byState.entrySet().stream()
        .filter(entry -> entry.getValue().conversationKey().equals(conversationKey))
        .map(Map.Entry::getKey)
        .toList();
  }

  private T remove(String state) {
    Parked<T> parked = byState.remove(state);
    if (parked == null) {
      throw new IllegalStateException("a call was parked a moment ago");
    }
    // The watch ends with the last call.
    byState.notifyAll();
    return parked.call();
  }

  private String newState() {
    byte[] bytes = new byte[STATE_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private void watch() {
    if (!isWatched) {
      isWatched = true;
      Thread.ofVirtual().name("upstream-parked-calls").start(this::giveUpInTime);
    }
  }

  /** Gives calls up when their time has passed; ends when none is left. */
  private void giveUpInTime() {
    try {
      Optional<T> late = nextLate();
      while (late.isPresent()) {
        givenUp.accept(late.get());
        late = nextLate();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<T> nextLate() throws InterruptedException {
    synchronized (byState) {
      while (!byState.isEmpty()) {
        // All wait equally long, so the first is the first to go.
        Map.Entry<String, Parked<T>> first = byState.entrySet().iterator().next();
        if (first.getValue().until().hasPassed()) {
          return Optional.of(remove(first.getKey()));
        }
        byState.wait(Math.max(1, first.getValue().until().remaining().toMillis()));
      }
      isWatched = false;
      return Optional.empty();
    }
  }
}
