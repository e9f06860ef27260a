package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.adapters.mcp.SseReader.Position;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the messages in an HTTP reply, up to the one that answers our request.
 *
 * <p>Source: MCP 2026-07-28 basic/transports/streamable-http, "Receiving Messages"; MCP 2025-11-25
 * basic/transports, "Sending Messages to the Server". Immutable.
 */
final class ReplyReader {
  private static final Logger LOG = System.getLogger(ReplyReader.class.getName());

  /** Hears what comes before the answer. */
  interface Listener {
    /** A notification. */
    void notification(Message.Notification notification) throws InterruptedException;

    /** A request by a legacy server. */
    void request(Message.Request request) throws UpstreamException;
  }

  /** What a reply held. */
  sealed interface Content {
    /**
     * An answer, with our id.
     *
     * @param isOurs whether it came with our id; an error by a server that did not look at the
     *     request has none
     */
    record Answer(Message.Response response, boolean isOurs, int status) implements Content {}

    /** A body that is no JSON-RPC answer, or none. */
    record Other(int status) implements Content {}

    /** Whether a legacy server says that there is no such session: nothing was carried out. */
    default boolean isForgotten() {
      return switch (this) {
        case Other other -> other.status() == 404;
        // The specification asks for 404; widespread servers say 400, in an error without our id.
        case Answer answer ->
            answer.status() == 404 || (answer.status() == 400 && !answer.isOurs());
      };
    }
  }

  private final JsonLimits limits;
  private final Failures failures;

  ReplyReader(JsonLimits limits, Failures failures) {
    this.limits = limits;
    this.failures = failures;
  }

  /**
   * Reads the answer to {@code own}, and what comes before it.
   *
   * @throws UpstreamException where a good status promises an answer and there is none, and where
   *     the server refuses our credentials
   */
  Content read(HttpReply reply, RequestId own, Listener listener, Deadline deadline)
      throws UpstreamException, InterruptedException {
    int status = reply.status();
    if (status == 401 || status == 403) {
      throw failures.forbidden("refuses our credentials: HTTP status " + status);
    }
    return switch (reply.mediaType()) {
      case "text/event-stream" -> stream(reply, own, listener, deadline);
      case "application/json" -> single(reply, own, deadline);
      default -> new Content.Other(status);
    };
  }

  private Content single(HttpReply reply, RequestId own, Deadline deadline)
      throws UpstreamException, InterruptedException {
    byte[] body = body(reply, deadline);
    int status = reply.status();
    Message message;
    try {
      message = reply.secrets().read(body, limits);
    } catch (JsonRpcException e) {
      if (status / 100 != 2) {
        return new Content.Other(status);
      }
      throw MessageStream.notJsonRpc(body, e, failures);
    }
    if (!(message instanceof Message.Response response)) {
      throw failures.unintelligible("answered with a message that is no response");
    }
    boolean isOurs = idOf(response).equals(Optional.of(own));
    if (!isOurs && !(response instanceof Message.Failure)) {
      throw failures.unintelligible("answered another request than ours");
    }
    return new Content.Answer(isOurs ? response : withId(response, own), isOurs, status);
  }

  private Content stream(HttpReply reply, RequestId own, Listener listener, Deadline deadline)
      throws UpstreamException, InterruptedException {
    SseReader events = events(reply, Position.START);
    MessageStream messages = new MessageStream(events, reply.secrets(), limits, failures, false);
    while (true) {
      Optional<Message> next = messages.next(deadline);
      if (next.isEmpty()) {
        throw failures.brokenOff("ended its event stream before the reply");
      }
      switch (next.get()) {
        case Message.Notification notification -> listener.notification(notification);
        case Message.Request request -> listener.request(request);
        case Message.Response response -> {
          Optional<Message.Response> answer = answer(response, own);
          if (answer.isPresent()) {
            reply.answered();
            return new Content.Answer(answer.get(), true, reply.status());
          }
        }
      }
    }
  }

  /** Whether a good status promises a stream of events. */
  static boolean isStream(HttpReply reply) {
    return reply.status() / 100 == 2 && reply.mediaType().equals("text/event-stream");
  }

  /** The messages of a legacy server's stream that goes on from a position. */
  MessageStream messages(HttpReply reply, Position position) {
    return messages(reply, events(reply, position));
  }

  /** The messages among the events of a legacy server. */
  MessageStream messages(HttpReply reply, SseReader events) {
    return new MessageStream(events, reply.secrets(), limits, failures, true);
  }

  /** The events of a stream that goes on from a position. */
  SseReader events(HttpReply reply, Position position) {
    return new SseReader(reply::read, limits.bytesMax(), failures, position);
  }

  /** The response with our id, if it answers our request. */
  Optional<Message.Response> answer(Message.Response response, RequestId own)
      throws UpstreamException {
    if (answers(response, own)) {
      return Optional.of(withId(response, own));
    }
    LOG.log(Level.DEBUG, "dropped=response upstream={0} reason=unknown-id", failures.name());
    return Optional.empty();
  }

  private byte[] body(HttpReply reply, Deadline deadline)
      throws UpstreamException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[8 << 10];
    int count = reply.read(buffer, deadline);
    while (count >= 0) {
      body.write(buffer, 0, count);
      if (body.size() > limits.bytesMax()) {
        throw failures.unintelligible("sent more than " + limits.bytesMax() + " bytes");
      }
      count = reply.read(buffer, deadline);
    }
    return body.toByteArray();
  }

  /** What to say of a body without an answer. */
  UpstreamException unexpected(int status) {
    return failures.unintelligible(
        status / 100 == 3
            ? "redirects elsewhere, which is not followed"
            : "gave no JSON-RPC answer but HTTP status " + status);
  }

  private Message.Response withId(Message.Response response, RequestId own)
      throws UpstreamException {
    if (idOf(response).equals(Optional.of(own))) {
      return response;
    }
    String text =
        Rewrite.of(response.json())
            .members(response.object(), Set.of("id"), Map.of("id", own.json()))
            .text();
    try {
      return (Message.Response) Message.of(JsonText.parse(text, limits));
    } catch (JsonSyntaxException | JsonRpcException e) {
      throw failures.unintelligible("sent an error that takes no id", e);
    }
  }

  /** On a stream for one request, an error without an id can only be about that request. */
  private static boolean answers(Message.Response response, RequestId own) {
    Optional<RequestId> id = idOf(response);
    return id.isEmpty() || id.get().equals(own);
  }

  private static Optional<RequestId> idOf(Message.Response response) {
    return switch (response) {
      case Message.Result result -> Optional.of(result.id());
      case Message.Failure failure -> failure.id();
    };
  }
}
