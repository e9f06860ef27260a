package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Outbound;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import java.util.List;
import java.util.Optional;

/** One upstream's list, page by page, whatever the client asked. Used once, on one thread. */
final class ListPages {
  /** More is not fetched: an upstream whose list never ends must not end us. */
  private static final int PAGES_MAX = 100;

  private static final int CHARACTERS_MAX = 32 << 20;
  private static final ArrayNode NOTHING = new ArrayNode(0, 0, List.of());

  /**
   * One page.
   *
   * @param json the whole reply
   * @param items the list in it
   * @param cursor of the next page
   * @param sealed what to record of it, where masks changed it and policy wants the original: of
   *     the list that is made of all pages there is none
   */
  record Page(JsonText json, ArrayNode items, Optional<String> cursor, Optional<Stored> sealed) {}

  private final MessageMask mask;
  private final String upstream;
  private final String member;
  private int pages;
  private int characters;

  ListPages(MessageMask mask, String upstream, String member) {
    this.mask = mask;
    this.upstream = upstream;
    this.member = member;
  }

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
   * The page that a reply holds, without what is not shown, masked. An upstream that does not know
   * the method has nothing.
   *
   * @throws UpstreamException where it holds none, or where there are too many
   */
  Page next(Message.Response response, VisibleItems visible, MaskPlan plan)
      throws UpstreamException {
    JsonText json = response.json();
    pages++;
    characters += json.text().length();
    if (pages > PAGES_MAX || characters > CHARACTERS_MAX || characters < 0) {
      throw unintelligible("goes on beyond what is fetched of a list of " + member);
    }
    return switch (response) {
      case Message.Result result -> page(plan, visible.only(result), result);
      case Message.Failure failure when isUnknownMethod(failure) ->
          new Page(json, NOTHING, Optional.empty(), Optional.empty());
      case Message.Failure _ -> throw unintelligible("answered without a list of " + member);
    };
  }

  private Page page(MaskPlan plan, Message.Response shown, Message.Result received)
      throws UpstreamException {
    MessageMask.Masked masked = masked(plan, shown);
    JsonText json = parsed(masked.sent());
    Optional<ObjectNode> result =
        json.root() instanceof ObjectNode message ? message.object("result") : Optional.empty();
    ArrayNode items =
        result
            .flatMap(members -> members.array(member))
            .orElseThrow(() -> unintelligible("answered without a list of " + member));
    Optional<String> cursor =
        result.flatMap(members -> members.string("nextCursor")).filter(text -> !text.isEmpty());
    return new Page(json, items, cursor, masked.original().map(_ -> sealed(masked, received)));
  }

  private MessageMask.Masked masked(MaskPlan plan, Message.Response shown)
      throws UpstreamException {
    try {
      return mask.response(plan, shown);
    } catch (MaskingException e) {
      throw unintelligible(
          "gave a list of " + member + " that cannot be masked: " + e.getMessage());
    }
  }

  private static Stored sealed(MessageMask.Masked masked, Message.Result received) {
    return new Stored(masked.stored().text(), Optional.of(received.json().text()));
  }

  private static JsonText parsed(Rewrite sent) {
    if (!sent.isChanged()) {
      return sent.original();
    }
    try {
      return JsonText.parse(sent.text(), JsonLimits.STANDARD);
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("a mask made something that is no JSON", e);
    }
  }

  private static boolean isUnknownMethod(Message.Failure failure) {
    return failure
        .error()
        .member("code")
        .map(failure.json()::slice)
        .equals(Optional.of(Integer.toString(JsonRpcError.METHOD_NOT_FOUND)));
  }

  private UpstreamException unintelligible(String what) {
    return new UpstreamException(
        UpstreamException.Kind.UNINTELLIGIBLE, "upstream `" + upstream + "` " + what);
  }

  private static Message.Request parsed(String text) {
    try {
      return (Message.Request) Message.of(JsonText.parse(text, JsonLimits.STANDARD));
    } catch (JsonRpcException | JsonSyntaxException e) {
      throw new IllegalStateException("wrote a request that is no message", e);
    }
  }
}
