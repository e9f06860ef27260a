package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One message posted to a server, and what came back, in either era. Thread-safe. */
final class HttpExchange {
  /** What every post says of itself and of what it can read. */
  static final Map<String, String> JSON_OR_EVENTS =
      Map.of("Content-Type", "application/json", "Accept", "application/json, text/event-stream");

  private static final Conversation NOBODY =
      new Conversation(
          "", new RequestMetadata(Revisions.MODERN, Optional.empty(), "{}", Optional.empty()));

  private final HttpTransport transport;
  private final ReplyReader replies;
  private final AtomicLong lastId;
  private volatile Conversation speaker;

  /** In nobody's name but the gateway's own. */
  HttpExchange(HttpTransport transport, ReplyReader replies) {
    this(transport, replies, new AtomicLong(), NOBODY);
  }

  private HttpExchange(
      HttpTransport transport, ReplyReader replies, AtomicLong lastId, Conversation speaker) {
    this.transport = transport;
    this.replies = replies;
    this.lastId = lastId;
    this.speaker = speaker;
  }

  /** The same with the same server, in a conversation's name. */
  HttpExchange in(Conversation conversation) {
    return new HttpExchange(transport, replies, lastId, conversation);
  }

  /** Goes on in the name of the same client, whose credentials may be newer. */
  void goOn(Conversation conversation) {
    speaker = conversation;
  }

  /** An id that no other request to this server has. */
  RequestId nextId() {
    return RequestId.of(lastId.incrementAndGet());
  }

  /** Posts a request and waits for its answer. */
  ReplyReader.Content ask(
      byte[] body,
      Map<String, String> headers,
      RequestId own,
      ReplyReader.Listener listener,
      Deadline deadline)
      throws UpstreamException, InterruptedException {
    try (HttpReply reply = transport.post(speaker, body, headers, deadline)) {
      return replies.read(reply, own, listener, deadline);
    }
  }

  /** Posts a request; the reply is still to be read. */
  HttpReply open(byte[] body, Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return transport.post(speaker, body, headers, deadline);
  }

  /** Posts a message to another address of the same server; the reply is still to be read. */
  HttpReply open(URI target, byte[] body, Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return transport.post(speaker, target, body, headers, deadline);
  }

  /** Asks for a stream of events; the reply is still to be read. */
  HttpReply listen(Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return transport.get(speaker, headers, deadline);
  }

  /** Where messages are posted. */
  URI address() {
    return transport.address();
  }

  /** How replies are read. */
  ReplyReader replies() {
    return replies;
  }

  /** Reads the answer of an opened exchange. */
  ReplyReader.Content read(
      HttpReply reply, RequestId own, ReplyReader.Listener listener, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return replies.read(reply, own, listener, deadline);
  }

  /**
   * Posts what wants no answer.
   *
   * @throws UpstreamException where the server does not accept it
   */
  void tell(byte[] body, Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    accepted(transport.post(speaker, body, headers, deadline));
  }

  /** The same at another address of the same server. */
  void tell(URI target, byte[] body, Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    accepted(transport.post(speaker, target, body, headers, deadline));
  }

  private void accepted(HttpReply reply) throws UpstreamException {
    try (reply) {
      reply.answered();
      if (reply.status() / 100 != 2) {
        throw replies.unexpected(reply.status());
      }
    }
  }

  /** Ends something on the server, whether it agrees or not. */
  void delete(Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    try (HttpReply reply = transport.delete(speaker, headers, deadline)) {
      reply.answered();
    }
  }

  /** What to say of a reply without an answer. */
  UpstreamException unexpected(int status) {
    return replies.unexpected(status);
  }
}
