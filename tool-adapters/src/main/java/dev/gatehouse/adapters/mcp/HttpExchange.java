package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** One message posted to a server, and what came back, in either era. Thread-safe. */
final class HttpExchange {
  /** What every post says of itself and of what it can read. */
  static final Map<String, String> JSON_OR_EVENTS =
      Map.of("Content-Type", "application/json", "Accept", "application/json, text/event-stream");

  private final HttpTransport transport;
  private final ReplyReader replies;
  private final AtomicLong lastId = new AtomicLong();

  HttpExchange(HttpTransport transport, ReplyReader replies) {
    this.transport = transport;
    this.replies = replies;
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
    try (HttpReply reply = transport.post(body, headers, deadline)) {
      return replies.read(reply, own, listener, deadline);
    }
  }

  /** Posts a request; the reply is still to be read. */
  HttpReply open(byte[] body, Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return transport.post(body, headers, deadline);
  }

  /** Posts a message to another address of the same server; the reply is still to be read. */
  HttpReply open(URI target, byte[] body, Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return transport.post(target, body, headers, deadline);
  }

  /** Asks for a stream of events; the reply is still to be read. */
  HttpReply listen(Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return transport.get(headers, deadline);
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
    accepted(transport.post(body, headers, deadline));
  }

  /** The same at another address of the same server. */
  void tell(URI target, byte[] body, Map<String, String> headers, Deadline deadline)
      throws UpstreamException, InterruptedException {
    accepted(transport.post(target, body, headers, deadline));
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
    try (HttpReply reply = transport.delete(headers, deadline)) {
      reply.answered();
    }
  }

  /** What to say of a reply without an answer. */
  UpstreamException unexpected(int status) {
    return replies.unexpected(status);
  }
}
