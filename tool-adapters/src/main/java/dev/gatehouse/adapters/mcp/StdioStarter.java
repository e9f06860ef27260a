package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Starts the child of one upstream, and again when it has ended: at once after it was of use, after
 * growing pauses where it keeps failing. Thread-safe; one start at a time.
 */
final class StdioStarter {
  // Enough for a package manager that downloads the server first.
  private static final Duration START_MAX = Duration.ofMinutes(2);

  private final StdioSettings settings;
  private final Failures failures;
  private final ErrorOutput errors;
  private final RestartPauses pauses;
  private final AtomicReference<@Nullable StdioChannel> newest = new AtomicReference<>();
  private volatile boolean wasLegacy;
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
   * @throws UpstreamException where it does not start, or must not yet
   */
  StdioServer start() throws UpstreamException, InterruptedException {
    Duration pause = pauses.left();
    if (!pause.isZero()) {
      throw failures.unreachable(
          "failed and is started again no sooner than in " + pause.toMillis() + " ms");
    }
    try {
      StdioServer server = wasLegacy ? startAsLegacy() : startUnknown();
      wasLegacy = server.description().era() == Era.LEGACY;
      return server;
    } catch (UpstreamException e) {
      pauses.failed();
      throw e;
    }
  }

  /** It answered a call. */
  void wasOfUse(StdioServer running) {
    running.wasOfUse().set(true);
    pauses.succeeded();
  }

  /** It has ended: the next may be started, at once where this one was of use. */
  void retire(StdioServer ended) {
    if (ended.isRetired().compareAndSet(false, true)) {
      if (!ended.wasOfUse().get()) {
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

  private StdioServer startUnknown() throws UpstreamException, InterruptedException {
    try {
      return start(StdioHandshake::ask);
    } catch (UpstreamException e) {
      // Some legacy servers end when the first message is not `initialize`.
      if (e.kind() == Kind.BROKEN_OFF) {
        return startAsLegacy();
      }
      throw e;
    }
  }

  private StdioServer startAsLegacy() throws UpstreamException, InterruptedException {
    return start(StdioHandshake::assumeLegacy);
  }

  private StdioServer start(Meeting meeting) throws UpstreamException, InterruptedException {
    StdioChannel channel = channel();
    newest.set(channel);
    boolean isMet = false;
    try {
      Deadline end = Deadline.after(START_MAX);
      StdioHandshake handshake =
          new StdioHandshake(channel, failures, settings.probeTimeout(), end);
      UpstreamDescription description = meeting.of(handshake);
      if (isClosed) {
        throw failures.unreachable("is shut down");
      }
      isMet = true;
      return StdioServer.of(channel, description);
    } finally {
      if (!isMet) {
        channel.stop();
      }
    }
  }

  private StdioChannel channel() throws UpstreamException {
    if (isClosed) {
      throw failures.unreachable("is shut down");
    }
    try {
      return new StdioChannel(settings, errors);
    } catch (IOException e) {
      throw failures.unreachable("cannot be started: the program does not run", e);
    }
  }

  private interface Meeting {
    UpstreamDescription of(StdioHandshake handshake) throws UpstreamException, InterruptedException;
  }
}
