package dev.gatehouse.adapters;

import dev.gatehouse.adapters.jsonrpc.Message;

/**
 * Something that answers MCP requests.
 *
 * <p>Thread-safe: many calls run at once, each on a thread of its own that blocks until the reply
 * is there. A call ends by its deadline at the latest. Interrupting the thread cancels the call:
 * the upstream is told, as its transport allows.
 */
public interface Upstream extends AutoCloseable {

  /** The name that the configuration gives it, unique, and the first half of its tools' names. */
  String name();

  /**
   * What it says of itself to this conversation, asked once and remembered.
   *
   * @throws UpstreamException where it gives no usable answer
   * @throws InterruptedException when cancelled
   */
  UpstreamDescription describe(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException;

  /**
   * Sends a request and waits for its reply. Never sends it twice, unless the upstream said that it
   * had not looked at it.
   *
   * <p>Whatever the era of the upstream, its reply to one of {@link InputRequired#METHODS} may be
   * {@link InputRequired}, in the modern shape. Then the call goes on when the same request comes
   * again with {@link InputResponses} and the state that the reply gave; where it does not come in
   * time, the call is given up. An upstream is asked nothing of a client that cannot be asked.
   *
   * <p>A request for {@code subscriptions/listen}, which has the modern shape, is understood by
   * every upstream: its listener hears {@code notifications/subscriptions/acknowledged} first and
   * then what happens, and the call lasts until it is cancelled or the upstream ends it.
   *
   * @throws UpstreamException where it gives no usable reply
   * @throws InterruptedException when cancelled
   */
  UpstreamReply call(UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException;

  /**
   * Passes on a client's notification.
   *
   * @throws UpstreamException where it could not be sent
   * @throws InterruptedException when cancelled
   */
  void tell(Message.Notification notification, Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException;

  /**
   * Gives up a call that waits for input, because its client will not bring any; nothing where none
   * waits. The upstream is told as of any call that is cancelled.
   *
   * @param state that the reply which asked for input gave
   */
  default void giveUp(String state) {}

  /**
   * Forgets a conversation, and ends its session with the upstream if there is one. What began
   * before opens none again, and whoever listens in it a short while later is refused.
   */
  void end(String conversationKey);

  /** Ends all sessions and processes. */
  @Override
  void close();
}
