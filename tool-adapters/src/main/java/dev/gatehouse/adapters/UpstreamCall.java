package dev.gatehouse.adapters;

import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;

/**
 * A request to be sent.
 *
 * @param request as the client sent it: the places of {@code text} refer to it
 * @param text what to send, but for the id and what the upstream's era wants otherwise: masked, and
 *     with the upstream's own name for the tool
 * @param name {@code params.name} or {@code params.uri} as the upstream knows it, or the empty
 *     string where the method has neither
 * @param shape the era whose form the request has
 * @param conversation whose it is
 * @param listener hears the notifications that come before the reply, in order, on the calling
 *     thread
 */
public record UpstreamCall(
    Message.Request request,
    Rewrite text,
    String name,
    Era shape,
    Conversation conversation,
    Listener listener) {

  /** The era and the length, and nothing of the content, which may be secret. */
  @Override
  public String toString() {
    return shape + " " + request;
  }

  /** Hears a notification that belongs to a call, before the call's reply. */
  @FunctionalInterface
  public interface Listener {
    /**
     * One notification, as the upstream sent it, but with the client's own progress token.
     *
     * @throws InterruptedException when the call was cancelled meanwhile
     */
    void heard(Message.Notification notification) throws InterruptedException;
  }
}
