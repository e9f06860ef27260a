package dev.gatehouse.gateway.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;

/**
 * Sign-ins under way: those that wait for their person's word, and those whose person is at the
 * provider. Each is taken out once. They are forgotten when the gateway ends. Thread-safe.
 */
final class Attempts {
  /** As long as people take over a password and a second factor. */
  private static final Duration LIFE = Duration.ofMinutes(10);

  private static final long MAX = 20_000;

  /** Of one peer; a company behind one address has fewer people who sign in at the same time. */
  private static final int OF_A_PEER_MAX = 2000;

  /**
   * One that waits for its person's word.
   *
   * @param browser the digest of its cookie
   * @param token that only the page knows which the person was shown
   */
  record Waiting(Wanted wanted, String browser, String token) {
    @Override
    public String toString() {
      return "Waiting[]";
    }
  }

  /**
   * One whose person is at the provider.
   *
   * @param subject who it has to be, where consent was remembered and not asked for
   */
  record Sent(Wanted wanted, String browser, String memory, Optional<String> subject) {
    @Override
    public String toString() {
      return "Sent[]";
    }
  }

  private final Cache<String, Waiting> waiting =
      Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(LIFE).build();
  private final Cache<String, Sent> sent =
      Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(LIFE).build();

  private final PeerLimit limit = new PeerLimit(OF_A_PEER_MAX, LIFE);

  /** Keeps it for this peer, and gives the handle by which it is found. */
  String wait(Waiting attempt, String peer) throws RefusedException {
    admit(peer);
    String handle = Handles.fresh();
    waiting.put(Handles.digest(handle), attempt);
    return handle;
  }

  Optional<Waiting> takeWaiting(String handle) {
    return Optional.ofNullable(waiting.asMap().remove(Handles.digest(handle)));
  }

  private void admit(String peer) throws RefusedException {
    if (!limit.admits(peer)) {
      throw RefusedException.later("attempts", "too many sign-ins, try again in some minutes");
    }
  }

  /** Keeps it for this peer under the state that goes to the provider. */
  void send(String state, Sent attempt, String peer) throws RefusedException {
    admit(peer);
    sent.put(Handles.digest(state), attempt);
  }

  /** Whether somebody is at the provider with this state. */
  boolean isSent(String state) {
    return sent.getIfPresent(Handles.digest(state)) != null;
  }

  Optional<Sent> takeSent(String state) {
    return Optional.ofNullable(sent.asMap().remove(Handles.digest(state)));
  }
}
