package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.jsonrpc.Message;

/** Hears what comes before the answer to a request of our own, which interests nobody. */
enum ToNobody implements ReplyReader.Listener {
  INSTANCE;

  @Override
  public void notification(Message.Notification notification) {}

  @Override
  public void request(Message.Request request) {}
}
