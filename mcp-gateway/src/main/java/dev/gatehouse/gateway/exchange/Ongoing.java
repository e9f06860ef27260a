package dev.gatehouse.gateway.exchange;

/**
 * What outlives one exchange, whatever policies are in force. Thread-safe.
 *
 * @param inFlight calls that can be cancelled
 * @param tools what upstreams said of their tools
 * @param questions what clients have not answered yet
 * @param listeners who hears what upstreams say outside calls
 * @param pages of lists that still hold
 * @param patience how long upstreams are waited for where others are ready
 */
record Ongoing(
    InFlight inFlight,
    ListedTools tools,
    OpenQuestions questions,
    Listeners listeners,
    Patience patience,
    KeptPages pages) {
  Ongoing(PinnedTools pinned) {
    this(
        new InFlight(),
        new ListedTools(pinned),
        new OpenQuestions(),
        new Listeners(),
        new Patience(),
        new KeptPages());
  }

  /** Ends what belongs to a session that has ended. */
  void sessionEnded(String id) {
    inFlight.cancelAll(id);
    listeners.ended(id);
  }
}
