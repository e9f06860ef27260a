package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.Set;

/**
 * What outlives one exchange, whatever policies are in force. Thread-safe.
 *
 * @param inFlight calls that can be cancelled
 * @param tools what upstreams said of their tools
 * @param questions what clients have not answered yet
 * @param listeners who hears what upstreams say outside calls
 * @param pages of lists that still hold
 * @param taskRuns approvals whose calls are being made for clients that poll
 * @param patience how long upstreams are waited for where others are ready
 */
record Ongoing(
    InFlight inFlight,
    ListedTools tools,
    OpenQuestions questions,
    Listeners listeners,
    Patience patience,
    KeptPages pages,
    Set<String> taskRuns) {
  Ongoing(PinnedTools pinned) {
    this(
        new InFlight(),
        new ListedTools(pinned),
        new OpenQuestions(),
        new Listeners(),
        new Patience(),
        new KeptPages(),
        TaskRuns.none());
  }

  /** Takes note of what an upstream says, in a call or outside: its lists may have changed. */
  void heard(String upstream, Message.Notification notification) {
    if (notification.method().endsWith("/list_changed")) {
      pages.changed(upstream);
    }
    tools.pinned().heard(upstream, notification);
  }

  /** Takes note that an upstream may have said something that was not heard. */
  void missed(String upstream) {
    pages.changed(upstream);
    tools.pinned().missed(upstream);
  }

  /** Ends what belongs to a session that has ended. */
  void sessionEnded(String id) {
    inFlight.cancelAll(id);
    listeners.ended(id);
  }
}
