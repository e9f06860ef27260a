package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import java.time.Duration;
import java.util.Optional;

/**
 * A place for one child, which is started when it is first needed, and again by the next who needs
 * it after it ended. Thread-safe.
 */
final class StdioPlace {
  private final ChildClient client;
  private final Failures failures;
  private final StdioStarter starter;
  private final Shared<StdioServer> server = new Shared<>();
  private int users;
  private long usedAt = System.nanoTime();

  StdioPlace(StdioSettings settings, Failures failures, ErrorOutput errors, ChildClient client) {
    this.client = client;
    this.failures = failures;
    this.starter = new StdioStarter(settings, failures, errors);
  }

  /** The child, running, as far as anybody knows. */
  StdioServer server(boolean isLegacy, Deadline deadline)
      throws UpstreamException, InterruptedException {
    Shared.Maker<StdioServer> starting = () -> starter.start(client, isLegacy);
    StdioServer running = server.get(deadline, failures, starting);
    if (!running.channel().isEnded()) {
      return running;
    }
    retire(running);
    return server.get(deadline, failures, starting);
  }

  /** Starts a child for another place, by the pauses of this one. */
  StdioServer startFor(ChildClient other) throws UpstreamException, InterruptedException {
    return starter.start(other, false);
  }

  /** Takes a child that was started for this place. */
  void adopt(StdioServer started) {
    if (!server.offer(started)) {
      started.channel().stop();
    }
  }

  /** The child, where one runs. */
  Optional<StdioServer> now() {
    return server.now().filter(running -> !running.channel().isEnded());
  }

  /** The child answered a call. */
  void wasOfUse(StdioServer running) {
    starter.wasOfUse(running);
  }

  /** The child has ended: the next may be started. */
  void retire(StdioServer ended) {
    server.forget(ended);
    starter.retire(ended);
  }

  /** Somebody uses it, until he leaves. */
  synchronized void enter() {
    users++;
  }

  /** Somebody no longer uses it. */
  synchronized void leave() {
    users--;
    usedAt = System.nanoTime();
  }

  /** How long nobody has used it; nothing where somebody does, or waits for the child. */
  synchronized Optional<Duration> idle() {
    boolean isQuiet = users == 0 && now().map(StdioServer::isQuiet).orElse(true);
    return isQuiet ? Optional.of(Duration.ofNanos(System.nanoTime() - usedAt)) : Optional.empty();
  }

  /** Ends the child, and starts none any more; waits for the end. */
  void close() {
    starter.close();
    now().ifPresent(running -> running.channel().stop());
  }
}
