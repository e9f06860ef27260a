package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.mcp.MirroredHeaders;
import dev.gatehouse.gateway.mcp.ProtocolException;
import dev.gatehouse.gateway.routing.Route;
import dev.gatehouse.gateway.routing.Router;
import java.util.Optional;

/** Compares the arguments of a modern client's call with the headers that repeat them. */
record MirroredCheck(Router router, MirroredHeaders mirrored) {

  /** What is wrong with a request; nothing where it calls no tool, or one that wants no headers. */
  Optional<ProtocolException> fault(Exchange exchange, Message.Request request, Inbound inbound) {
    return exchange.era() == Era.MODERN
            && request.method().equals("tools/call")
            && Address.of(request) instanceof Address.Named(StringNode name)
            && router.named(inbound.endpoint(), name.value()) instanceof Route.To to
        ? mirrored.fault(to.upstream(), to.name(), request, inbound.headers())
        : Optional.empty();
  }
}
