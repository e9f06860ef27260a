package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The children of one upstream. A modern child serves everybody, because each request says whose it
 * is. A legacy one learns once who its client is: a client that can be asked something has one for
 * itself, and all others share one. Thread-safe.
 */
final class StdioProcesses implements AutoCloseable {
  /** Does something with a child, which is kept running meanwhile. */
  @FunctionalInterface
  interface Use<T> {
    T of(StdioPlace place, StdioServer server) throws UpstreamException, InterruptedException;
  }

  /** Modern clients may declare other capabilities with each request. */
  private record Owner(String conversationKey, String capabilities) {}

  private final StdioSettings settings;
  private final Failures failures;
  private final ErrorOutput errors;
  private final StdioPlace common;
  private final Shared<Era> meeting = new Shared<>();
  private final Map<Owner, StdioPlace> own = new LinkedHashMap<>(16, 0.75f, true);
  private volatile @Nullable Era era;
  private boolean isWatched;
  private boolean isClosed;

  StdioProcesses(StdioSettings settings, Failures failures, ErrorOutput errors) {
    this.settings = settings;
    this.failures = failures;
    this.errors = errors;
    this.common = new StdioPlace(settings, failures, errors, ChildClient.GATEHOUSE);
  }

  /** Does something with the child of a conversation, which is started where none runs. */
  <T> T with(Conversation conversation, Deadline deadline, Use<T> use)
      throws UpstreamException, InterruptedException {
    Era known = era(conversation, deadline);
    StdioPlace place = enter(conversation, known);
    try {
      StdioServer server = place.server(known == Era.LEGACY, deadline);
      era = server.era();
      server.strays().usedBy(conversation.key());
      return use.of(place, server);
    } finally {
      place.leave();
    }
  }

  /** The children that a conversation has for itself and that run now. */
  List<StdioServer> ownOf(String conversationKey) {
    synchronized (own) {
      return own.entrySet().stream()
          .filter(entry -> entry.getKey().conversationKey().equals(conversationKey))
          .flatMap(entry -> entry.getValue().now().stream())
          .toList();
    }
  }

  /** Ends the children that a conversation has for itself; nobody waits for their end. */
  void end(String conversationKey) {
    List<StdioPlace> ended = new ArrayList<>();
    synchronized (own) {
      own.entrySet()
          .removeIf(
              entry -> {
                boolean isTheirs = entry.getKey().conversationKey().equals(conversationKey);
                if (isTheirs) {
                  ended.add(entry.getValue());
                }
                return isTheirs;
              });
      own.notifyAll();
    }
    ended.forEach(StdioProcesses::stopLater);
  }

  /** Ends all children, and waits for their end. */
  @Override
  public void close() {
    List<StdioPlace> all;
    synchronized (own) {
      isClosed = true;
      all = new ArrayList<>(own.values());
      own.clear();
      own.notifyAll();
    }
    all.add(common);
    List<Thread> stopping = all.stream().map(StdioProcesses::stopLater).toList();
    try {
      for (Thread thread : stopping) {
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many conversations have a child for themselves. */
  int ownCount() {
    synchronized (own) {
      return own.size();
    }
  }

  private Era era(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    Era known = era;
    return known == null ? meeting.get(deadline, failures, () -> meet(conversation)) : known;
  }

  /** The first child, started for whom comes first: of what era it is decides whose it stays. */
  private Era meet(Conversation conversation) throws UpstreamException, InterruptedException {
    boolean mayBeAsked = mayBeAsked(conversation);
    StdioServer first =
        common.startFor(
            mayBeAsked ? ChildClient.alone(conversation.metadata()) : ChildClient.GATEHOUSE);
    if (first.era() == Era.LEGACY && mayBeAsked) {
      StdioPlace place = enter(conversation, Era.LEGACY);
      place.adopt(first);
      place.leave();
    } else {
      common.adopt(first);
    }
    era = first.era();
    return first.era();
  }

  private StdioPlace enter(Conversation conversation, Era known) throws UpstreamException {
    StdioPlace place = common;
    Optional<StdioPlace> evicted = Optional.empty();
    if (known == Era.LEGACY && mayBeAsked(conversation)) {
      ClientPromises promises = ClientPromises.of(conversation.metadata());
      Owner owner = new Owner(conversation.key(), promises.capabilities());
      synchronized (own) {
        if (isClosed) {
          throw failures.unreachable("is shut down");
        }
        if (!own.containsKey(owner) && own.size() >= settings.ownProcesses().max()) {
          evicted = Optional.of(evict());
        }
        place =
            own.computeIfAbsent(
                owner,
                _ ->
                    new StdioPlace(
                        settings, failures, errors, ChildClient.alone(conversation.metadata())));
        place.enter();
        watch();
      }
      evicted.ifPresent(StdioProcesses::stopLater);
      return place;
    }
    place.enter();
    return place;
  }

  /** Takes out the child that has been idle for longest. */
  private StdioPlace evict() throws UpstreamException {
    for (Map.Entry<Owner, StdioPlace> entry : own.entrySet()) {
      if (entry.getValue().idle().isPresent()) {
        own.remove(entry.getKey());
        return entry.getValue();
      }
    }
    throw failures.unreachable(
        "runs for as many clients as it may at once, " + settings.ownProcesses().max());
  }

  private void watch() {
    if (!isWatched) {
      isWatched = true;
      Thread.ofVirtual().name("upstream-idle").start(this::endIdle);
    }
  }

  /** Ends children that have been idle for too long; ends itself when there are none. */
  private void endIdle() {
    try {
      List<StdioPlace> idle = nextIdle();
      while (!idle.isEmpty()) {
        idle.forEach(StdioProcesses::stopLater);
        idle = nextIdle();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private List<StdioPlace> nextIdle() throws InterruptedException {
    Duration max = settings.ownProcesses().idle();
    synchronized (own) {
      while (!own.isEmpty()) {
        List<StdioPlace> idle =
            own.values().stream()
                .filter(place -> place.idle().filter(it -> it.compareTo(max) >= 0).isPresent())
                .toList();
        own.values().removeAll(idle);
        if (!idle.isEmpty()) {
          return idle;
        }
        own.wait(Math.max(1, max.toMillis() / 4));
      }
      isWatched = false;
      return List.of();
    }
  }

  private static boolean mayBeAsked(Conversation conversation) {
    return ClientPromises.of(conversation.metadata()).allowQuestions();
  }

  private static Thread stopLater(StdioPlace place) {
    return Thread.ofVirtual().name("upstream-stop").start(place::close);
  }
}
