package dev.gatehouse.gateway.exchange;

import dev.gatehouse.recordings.RecordingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The resources that a legacy client subscribed to, and who hears of them while a stream of its
 * session is open. Thread-safe.
 */
final class SessionResources {
  /** One client has no use for more, and each is a subscription with an upstream. */
  private static final int URIS_MAX = 1000;

  /** Begins to hear of a resource. */
  @FunctionalInterface
  interface Joining {
    Subscriptions.Hearing join(String uri) throws RecordingException;
  }

  private final Map<String, Optional<Subscriptions.Hearing>> byUri = new HashMap<>();
  private Optional<Joining> hearing = Optional.empty();

  /** Adds one; false where there are too many. */
  synchronized boolean subscribe(String uri) throws RecordingException {
    if (byUri.containsKey(uri)) {
      return true;
    }
    if (byUri.size() >= URIS_MAX) {
      return false;
    }
    byUri.put(uri, hearing.isPresent() ? Optional.of(hearing.get().join(uri)) : Optional.empty());
    return true;
  }

  /** Takes one back. */
  synchronized void unsubscribe(String uri) {
    Optional.ofNullable(byUri.remove(uri))
        .flatMap(feed -> feed)
        .ifPresent(Subscriptions.Hearing::close);
  }

  /** From now on somebody hears of them. */
  synchronized void heardBy(Joining joining) throws RecordingException {
    hearing = Optional.of(joining);
    for (Map.Entry<String, Optional<Subscriptions.Hearing>> entry : byUri.entrySet()) {
      entry.setValue(Optional.of(joining.join(entry.getKey())));
    }
  }

  /** The stream has ended; those who listened for it end by themselves. */
  synchronized void heardByNobody() {
    hearing = Optional.empty();
    byUri.replaceAll((_, _) -> Optional.empty());
  }
}
