package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who listens to a legacy child: one hears what the child says of its own accord, others the same.
 * Thread-safe; nothing here waits.
 */
final class ChildListens {

  /**
   * One who listens, until he leaves.
   *
   * @param mailbox what he has not yet heard
   */
  record Listen(RequestMetadata client, ListenFilter filter, Mailbox mailbox) {}

  private final List<Listen> listens = new CopyOnWriteArrayList<>();

  void join(Listen listen) {
    listens.add(listen);
  }

  void leave(Listen listen) {
    listens.remove(listen);
  }

  /**
   * The child said something.
   *
   * @param isOfOneClient whether it can only be meant for the one client that the child has; what
   *     may be meant for one of many is heard by none
   */
  void heard(Message.Notification notification, boolean isOfOneClient) {
    for (Listen listen : listens) {
      ListenFilter filter = listen.filter();
      ListenFilter heard =
          isOfOneClient ? filter : new ListenFilter(filter.lists(), filter.uris(), false);
      if (heard.takes(notification) && LogLevels.wants(listen.client(), notification)) {
        listen.mailbox().put(notification);
      }
    }
  }

  /** The child says nothing more. */
  void ended(UpstreamException cause) {
    listens.forEach(listen -> listen.mailbox().fail(cause));
  }

  boolean isEmpty() {
    return listens.isEmpty();
  }

  /** How many listen. */
  int count() {
    return listens.size();
  }
}
