package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.mcp.Answers;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a client sees of a call whose person has not connected its upstream: the address of the page
 * for that, in the form that it understands.
 *
 * <p>Guarantee: what makes the address good for this person alone is sent, and never stored.
 *
 * <p>Source: MCP 2026-07-28 client/elicitation and basic/patterns/mrtr; MCP 2025-11-25
 * client/elicitation, "URL Elicitation Required Error".
 */
final class Connecting {
  /** By which the client's answer comes back, where it is asked in the modern form. */
  static final String KEY = "dev.gatehouse/connect";

  /**
   * By this name a list shows a tool of an upstream that waits to be connected. Whoever calls it
   * gets the address, like any caller of the upstream.
   */
  static final String TOOL = "connect";

  private static final int ELICITATION_REQUIRED = -32_042;
  private static final String WITHHELD = "withheld";

  private Connecting() {}

  /** The answer to a call that failed so. */
  static ReplyDraft answer(
      Exchange exchange, Message.Request request, UpstreamException cause, URI address) {
    String words = words(cause);
    boolean isAsked =
        ClientAbilities.takesAddresses(exchange.metadata().clientCapabilities())
            && !hasAnswered(request);
    ReplyDraft draft;
    if (isAsked && exchange.era() == Era.LEGACY) {
      draft = draft(exchange, request, required(request, words, address));
    } else if (isAsked && InputRequired.METHODS.contains(request.method())) {
      // It is of a type already, which is not the one that results of ours have.
      draft =
          draft(exchange, request, asked(request, words, address)).withMembers(Set.of(), Map.of());
    } else if (request.method().equals("tools/call")) {
      draft =
          draft(exchange, request, Answers.toolError(request.id(), words + ": open " + address));
    } else {
      draft = draft(exchange, request, error(request, words, address));
    }
    return withoutHandle(draft, address.getRawQuery()).withOutcome("upstream-not-connected");
  }

  private static ReplyDraft draft(Exchange exchange, Message.Request request, String response) {
    return OwnAnswers.draft(exchange, request.method(), response);
  }

  private static String error(Message.Request request, String words, URI address) {
    return Answers.error(
        request.id(),
        Answers.UPSTREAM_FAILED,
        words + ": open " + address,
        "{\"kind\":\"not-connected\",\"url\":" + JsonStrings.quote(address.toString()) + "}");
  }

  /** The definition of that tool. */
  static String tool(String name, String upstream) {
    return "{\"name\":"
        + JsonStrings.quote(name)
        + ",\"description\":"
        + JsonStrings.quote(
            "The tools of `"
                + upstream
                + "` are not listed, because its account is not connected yet. Call this tool to"
                + " get the link on which the user connects it in a browser, then list the tools"
                + " again.")
        + ",\"inputSchema\":{\"type\":\"object\"}}";
  }

  /** What a list says of upstreams that wait, as a member; nothing where none does. */
  static String listed(List<Shelf.Content> shelves) {
    String addresses =
        shelves.stream()
            .flatMap(
                shelf ->
                    shelf.connectedAt().stream()
                        .map(
                            address ->
                                JsonStrings.quote(shelf.upstream())
                                    + ":"
                                    + JsonStrings.quote(address.toString())))
            .collect(Collectors.joining(","));
    return addresses.isEmpty() ? "" : ",\"" + KEY + "\":{" + addresses + "}";
  }

  /** A list, stored without what makes its addresses good for one person. */
  static ReplyDraft withoutHandles(ReplyDraft draft, List<Shelf.Content> shelves) {
    ReplyDraft stored = draft;
    for (Shelf.Content shelf : shelves) {
      if (shelf.connectedAt().isPresent()) {
        stored = withoutHandle(stored, shelf.connectedAt().get().getRawQuery());
      }
    }
    return stored;
  }

  private static String words(UpstreamException cause) {
    return cause.problem() + ", in a browser; then call again";
  }

  /** Whoever was asked and calls again without having connected it is told in words. */
  private static boolean hasAnswered(Message.Request request) {
    return request
        .params()
        .flatMap(params -> params.object("inputResponses"))
        .flatMap(responses -> responses.member(KEY))
        .isPresent();
  }

  private static String asked(Message.Request request, String words, URI address) {
    String elicitation =
        "{\"method\":\"elicitation/create\",\"params\":{" + members(words, address) + "}}";
    return new InputRequired(Map.of(KEY, elicitation), Optional.empty())
        .response(request.id())
        .json()
        .text();
  }

  private static String required(Message.Request request, String words, URI address) {
    String elicitation =
        "{"
            + members(words, address)
            + ",\"elicitationId\":"
            + JsonStrings.quote(UUID.randomUUID().toString())
            + "}";
    return Answers.error(
        request.id(), ELICITATION_REQUIRED, words, "{\"elicitations\":[" + elicitation + "]}");
  }

  private static String members(String words, URI address) {
    return "\"mode\":\"url\",\"message\":"
        + JsonStrings.quote(words)
        + ",\"url\":"
        + JsonStrings.quote(address.toString());
  }

  /** The same, stored without what follows the address's question mark. */
  private static ReplyDraft withoutHandle(ReplyDraft draft, String handle) {
    return draft.withText(draft.sent(), cut(draft.stored(), draft.message(), handle));
  }

  private static Rewrite cut(Rewrite text, JsonNode node, String handle) {
    Rewrite cut = text;
    switch (node) {
      case StringNode string when string.value().contains(handle) ->
          cut = cut.replace(string, JsonStrings.quote(string.value().replace(handle, WITHHELD)));
      case StringNode _, NumberNode _, LiteralNode _ -> {}
      case ObjectNode object -> {
        for (Member member : object.members()) {
          cut = cut(cut, member.value(), handle);
        }
      }
      case ArrayNode array -> {
        for (JsonNode element : array.elements()) {
          cut = cut(cut, element, handle);
        }
      }
    }
    return cut;
  }
}
