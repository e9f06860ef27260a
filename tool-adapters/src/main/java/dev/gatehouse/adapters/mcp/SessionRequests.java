package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.mcp.LegacyLink.Sent;
import dev.gatehouse.adapters.mcp.ReplyReader.Content;
import java.nio.charset.StandardCharsets;

/** Requests of our own to a legacy server, within a session. Thread-safe. */
final class SessionRequests {
  private final HttpExchange exchange;
  private final Failures failures;
  private final LegacyLink link;
  private final LegacyDesk desk;

  SessionRequests(HttpExchange exchange, Failures failures, LegacyLink link, LegacyDesk desk) {
    this.exchange = exchange;
    this.failures = failures;
    this.link = link;
    this.desk = desk;
  }

  /** An id that no other request to this server has. */
  RequestId nextId() {
    return exchange.nextId();
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param own the id in the text
   * @throws UpstreamException where there is no answer in time, or no session any more
   */
  Message.Response ask(RequestId own, String text, Deadline deadline)
      throws UpstreamException, InterruptedException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    RunningCall running = new RunningCall(own, request(body), "", false);
    desk.expect(running);
    boolean isOver = false;
    try {
      Message.Response response =
          switch (link.send(running, body, deadline)) {
            case Sent.Over(Content content) -> answer(content);
            case Sent.Underway _ ->
                running
                    .await(_ -> {}, failures, deadline)
                    .orElseThrow(() -> failures.unintelligible("asks back"));
          };
      isOver = true;
      return response;
    } finally {
      desk.forget(running);
      if (!isOver) {
        running.stop();
      }
    }
  }

  private Message.Response answer(Content content) throws UpstreamException {
    if (link.keepsSession() && content.isForgotten()) {
      UpstreamException lost = failures.brokenOff("has forgotten the session");
      desk.lost(lost);
      throw lost;
    }
    return switch (content) {
      case Content.Answer answer -> answer.response();
      case Content.Other other -> throw exchange.unexpected(other.status());
    };
  }

  private static Message.Request request(byte[] body) {
    try {
      return (Message.Request) Message.read(body, JsonLimits.STANDARD);
    } catch (JsonRpcException e) {
      throw new IllegalStateException("made a request that is none", e);
    }
  }
}
