package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Outbound;
import java.util.Optional;

/** Asking one upstream for a list of its own, page by page, whatever the client asked. */
final class ListPages {
  /** More pages than this are not fetched: an upstream that never ends must not end us. */
  static final int PAGES_MAX = 100;

  /**
   * One page.
   *
   * @param json the whole reply
   * @param items the list in it
   * @param cursor of the next page
   */
  record Page(JsonText json, ArrayNode items, Optional<String> cursor) {}

  private ListPages() {}

  /** The request for a page: the first, or the one behind a cursor. */
  static Outbound request(
      Exchange exchange, String upstream, String method, Optional<String> cursor) {
    String params =
        cursor.map(text -> ",\"params\":{\"cursor\":" + JsonStrings.quote(text) + "}").orElse("");
    String text =
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":" + JsonStrings.quote(method) + params + "}";
    Message.Request request = parsed(text);
    return new Outbound(
        upstream,
        new UpstreamCall(
            request,
            Rewrite.of(request.json()),
            "",
            Era.LEGACY,
            exchange.conversation(),
            // What is said in the course of listing concerns no call of the client's.
            _ -> {}));
  }

  /**
   * The page that a reply holds.
   *
   * @throws UpstreamException where it holds none
   */
  static Page page(String upstream, Message.Response response, String member)
      throws UpstreamException {
    if (response instanceof Message.Result(JsonText json, _, ObjectNode result)) {
      Optional<ArrayNode> items = result.array(member);
      if (items.isPresent()) {
        Optional<String> cursor = result.string("nextCursor").filter(text -> !text.isEmpty());
        return new Page(json, items.get(), cursor);
      }
    }
    throw new UpstreamException(
        UpstreamException.Kind.UNINTELLIGIBLE,
        "upstream `" + upstream + "` answered without a list of " + member);
  }

  private static Message.Request parsed(String text) {
    try {
      return (Message.Request) Message.of(JsonText.parse(text, JsonLimits.STANDARD));
    } catch (JsonRpcException | JsonSyntaxException e) {
      throw new IllegalStateException("wrote a request that is no message", e);
    }
  }
}
