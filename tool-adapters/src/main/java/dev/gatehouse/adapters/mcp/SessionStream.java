package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.mcp.SseReader.Position;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The stream by which a legacy server says what belongs to no call: one for a session, read by a
 * thread of its own, and opened again while somebody waits for what it may bring. Thread-safe.
 *
 * <p>Source: MCP 2025-11-25 basic/transports, "Listening for Messages from the Server".
 */
final class SessionStream {
  private static final Duration OPENING_MAX = Duration.ofSeconds(30);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(30);
  // Some servers say nothing, not even that they listen, before they have something to say.
  private static final Duration OPEN_EXPECTED = Duration.ofMillis(500);
  // It ends with the session.
  private static final Duration READ_MAX = Duration.ofDays(365);

  private enum State {
    /** Nobody reads it, and whoever wants it has it opened. */
    IDLE,
    /** It was asked for. */
    OPENING,
    /** It is read, or opened again while somebody waits for what it may bring. */
    OPEN,
    /** The server offers none. */
    REFUSED,
    /** The session is over. */
    ENDED
  }

  /** The server, as far as its stream needs it. */
  interface Server {
    /** Asks for the stream, behind an event where there was one. */
    HttpReply get(Position position, Deadline deadline)
        throws UpstreamException, InterruptedException;

    /** Whether it does not know the session. */
    boolean hasForgotten() throws UpstreamException, InterruptedException;
  }

  private final Server server;
  private final Failures failures;
  private final ReplyReader replies;
  private final LegacyDesk desk;
  private final Consumer<String> answers;
  private final Object lock = new Object();
  private State state = State.IDLE;
  private @Nullable Thread reader;
  private Deadline openExpected = Deadline.after(Duration.ZERO);
  private boolean isSilent;
  // Confined to the reader.
  private Position position = Position.START;

  SessionStream(
      Server server,
      Failures failures,
      ReplyReader replies,
      LegacyDesk desk,
      Consumer<String> answers) {
    this.server = server;
    this.failures = failures;
    this.replies = replies;
    this.desk = desk;
    this.answers = answers;
  }

  /** Sees to it that it is open, or about to be; nothing where the server offers none. */
  void keepOpen() {
    synchronized (lock) {
      if (state == State.IDLE) {
        state = State.OPENING;
        openExpected = Deadline.after(OPEN_EXPECTED);
        reader = Thread.ofVirtual().name("upstream-session-stream").start(this::run);
      }
    }
  }

  /**
   * Waits until it is open or refused, but not for long after it was asked for, and not at all
   * where the server has shown that it says nothing then.
   */
  void awaitOpen() throws InterruptedException {
    synchronized (lock) {
      while (state == State.OPENING && !isSilent) {
        if (openExpected.hasPassed()) {
          isSilent = true;
        } else {
          lock.wait(Math.max(1, openExpected.remaining().toMillis()));
        }
      }
    }
  }

  /** Closes it for good. */
  void end() {
    synchronized (lock) {
      become(State.ENDED);
      if (reader != null) {
        reader.interrupt();
      }
    }
  }

  private void become(State next) {
    synchronized (lock) {
      if (state != State.ENDED) {
        state = next;
        lock.notifyAll();
      }
    }
  }

  private void run() {
    try {
      int inVain = 0;
      while (true) {
        boolean isHeard = readOnce();
        inVain = isHeard ? 0 : inVain + 1;
        if (hasNoMore()) {
          return;
        }
        Thread.sleep(pause(inVain));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (lock) {
        // Another may have been started behind this one.
        if (Thread.currentThread().equals(reader)) {
          reader = null;
          if (state != State.REFUSED) {
            become(State.IDLE);
          }
        }
      }
    }
  }

  /** Whether the reader ends here: then the next who wants the stream starts another. */
  private boolean hasNoMore() {
    synchronized (lock) {
      if (state == State.REFUSED || state == State.ENDED) {
        return true;
      }
      boolean isDone = !desk.isWaitedAt();
      if (isDone) {
        reader = null;
        become(State.IDLE);
      }
      return isDone;
    }
  }

  private Duration pause(int inVain) {
    Duration pause = Resumption.pause(position).multipliedBy(1L << Math.min(inVain, 10));
    return pause.compareTo(PAUSE_MAX) > 0 && inVain > 0 ? PAUSE_MAX : pause;
  }

  /** Opens it and reads to its end; whether it could be opened. */
  private boolean readOnce() throws InterruptedException {
    boolean isOpen = false;
    try (HttpReply reply = server.get(position, Deadline.after(OPENING_MAX))) {
      if (!ReplyReader.isStream(reply)) {
        reply.answered();
        refused(reply.status());
        return false;
      }
      isOpen = true;
      heardOf();
      read(reply);
    } catch (UpstreamException e) {
      // One event that nobody understands is no reason not to hear those behind it.
      if (!isOpen && Failures.isForGood(e)) {
        become(State.REFUSED);
      }
    }
    return isOpen;
  }

  private void heardOf() {
    synchronized (lock) {
      isSilent = false;
      become(State.OPEN);
    }
  }

  private void read(HttpReply reply) throws UpstreamException, InterruptedException {
    Deadline never = Deadline.after(READ_MAX);
    reply.until(never);
    MessageStream messages = replies.messages(reply, position);
    try {
      Optional<Message> message = messages.next(never);
      while (message.isPresent()) {
        desk.ofSession(message.get()).ifPresent(answers);
        message = messages.next(never);
      }
    } finally {
      position = messages.position();
    }
  }

  private void refused(int status) throws UpstreamException, InterruptedException {
    // It may mean the session, or that there are no such streams.
    if (status == 404 && server.hasForgotten()) {
      desk.lost(failures.brokenOff("has forgotten the session"));
    }
    // The others are how servers say that they have no such stream; only a fault may pass.
    if (status / 100 != 5) {
      become(State.REFUSED);
    }
  }
}
