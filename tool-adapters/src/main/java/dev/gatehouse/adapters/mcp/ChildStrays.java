package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a child says and asks without naming a request of ours, given to whom it can only be meant
 * for. Thread-safe.
 *
 * <p>Guarantee: what may be meant for one of several conversations reaches none of them. Only
 * changes of what the child offers to all are told to all who listen.
 *
 * <p>Source: MCP 2026-07-28 server/utilities/logging, basic/transports/stdio, "Cancellation".
 */
final class ChildStrays implements StdioChannel.Strays {
  private static final String CANCELLED = "notifications/cancelled";

  private final ChildClient client;
  private final ChildCalls calls = new ChildCalls();
  private final ChildListens listens = new ChildListens();
  private @Nullable String firstUser;
  private boolean hasOtherUsers;
  private volatile boolean keepsToCalls;

  ChildStrays(ChildClient client) {
    this.client = client;
  }

  /** The calls under way. */
  ChildCalls calls() {
    return calls;
  }

  /** Who listens. */
  ChildListens listens() {
    return listens;
  }

  /** The child is modern: it says nothing but in the course of calls, and to those who listen. */
  void keepsToCalls() {
    keepsToCalls = true;
  }

  /** Something is done for this conversation from now on. */
  synchronized void usedBy(String conversationKey) {
    if (firstUser == null) {
      firstUser = conversationKey;
    } else if (!firstUser.equals(conversationKey)) {
      hasOtherUsers = true;
    }
  }

  @Override
  public void asked(StdioChannel channel, Message.Request request) {
    Optional<JsonRpcError> refusal =
        client
            .promises()
            .map(promises -> promises.refusal(request).or(() -> calls.asked(request)))
            .orElseGet(
                () ->
                    Optional.of(
                        JsonRpcError.of(JsonRpcError.METHOD_NOT_FOUND, "method not found")));
    if (refusal.isPresent()) {
      channel.sendLater("answer", List.of(refusal.get().response(request.id())));
    }
  }

  @Override
  public void heard(Message.Notification notification) {
    if (notification.method().equals(CANCELLED)) {
      notification
          .params()
          .flatMap(params -> params.member("requestId"))
          .ifPresent(id -> calls.settled(new RequestId(notification.json().slice(id))));
      return;
    }
    boolean isOfOneClient = isOfOneClient();
    if (notification.method().equals(LogLevels.METHOD)) {
      Optional<ChildCall> call = isOfOneClient ? calls.newest() : ofOneOfSeveral();
      if (call.isPresent()) {
        call.get().mailbox().put(notification);
        return;
      }
    }
    listens.heard(notification, isOfOneClient);
  }

  @Override
  public void ended(UpstreamException cause) {
    listens.ended(cause);
  }

  /** A log message does not say whose it is, and a legacy one may be about a call that is over. */
  private Optional<ChildCall> ofOneOfSeveral() {
    return keepsToCalls ? calls.only() : Optional.empty();
  }

  private synchronized boolean isOfOneClient() {
    return !hasOtherUsers;
  }
}
