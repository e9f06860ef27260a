package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.mcp.ReplyReader.Content;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Finds out over HTTP which era a server belongs to, by asking it as a modern client would.
 *
 * <p>Source: MCP 2026-07-28 basic/transports/streamable-http, "Backward Compatibility".
 */
final class HttpProbe implements ReplyReader.Listener {
  private final HttpExchange exchange;
  private final Duration answerExpected;

  /** Over these exchanges; a server that leaves the question unanswered is taken for legacy. */
  HttpProbe(HttpExchange exchange, Duration answerExpected) {
    this.exchange = exchange;
    this.answerExpected = answerExpected;
  }

  /**
   * Asks.
   *
   * @throws UpstreamException where nobody can be asked, or not with our credentials
   */
  ProbeAnswer ask() throws UpstreamException, InterruptedException {
    try {
      Content content = discover();
      return read(isToBeAskedAgain(content) ? discover() : content);
    } catch (UpstreamException e) {
      return switch (e.kind()) {
        case UNREACHABLE, FORBIDDEN, NOT_CONNECTED -> throw e;
        case TIMED_OUT, BROKEN_OFF, UNINTELLIGIBLE, NOT_WAITING -> new ProbeAnswer.Legacy();
      };
    }
  }

  private Content discover() throws UpstreamException, InterruptedException {
    RequestId own = exchange.nextId();
    byte[] body = Handshake.discover(own).getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers =
        ModernHeaders.of(Revisions.MODERN, "server/discover", "", Map.of());
    return exchange.ask(body, headers, own, this, Deadline.after(answerExpected));
  }

  private static boolean isToBeAskedAgain(Content content) {
    return content instanceof Content.Answer answer && ProbeAnswer.offersModern(answer.response());
  }

  @Override
  public void notification(Message.Notification notification) {}

  @Override
  public void request(Message.Request request) {}

  private ProbeAnswer read(Content content) throws UpstreamException {
    return switch (content) {
      case Content.Answer answer when answer.isOurs() -> ProbeAnswer.of(answer.response());
      case Content.Answer answer when ProbeAnswer.isModernError(answer.response()) ->
          ProbeAnswer.of(answer.response());
      case Content.Answer _ -> new ProbeAnswer.Legacy();
      case Content.Other other when other.status() / 100 == 3 ->
          throw exchange.unexpected(other.status());
      case Content.Other _ -> new ProbeAnswer.Legacy();
    };
  }
}
