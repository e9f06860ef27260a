package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.mcp.SseReader.Position;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads the stream of events with which a legacy server replies to one call, on a thread of its
 * own, until the answer has come or nobody wants it any more. A stream that ends before is taken up
 * again behind the last event that came.
 *
 * <p>Source: MCP 2025-11-25 basic/transports, "Resumability and Redelivery".
 */
final class CallStream {
  // Whoever owns the call ends it earlier: by a deadline of his own.
  private static final Duration READ_MAX = Duration.ofDays(1);

  /** The session, as far as a stream needs it. */
  interface Session {
    /** Asks for the rest of a stream. */
    HttpReply resume(String lastId, Deadline deadline)
        throws UpstreamException, InterruptedException;

    /** Takes a message of the call's. */
    void take(RunningCall call, Message message) throws InterruptedException;
  }

  private final RunningCall call;
  private final Session session;
  private final ReplyReader replies;
  private final Failures failures;
  private Position position = Position.START;
  private boolean isAnswered;

  private CallStream(RunningCall call, Session session, ReplyReader replies, Failures failures) {
    this.call = call;
    this.session = session;
    this.replies = replies;
    this.failures = failures;
  }

  /** Starts to read; the reply is closed by the thread that reads it. */
  static void start(
      RunningCall call, HttpReply reply, Session session, ReplyReader replies, Failures failures) {
    CallStream stream = new CallStream(call, session, replies, failures);
    Thread thread =
        Thread.ofVirtual().name("upstream-call-stream").unstarted(() -> stream.run(reply));
    call.readUntil(thread::interrupt);
    thread.start();
  }

  private void run(HttpReply first) {
    try {
      Optional<UpstreamException> failure = read(first);
      while (!isAnswered) {
        Optional<HttpReply> next = new Resumption(position, failures).next(session::resume);
        if (next.isEmpty()) {
          call.inbox()
              .fail(
                  failure.orElseGet(
                      () -> failures.brokenOff("ended its event stream before the reply")));
          return;
        }
        failure = read(next.get());
      }
    } catch (UpstreamException e) {
      call.inbox().fail(e);
    } catch (InterruptedException _) {
      // Nobody wants the rest.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      call.inbox().fail(failures.brokenOff("could not be read", e));
      throw e;
    }
  }

  /**
   * Reads one reply to its end.
   *
   * @return how it broke off, if it did
   */
  private Optional<UpstreamException> read(HttpReply reply)
      throws UpstreamException, InterruptedException {
    Deadline never = Deadline.after(READ_MAX);
    reply.until(never);
    MessageStream messages = replies.messages(reply, position);
    try (reply) {
      Optional<Message> message = messages.next(never);
      while (message.isPresent() && !isAnswered) {
        take(message.get(), reply);
        message = isAnswered ? Optional.empty() : messages.next(never);
      }
      return Optional.empty();
    } catch (UpstreamException e) {
      if (e.kind() != Kind.BROKEN_OFF) {
        throw e;
      }
      return Optional.of(e);
    } finally {
      position = messages.position();
    }
  }

  private void take(Message message, HttpReply reply)
      throws UpstreamException, InterruptedException {
    if (!(message instanceof Message.Response response)) {
      session.take(call, message);
      return;
    }
    Optional<Message.Response> answer = replies.answer(response, call.own());
    if (answer.isPresent()) {
      isAnswered = true;
      reply.answered();
      session.take(call, answer.get());
    }
  }
}
