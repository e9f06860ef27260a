package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.mcp.SseReader.Position;
import java.time.Duration;
import java.util.Optional;

/**
 * The attempts to take a stream up again behind its last event, each after as long a pause as the
 * server asked for.
 *
 * <p>Source: MCP 2025-11-25 basic/transports, "Resumability and Redelivery". Confined to one
 * thread.
 */
final class Resumption {
  // A server that closes its streams to save connections is back at once; one that is down for
  // longer has lost the stream.
  private static final int ATTEMPTS_MAX = 5;
  private static final Duration PAUSE = Duration.ofMillis(500);
  // A server that says `at once` and ends each stream at once must not keep us busy.
  private static final Duration PAUSE_MIN = Duration.ofMillis(20);
  private static final Duration ATTEMPT_MAX = Duration.ofSeconds(30);

  /** Asks for the rest of a stream. */
  @FunctionalInterface
  interface Request {
    HttpReply send(String lastId, Deadline deadline) throws UpstreamException, InterruptedException;
  }

  private final Position position;
  private final Failures failures;

  Resumption(Position position, Failures failures) {
    this.position = position;
    this.failures = failures;
  }

  /**
   * The rest of the stream; nothing where its events had no ids.
   *
   * @throws UpstreamException where the server does not have it
   */
  Optional<HttpReply> next(Request request) throws UpstreamException, InterruptedException {
    if (position.lastId().isEmpty()) {
      return Optional.empty();
    }
    Duration pause = pause(position);
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Thread.sleep(pause);
      Optional<HttpReply> reply = attempt(request, position.lastId().get());
      if (reply.isPresent()) {
        return reply;
      }
      pause = pause.plus(PAUSE).multipliedBy(2);
    }
    throw failures.brokenOff("did not take its event stream up again");
  }

  /** How long to wait before a stream is taken up again for the first time. */
  static Duration pause(Position position) {
    Duration asked = position.retry().orElse(PAUSE);
    return asked.compareTo(PAUSE_MIN) < 0 ? PAUSE_MIN : asked;
  }

  /** One attempt; nothing where another one may succeed. */
  private Optional<HttpReply> attempt(Request request, String lastId)
      throws UpstreamException, InterruptedException {
    HttpReply reply;
    try {
      reply = request.send(lastId, Deadline.after(ATTEMPT_MAX));
    } catch (UpstreamException e) {
      if (Failures.isForGood(e)) {
        throw e;
      }
      return Optional.empty();
    }
    if (ReplyReader.isStream(reply)) {
      return Optional.of(reply);
    }
    try (reply) {
      reply.answered();
      if (reply.status() / 100 != 5) {
        throw failures.brokenOff("ended its event stream and does not resume it");
      }
      return Optional.empty();
    }
  }
}
