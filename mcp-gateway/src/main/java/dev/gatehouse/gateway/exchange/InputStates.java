package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.mcp.RequestStates;
import dev.gatehouse.gateway.mcp.RequestStates.Binding;
import dev.gatehouse.gateway.routing.Route;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one call's upstream wants back with the next request: sealed on its way to the client,
 * opened on its way back. The gateway asks for something back by the same means where a call waits
 * for people. Used for one call, on one thread.
 */
final class InputStates {
  // No upstream's name begins with a blank, so that neither is taken for one.
  private static final String OF_APPROVED = " approved ";
  private static final String OF_WAITING = " waiting ";

  /** What a client brings back. */
  sealed interface Brought {
    /** Nothing. */
    record Nothing() implements Brought {}

    /** What was not given for this request of its, or too long ago. */
    record Forged() implements Brought {}

    /** What the upstream gave it. */
    record OfUpstream(String state) implements Brought {}

    /**
     * What the upstream gave it in the course of a call that people had approved.
     *
     * @param approval by which it was made
     */
    record OfApproved(String approval, String state) implements Brought {}

    /**
     * What we gave it because the call waits for people.
     *
     * @param approval for which it waits
     */
    record OfWaiting(String approval) implements Brought {}
  }

  private final RequestStates states;
  private final Exchange exchange;
  private final Message.Request request;
  private final Route.To to;
  private final Brought brought;
  private final String approval;

  private InputStates(
      RequestStates states,
      Exchange exchange,
      Message.Request request,
      Route.To to,
      Brought brought,
      String approval) {
    this.states = states;
    this.exchange = exchange;
    this.request = request;
    this.to = to;
    this.brought = brought;
    this.approval = approval;
  }

  /** Those of this request. */
  static InputStates of(
      RequestStates states, Exchange exchange, Message.Request request, Route.To to) {
    Brought brought = opened(states, exchange, request, to);
    return new InputStates(states, exchange, request, to, brought, "");
  }

  /** The same of a call that is made by an approval. */
  InputStates approvedBy(String id) {
    return new InputStates(states, exchange, request, to, brought, id);
  }

  /** What the client brought. */
  Brought brought() {
    return brought;
  }

  /** Whether the client brought one that was not given for this request of its. */
  boolean isForged() {
    return brought instanceof Brought.Forged;
  }

  /** The text of what the client brought, as it got it; empty where it brought nothing. */
  String broughtText() {
    return node(request).map(StringNode::value).orElse("");
  }

  /** What a client brings back when it calls again for a call that waits for this approval. */
  String waitingFor(String id) {
    return states.seal(binding(exchange, request, OF_WAITING + to.upstream()), id);
  }

  /** The request with the state as the upstream gave it, and without what was asked by us. */
  Rewrite toUpstream(Rewrite text) {
    return toUpstream(text, request);
  }

  /** The same of another text of the request. */
  Rewrite toUpstream(Rewrite text, Message.Request sent) {
    return switch (brought) {
      case Brought.OfUpstream(String state) -> withState(text, sent, state);
      case Brought.OfApproved(String _, String state) -> withState(text, sent, state);
      case Brought.OfWaiting _ ->
          sent.params()
              .map(
                  params ->
                      text.members(
                          params, Set.of(InputResponses.RESPONSES, InputResponses.STATE), Map.of()))
              .orElse(text);
      case Brought.Nothing _, Brought.Forged _ -> text;
    };
  }

  /** The reply with the state as the client may hold it. */
  Rewrite toClient(Rewrite text, Message.Response reply) {
    Optional<StringNode> given =
        reply instanceof Message.Result(_, _, ObjectNode result)
            ? result.member(InputResponses.STATE).flatMap(InputStates::string)
            : Optional.empty();
    return given
        .map(node -> text.replace(node, JsonStrings.quote(sealed(node.value()))))
        .orElse(text);
  }

  private String sealed(String state) {
    return approval.isEmpty()
        ? states.seal(binding(exchange, request, to.upstream()), state)
        : states.seal(
            binding(exchange, request, OF_APPROVED + to.upstream()), approval + ' ' + state);
  }

  private static Rewrite withState(Rewrite text, Message.Request sent, String state) {
    return node(sent).map(node -> text.replace(node, JsonStrings.quote(state))).orElse(text);
  }

  private static Brought opened(
      RequestStates states, Exchange exchange, Message.Request request, Route.To to) {
    Optional<JsonNode> member =
        request.params().flatMap(params -> params.member(InputResponses.STATE));
    if (member.isEmpty()) {
      return new Brought.Nothing();
    }
    if (!(member.get() instanceof StringNode string)) {
      return new Brought.Forged();
    }
    String text = string.value();
    Optional<String> ofUpstream = states.open(binding(exchange, request, to.upstream()), text);
    if (ofUpstream.isPresent()) {
      return new Brought.OfUpstream(ofUpstream.get());
    }
    Optional<String> ofWaiting =
        states.open(binding(exchange, request, OF_WAITING + to.upstream()), text);
    if (ofWaiting.isPresent()) {
      return new Brought.OfWaiting(ofWaiting.get());
    }
    return states
        .open(binding(exchange, request, OF_APPROVED + to.upstream()), text)
        .<Brought>map(
            both -> {
              int blank = both.indexOf(' ');
              return new Brought.OfApproved(both.substring(0, blank), both.substring(blank + 1));
            })
        .orElseGet(Brought.Forged::new);
  }

  private static Optional<StringNode> node(Message.Request request) {
    return request
        .params()
        .flatMap(params -> params.member(InputResponses.STATE))
        .flatMap(InputStates::string);
  }

  private static Optional<StringNode> string(JsonNode node) {
    return node instanceof StringNode string ? Optional.of(string) : Optional.empty();
  }

  private static Binding binding(Exchange exchange, Message.Request request, String upstream) {
    return Binding.of(Callers.owner(exchange.principal()), upstream, request);
  }
}
