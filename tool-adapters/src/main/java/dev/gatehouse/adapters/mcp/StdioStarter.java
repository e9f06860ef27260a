package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Starts a child, and again when it has ended: at once after it was of use, after growing pauses
 * where it keeps failing. Thread-safe; one start at a time.
 */
final class StdioStarter {
  // Enough for a package manager that downloads the server first.
  private static final Duration START_MAX = Duration.ofMinutes(2);

  private final StdioSettings settings;
  private final Failures failures;
  private final ErrorOutput errors;
  private final RestartPauses pauses;
  private final AtomicReference<@Nullable StdioChannel> newest = new AtomicReference<>();
  private volatile boolean isClosed;

  StdioStarter(StdioSettings settings, Failures failures, ErrorOutput errors) {
    this.settings = settings;
    this.failures = failures;
    this.errors = errors;
    this.pauses = new RestartPauses(settings.restart());
  }

  /**
   * Starts it and learns its era.
   *
   * @param client whom a legacy child is to talk to
   * @param isLegacy whether it was a legacy one before
   * @throws UpstreamException where it does not start, or must not yet
   */
  StdioServer start(ChildClient client, boolean isLegacy)
      throws UpstreamException, InterruptedException {
    Duration pause = pauses.left();
    if (!pause.isZero()) {
      throw failures.unreachable(
          "failed and is started again no sooner than in " + pause.toMillis() + " ms");
    }
    try {
      return isLegacy ? startAsLegacy(client) : startUnknown(client);
    } catch (UpstreamException e) {
      pauses.failed();
      throw e;
    }
  }

  /** It answered a call. */
  void wasOfUse(StdioServer running) {
    running.becomesOfUse();
    pauses.succeeded();
  }

  /** It has ended: the next may be started, at once where this one was of use. */
  void retire(StdioServer ended) {
    if (ended.retires()) {
      if (!ended.wasOfUse()) {
        pauses.failed();
      }
      // It may still run, with its output closed.
      Thread.ofVirtual().name("upstream-stop").start(ended.channel()::stop);
    }
  }

  /** Ends what was started, and starts nothing more. */
  void close() {
    isClosed = true;
    Optional.ofNullable(newest.get()).ifPresent(StdioChannel::stop);
  }

  private StdioServer startUnknown(ChildClient client)
      throws UpstreamException, InterruptedException {
    try {
      return start(client, StdioHandshake::ask);
    } catch (UpstreamException e) {
      // Some legacy servers end when the first message is not `initialize`.
      if (e.kind() == Kind.BROKEN_OFF) {
        return startAsLegacy(client);
      }
      throw e;
    }
  }

  private StdioServer startAsLegacy(ChildClient client)
      throws UpstreamException, InterruptedException {
    return start(client, StdioHandshake::assumeLegacy);
  }

  private StdioServer start(ChildClient client, Meeting meeting)
      throws UpstreamException, InterruptedException {
    ChildStrays strays = new ChildStrays(client);
    StdioChannel channel = channel(strays);
    newest.set(channel);
    boolean isMet = false;
    try {
      Deadline end = Deadline.after(START_MAX);
      StdioHandshake handshake =
          new StdioHandshake(channel, failures, client, settings.probeTimeout(), end);
      UpstreamDescription description = meeting.of(handshake);
      if (isClosed) {
        throw failures.unreachable("is shut down");
      }
      isMet = true;
      return new StdioServer(channel, description, strays, client, failures);
    } finally {
      if (!isMet) {
        channel.stop();
      }
    }
  }

  private StdioChannel channel(ChildStrays strays) throws UpstreamException {
    if (isClosed) {
      throw failures.unreachable("is shut down");
    }
    try {
      return new StdioChannel(settings, errors, strays);
    } catch (IOException e) {
      throw failures.unreachable("cannot be started: the program does not run", e);
    }
  }

  private interface Meeting {
    UpstreamDescription of(StdioHandshake handshake) throws UpstreamException, InterruptedException;
  }
}
