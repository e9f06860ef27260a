package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.adapters.mcp.ReplyReader.Content;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Talks over HTTP to a modern server: each request stands alone, with headers that repeat what is
 * in its body. Leaving a reply unread cancels the request.
 *
 * <p>Source: MCP 2026-07-28 basic/transports/streamable-http.
 */
final class ModernHttp implements HttpDialect {
  private static final String HEADER_MISMATCH = "-32020";
  // By which servers of the other era reject a request before they look at it.
  private static final Set<Integer> REJECTIONS = Set.of(400, 404, 405, 406, 415);
  // Above any catalog that a model could use; a server that goes on is not followed.
  private static final int PAGES_MAX = 100;
  // Who listens does so until he is cancelled.
  private static final Duration TO_THE_END = Duration.ofDays(10_000);

  private final HttpExchange exchange;
  private final UpstreamDescription description;
  private final ParameterHeaders parameters;

  ModernHttp(HttpExchange exchange, UpstreamDescription description) {
    this.exchange = exchange;
    this.description = description;
    this.parameters = new ParameterHeaders();
  }

  @Override
  public Era era() {
    return Era.MODERN;
  }

  @Override
  public UpstreamDescription describe(Conversation conversation, Deadline deadline) {
    return description;
  }

  @Override
  public Outcome call(UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    boolean isListening = call.request().method().equals(LegacyListening.METHOD);
    Content content = isListening ? listen(call, deadline) : post(call, deadline);
    if (call.request().method().equals("tools/call") && isHeaderMismatch(content)) {
      // The tool's schema has changed or was never seen, and the server has not looked further.
      learnTools(call.conversation(), deadline);
      content = post(call, deadline);
    }
    if (!isListening
        && content instanceof Content.Answer answer
        && ProbeAnswer.offersModern(answer.response())) {
      // It has not looked further either, and was told nothing that it does not offer.
      content = post(call, deadline);
    }
    return switch (content) {
      case Content.Answer answer -> outcome(call, answer);
      case Content.Other other when REJECTIONS.contains(other.status()) ->
          new Outcome.Doubtful(Optional.empty(), exchange.unexpected(other.status()));
      case Content.Other other -> throw exchange.unexpected(other.status());
    };
  }

  @Override
  public void tell(Message.Notification notification, Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    if (OwnNotifications.areOfASession(notification)) {
      return;
    }
    byte[] body = notification.json().utf8();
    Map<String, String> headers =
        ModernHeaders.of(Revisions.MODERN, notification.method(), "", Map.of());
    exchange.in(conversation).tell(body, headers, deadline);
  }

  /** Nothing: what a modern server waits for, it keeps to itself. */
  @Override
  public void giveUp(String state) {}

  @Override
  public void end(String conversationKey) {}

  @Override
  public void endAll() {}

  private Outcome outcome(UpstreamCall call, Content.Answer answer) {
    if (call.request().method().equals("tools/list")
        && answer.response() instanceof Message.Result result) {
      parameters.learn(result);
    }
    UpstreamReply reply = new UpstreamReply(answer.response(), Era.MODERN);
    boolean isKnown = answer.isOurs() || ProbeAnswer.isModernError(answer.response());
    if (ProbeAnswer.offersLegacy(answer.response())) {
      return new Outcome.Doubtful(Optional.of(reply), exchange.unexpected(answer.status()));
    }
    return isKnown || !REJECTIONS.contains(answer.status())
        ? new Outcome.Done(reply)
        : new Outcome.Doubtful(Optional.of(reply), exchange.unexpected(answer.status()));
  }

  private Content post(UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    RequestId own = exchange.nextId();
    Rewrite text = Outgoing.of(call, Era.MODERN, own);
    String method = call.request().method();
    Map<String, String> mirrored =
        method.equals("tools/call") ? parameters.of(call.name(), text) : Map.of();
    Map<String, String> headers =
        ModernHeaders.of(Outgoing.revision(call), method, call.name(), mirrored);
    ClientNames names = new ClientNames(own, call.request());
    return exchange
        .in(call.conversation())
        .ask(text.utf8(), headers, own, new ToCaller(names, call.listener()), deadline);
  }

  /** Posts a request to listen, of which only the beginning has a deadline. */
  private Content listen(UpstreamCall call, Deadline opening)
      throws UpstreamException, InterruptedException {
    RequestId own = exchange.nextId();
    byte[] body = Outgoing.listening(call, own).utf8();
    String method = call.request().method();
    Map<String, String> headers = ModernHeaders.of(Outgoing.revision(call), method, "", Map.of());
    ClientNames names = new ClientNames(own, call.request());
    Deadline never = Deadline.after(TO_THE_END);
    try (HttpReply reply = exchange.in(call.conversation()).open(body, headers, opening)) {
      reply.until(ReplyReader.isStream(reply) ? never : opening);
      Content content = exchange.read(reply, own, new ToCaller(names, call.listener()), never);
      return content
              instanceof Content.Answer(Message.Response response, boolean isOurs, int status)
          ? new Content.Answer(names.in(response), isOurs, status)
          : content;
    }
  }

  private void learnTools(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    String meta = Outgoing.metaOf(conversation.metadata());
    RequestId own = exchange.nextId();
    HttpExchange asking = exchange.in(conversation);
    Optional<String> next = learnPage(asking, own, Handshake.listTools(own, meta), deadline);
    for (int page = 1; page < PAGES_MAX && next.isPresent(); page++) {
      own = exchange.nextId();
      next = learnPage(asking, own, Handshake.listTools(own, meta, next.get()), deadline);
    }
  }

  /** Learns from a page of tools; where the next one is, if there is one. */
  private Optional<String> learnPage(
      HttpExchange asking, RequestId own, String request, Deadline deadline)
      throws UpstreamException, InterruptedException {
    Map<String, String> headers = ModernHeaders.of(Revisions.MODERN, "tools/list", "", Map.of());
    byte[] body = request.getBytes(StandardCharsets.UTF_8);
    Content content = asking.ask(body, headers, own, ToNobody.INSTANCE, deadline);
    if (content instanceof Content.Answer answer
        && answer.response() instanceof Message.Result result
        && result.result() instanceof ObjectNode page) {
      parameters.learn(result);
      return page.string("nextCursor");
    }
    return Optional.empty();
  }

  private static boolean isHeaderMismatch(Content content) {
    return content instanceof Content.Answer answer
        && answer.response() instanceof Message.Failure failure
        && ProbeAnswer.code(failure).equals(Optional.of(HEADER_MISMATCH));
  }

  /** Passes notifications on; a request, which a modern server must not send, is passed over. */
  private record ToCaller(ClientNames names, UpstreamCall.Listener listener)
      implements ReplyReader.Listener {
    @Override
    public void notification(Message.Notification notification) throws InterruptedException {
      listener.heard(names.in(notification));
    }

    @Override
    public void request(Message.Request request) {}
  }
}
