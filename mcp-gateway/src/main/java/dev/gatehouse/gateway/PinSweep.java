package dev.gatehouse.gateway;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.gateway.custody.Sweep;
import dev.gatehouse.gateway.pinning.Pins;
import dev.gatehouse.gateway.policy.PoliciesInForce;
import dev.gatehouse.gateway.upstream.Dispatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks every upstream for its tools, so that the pins hear what they are now. Thread-safe. */
record PinSweep(Dispatcher dispatcher, Pins pins, PoliciesInForce policies) implements Sweep {
  /** An upstream that takes longer is taken for one that is down. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Conversation CONVERSATION =
      new Conversation(
          "pins", new RequestMetadata("2025-11-25", Optional.empty(), "{}", Optional.empty()));

  @Override
  public List<String> unanswered() {
    List<String> unanswered = new ArrayList<>();
    try {
      for (String upstream : dispatcher.names()) {
        try {
          pins.listed(
              upstream,
              dispatcher.tools(upstream, CONVERSATION, PATIENCE),
              policies.engine().everyDetector()::scrubName);
        } catch (UpstreamException e) {
          unanswered.add(e.problem());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      unanswered.add("interrupted while upstreams were asked");
    } finally {
      dispatcher.end(CONVERSATION.key());
    }
    return unanswered;
  }
}
