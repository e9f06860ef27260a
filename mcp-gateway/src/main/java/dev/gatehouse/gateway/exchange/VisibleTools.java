package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.policies.Caller;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.ToolName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tools of one upstream that a caller is shown: those that some call of its might be allowed.
 */
final class VisibleTools {
  private final PolicyEngine engine;
  private final Caller caller;
  private final String upstream;
  private final MessageMask mask;

  VisibleTools(PolicyEngine engine, MessageMask mask, Exchange exchange, String upstream) {
    this.engine = engine;
    this.mask = mask;
    this.caller = PolicyFacts.caller(exchange);
    this.upstream = upstream;
  }

  /** Whether this one, an item of the upstream's list, is among them. */
  boolean shows(JsonNode tool) {
    return tool instanceof ObjectNode object
        && object
            .string("name")
            .filter(name -> engine.mayEverCall(caller, new ToolName(upstream, name)))
            .isPresent();
  }

  /** A reply with nothing but these in its list; as it is, where that leaves nothing out. */
  Release only(Release release, UpstreamReply reply) {
    Message.Response message = reply.message();
    Optional<ArrayNode> list =
        message instanceof Message.Result(_, _, ObjectNode result)
            ? result.array("tools")
            : Optional.empty();
    Rewrite sent = release.draft().sent();
    Rewrite stored = mask.storedResponse(engine.everyDetector(), message);
    if (list.isEmpty() || list.get().elements().stream().allMatch(this::shows)) {
      return release.withText(sent, stored);
    }
    List<JsonNode> shown = list.get().elements().stream().filter(this::shows).toList();
    JsonText json = message.json();
    String kept = shown.stream().map(json::slice).collect(Collectors.joining(",", "[", "]"));
    return release.withText(
        sent.replace(list.get(), kept),
        stored.replace(list.get(), engine.everyDetector().scrubName(kept)));
  }
}
