package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.jsonrpc.RequestId;

/**
 * A call to a child from its beginning to its end, through all the rounds in which its client is
 * asked. Thread-safe.
 */
final class ChildCall {
  private final RequestId own;
  private final String conversation;
  private final String method;
  private final Mailbox mailbox;
  private volatile boolean isSent;

  ChildCall(RequestId own, String conversation, String method, Mailbox mailbox) {
    this.own = own;
    this.conversation = conversation;
    this.method = method;
    this.mailbox = mailbox;
  }

  /** Our id, under which the child knows it. */
  RequestId own() {
    return own;
  }

  /** Whose it is: the conversation's key. */
  String conversation() {
    return conversation;
  }

  /** What came for it. */
  Mailbox mailbox() {
    return mailbox;
  }

  /** Whether its client can be asked by its reply. */
  boolean canAsk() {
    return InputRequired.METHODS.contains(method);
  }

  /** The child knows of it. */
  void sent() {
    isSent = true;
  }

  /** Whether the child knows of it. */
  boolean isSent() {
    return isSent;
  }
}
