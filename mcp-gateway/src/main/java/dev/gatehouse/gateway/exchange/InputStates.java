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
import java.util.Optional;

/**
 * What one call's upstream wants back with the next request: sealed on its way to the client,
 * opened on its way back. Used for one call, on one thread.
 */
final class InputStates {
  private final RequestStates states;
  private final Exchange exchange;
  private final Message.Request request;
  private final Route.To to;

  InputStates(RequestStates states, Exchange exchange, Message.Request request, Route.To to) {
    this.states = states;
    this.exchange = exchange;
    this.request = request;
    this.to = to;
  }

  /** Whether the client brought one that was not given for this request of its. */
  boolean isForged() {
    return request.params().flatMap(params -> params.member(InputResponses.STATE)).isPresent()
        && opened().isEmpty();
  }

  /** The request with the state as the upstream gave it. */
  Rewrite toUpstream(Rewrite text) {
    Optional<StringNode> node = brought();
    Optional<String> state = opened();
    return node.isPresent() && state.isPresent()
        ? text.replace(node.get(), JsonStrings.quote(state.get()))
        : text;
  }

  /** The reply with the state as the client may hold it. */
  Rewrite toClient(Rewrite text, Message.Response reply) {
    Optional<StringNode> given =
        reply instanceof Message.Result(_, _, ObjectNode result)
            ? result.member(InputResponses.STATE).flatMap(InputStates::string)
            : Optional.empty();
    return given
        .map(node -> text.replace(node, JsonStrings.quote(states.seal(binding(), node.value()))))
        .orElse(text);
  }

  private Optional<String> opened() {
    return brought().flatMap(node -> states.open(binding(), node.value()));
  }

  private Optional<StringNode> brought() {
    return request
        .params()
        .flatMap(params -> params.member(InputResponses.STATE))
        .flatMap(InputStates::string);
  }

  private static Optional<StringNode> string(JsonNode node) {
    return node instanceof StringNode string ? Optional.of(string) : Optional.empty();
  }

  private Binding binding() {
    return Binding.of(Callers.owner(exchange.principal()), to.upstream(), request);
  }
}
