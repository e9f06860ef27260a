package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.pinning.ListAnswer;
import dev.gatehouse.gateway.pinning.Pins;
import dev.gatehouse.gateway.pinning.Standing;
import dev.gatehouse.gateway.routing.Route;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Keeps calls from tools whose definition is not the accepted one, whatever policies say.
 *
 * <p>An upstream whose tools were not listed yet is asked for them before the first call to one:
 * else the tool could not be judged. Where it cannot be asked, what is known of the tool decides,
 * and the call itself finds out what is wrong with the upstream. Where it only lets this caller not
 * in, it is asked again for the next: what one may not see must not hide from others that it has
 * changed. Thread-safe.
 */
record PinnedTools(Pins pins, Dispatcher dispatcher) {
  private static final Logger LOG = System.getLogger(PinnedTools.class.getName());

  /** A call waits for it, once. */
  private static final Duration LISTING = Duration.ofSeconds(10);

  /** Which of what an upstream lists is kept back, by its place. */
  BitSet listed(String upstream, List<JsonNode> items, UnaryOperator<String> scrub) {
    return pins.listed(upstream, items, scrub);
  }

  /** Hears a notification of an upstream: its tools may be others from now on. */
  void heard(String upstream, Message.Notification notification) {
    if (notification.method().equals("notifications/tools/list_changed")) {
      pins.listChanged(upstream);
    }
  }

  /** An upstream may have said something that nobody heard. */
  void missed(String upstream) {
    pins.listChanged(upstream);
  }

  /** The decision on a call, unless its tool is kept back. */
  Decision judged(
      Exchange exchange,
      Message.Request request,
      Route.To to,
      Decision decision,
      PolicyEngine engine) {
    boolean isKept = decision instanceof Decision.Refuse || decision instanceof Decision.Throttle;
    if (isKept || !request.method().equals("tools/call")) {
      return decision;
    }
    return switch (standing(exchange, to, engine.everyDetector()::scrubName)) {
      case Standing.Free _, Standing.Unseen _ -> decision;
      case Standing.KeptBack(String because) -> refused(decision, because);
    };
  }

  private Standing standing(Exchange exchange, Route.To to, UnaryOperator<String> scrub) {
    String upstream = to.upstream();
    boolean isListed = pins.asked(upstream, to.name(), () -> answer(exchange, upstream), scrub);
    Standing standing = pins.of(upstream, to.name());
    return standing instanceof Standing.Unseen
        ? pins.ofUnseen(upstream, to.name(), isListed)
        : standing;
  }

  private ListAnswer answer(Exchange exchange, String upstream) {
    try {
      return new ListAnswer.Tools(dispatcher.tools(upstream, exchange.conversation(), LISTING));
    } catch (UpstreamException e) {
      LOG.log(Level.WARNING, "event=not-listed upstream=" + upstream + " cause=" + e.problem());
      return switch (e.kind()) {
        case NOT_CONNECTED, FORBIDDEN -> new ListAnswer.NotForCaller();
        case UNREACHABLE, TIMED_OUT, BROKEN_OFF, UNINTELLIGIBLE, NOT_WAITING ->
            new ListAnswer.Silence();
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ListAnswer.NotForCaller();
    }
  }

  private static Decision refused(Decision decision, String because) {
    List<Reason> reasons = new ArrayList<>(List.of(new Reason("pinning", "refuse", because)));
    reasons.addAll(decision.reasons());
    return new Decision.Refuse(
        "this tool is kept back: "
            + because
            + "; an administrator sees the difference with `gatehouse pins diff` and lets it"
            + " through with `gatehouse pins accept`",
        decision.masks(),
        reasons);
  }
}
