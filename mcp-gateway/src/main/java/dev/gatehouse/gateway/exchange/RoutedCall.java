package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Outbound;
import dev.gatehouse.gateway.routing.Route;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request behind step 4: where it goes is known, whether it may is not.
 *
 * @param address what in the request says where it goes
 * @param to where that is
 * @param states what its upstream wants back, on its way through the client
 */
record RoutedCall(
    Exchange exchange, Message.Request request, Address address, Route.To to, InputStates states) {

  /** The same by an approval, with the arguments that it was given for. */
  RoutedCall approvedBy(String approval) {
    return new RoutedCall(exchange, request, address, to, states.approvedBy(approval));
  }

  /** The same with other arguments, by which a person narrowed it. */
  RoutedCall narrowed(String argumentsJson) {
    Rewrite text = Rewrite.of(request.json());
    ObjectNode params = request.params().orElseThrow();
    Rewrite changed =
        params
            .member("arguments")
            .map(node -> text.replace(node, argumentsJson))
            .orElseGet(() -> text.members(params, Set.of(), Map.of("arguments", argumentsJson)));
    Message.Request other = ClientQuestion.request(changed.text());
    return new RoutedCall(exchange, other, Address.of(other), to, states);
  }

  /** In the words that stand in the log in clear. */
  CallSubject subject() {
    return PolicyFacts.subject(request, to);
  }

  /** What goes to the client: a resource by the address by which the client asked for it. */
  Rewrite addressed(Rewrite text, Message.Response reply) {
    if (!(address instanceof Address.Located(StringNode asked))
        || asked.value().equals(to.name())) {
      return text;
    }
    List<JsonNode> contents =
        reply instanceof Message.Result(_, _, ObjectNode result)
            ? result.array("contents").map(JsonNode.ArrayNode::elements).orElse(List.of())
            : List.of();
    Rewrite shown = text;
    for (JsonNode content : contents) {
      if (content instanceof ObjectNode object
          && object.member("uri").orElse(object) instanceof StringNode uri
          && uri.value().equals(to.name())) {
        shown = shown.replace(uri, JsonStrings.quote(asked.value()));
      }
    }
    return shown;
  }

  /** What goes to the upstream: masked, by the names that it knows, and otherwise as it came. */
  Outbound outbound(Rewrite masked, UpstreamCall.Listener listener) {
    Rewrite named =
        address
            .place()
            .filter(node -> !node.value().equals(to.name()))
            .map(node -> masked.replace(node, JsonStrings.quote(to.name())))
            .orElse(masked);
    return new Outbound(
        to.upstream(),
        new UpstreamCall(
            request,
            states.toUpstream(named, request),
            PolicyFacts.addressee(request, to),
            exchange.era(),
            exchange.conversation(),
            listener));
  }
}
