package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.util.Optional;

/**
 * Gives what a server sends back the client's own names for its request: the server knows the
 * request by our id, and where one channel is shared by all clients, by our progress token.
 *
 * @param own our id
 * @param request as the client sent it
 * @param token the progress token by which the server knows it, as JSON
 */
record ClientNames(RequestId own, Message.Request request, Optional<String> token) {
  // It was within its limits when it was read first.
  private static final JsonLimits READ_BEFORE =
      new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** Where our id is our progress token too. */
  ClientNames(RequestId own, Message.Request request) {
    this(own, request, Optional.of(own.json()));
  }

  /** Whether a progress report or a subscription's notification names our request. */
  static Optional<String> requestNamedIn(Message.Notification notification) {
    return progressToken(notification)
        .or(() -> subscriptionId(notification))
        .map(notification.json()::slice);
  }

  /** The notification as the client expects it; unchanged where it names nothing of ours. */
  Message.Notification in(Message.Notification notification) {
    Rewrite text = Rewrite.of(notification.json());
    Optional<JsonNode> named = progressToken(notification);
    Optional<String> theirs = Outgoing.progressToken(request).map(request.json()::slice);
    if (named.isPresent()
        && theirs.isPresent()
        && !theirs.equals(token)
        && token.equals(named.map(notification.json()::slice))) {
      text = text.replace(named.get(), theirs.get());
    }
    Optional<JsonNode> subscription =
        subscriptionId(notification).filter(n -> isOwn(notification, n));
    if (subscription.isPresent()) {
      text = text.replace(subscription.get(), request.id().json());
    }
    return text.isChanged() ? (Message.Notification) reread(text) : notification;
  }

  /** The result of a subscription as the client expects it; any other response unchanged. */
  Message.Response in(Message.Response response) {
    Optional<JsonNode> subscription =
        response instanceof Message.Result(var json, _, ObjectNode result)
            ? result
                .object("_meta")
                .flatMap(meta -> meta.member(Meta.SUBSCRIPTION_ID))
                .filter(node -> json.slice(node).equals(own.json()))
            : Optional.empty();
    return subscription.isPresent()
        ? (Message.Response)
            reread(Rewrite.of(response.json()).replace(subscription.get(), request.id().json()))
        : response;
  }

  private boolean isOwn(Message.Notification notification, JsonNode node) {
    return notification.json().slice(node).equals(own.json());
  }

  private static Optional<JsonNode> progressToken(Message.Notification notification) {
    return notification.method().equals("notifications/progress")
        ? notification.params().flatMap(params -> params.member(Meta.PROGRESS_TOKEN))
        : Optional.empty();
  }

  private static Optional<JsonNode> subscriptionId(Message.Notification notification) {
    return notification
        .params()
        .flatMap(params -> params.object("_meta"))
        .flatMap(meta -> meta.member(Meta.SUBSCRIPTION_ID));
  }

  private static Message reread(Rewrite text) {
    try {
      return Message.of(JsonText.parse(text.text(), READ_BEFORE));
    } catch (JsonSyntaxException | JsonRpcException e) {
      throw new IllegalStateException("a message with one token replaced is no longer one", e);
    }
  }
}
