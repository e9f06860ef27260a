package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a request into the form of a server's era. Within one era nothing but the id changes.
 *
 * <p>Source: MCP 2026-07-28 basic, "Per-request protocol fields".
 */
final class Outgoing {
  // It was within its limits when it was read first.
  private static final JsonLimits READ_BEFORE =
      new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
  private static final Set<String> OF_A_RETRY =
      Set.of(InputResponses.RESPONSES, InputResponses.STATE);

  private Outgoing() {}

  /** The call's text in the form of {@code era}, under our own id. */
  static Rewrite of(UpstreamCall call, Era era, RequestId own) {
    Rewrite text = call.text();
    Optional<JsonNode> id = call.request().object().member("id");
    if (id.isPresent()) {
      text = text.replace(id.get(), own.json());
    }
    if (call.shape() == era) {
      return text;
    }
    return switch (era) {
      case MODERN -> withMetadata(text, call.request(), call.conversation().metadata());
      case LEGACY -> {
        Optional<ObjectNode> meta = meta(call.request());
        yield meta.isPresent() ? text.members(meta.get(), Meta.OF_THE_CLIENT, Map.of()) : text;
      }
    };
  }

  /** A request to listen as a modern server knows it: a member of ours is none of its filter. */
  static Rewrite listening(UpstreamCall call, RequestId own) {
    Rewrite text = of(call, Era.MODERN, own);
    Optional<ObjectNode> filter =
        call.request().params().flatMap(params -> params.object("notifications"));
    return filter.flatMap(object -> object.member(ListenFilter.OTHERS)).isPresent()
        ? text.members(filter.get(), Set.of(ListenFilter.OTHERS), Map.of())
        : text;
  }

  /** The request as it would be sent: what policy hid in it is not there. */
  static Message.Request sent(UpstreamCall call) {
    return call.text().isChanged() ? reread(call.text()) : call.request();
  }

  /** What a call brings that a reply asked for. */
  static Optional<InputResponses> brought(UpstreamCall call) {
    return InputResponses.in(call.request()).isEmpty()
        ? Optional.empty()
        // In the original, the state is as the client knows it.
        : InputResponses.in(reread(call.text()));
  }

  /** The call without what a reply asked for, as a legacy server knows it. */
  static UpstreamCall withoutAnswers(UpstreamCall call) {
    Message.Request sent = reread(call.text());
    Optional<ObjectNode> params = sent.params();
    if (params.isEmpty() || InputResponses.in(sent).isEmpty()) {
      return call;
    }
    Rewrite text = Rewrite.of(sent.json()).members(params.get(), OF_A_RETRY, Map.of());
    Message.Request first = reread(text);
    return new UpstreamCall(
        first,
        Rewrite.of(first.json()),
        call.name(),
        call.shape(),
        call.conversation(),
        call.listener());
  }

  /** The client's progress token, as it stands in the request. */
  static Optional<JsonNode> progressToken(Message.Request request) {
    return meta(request).flatMap(meta -> meta.member(Meta.PROGRESS_TOKEN));
  }

  private static Rewrite withMetadata(
      Rewrite text, Message.Request request, RequestMetadata client) {
    Map<String, String> metadata = metadata(client);
    Optional<ObjectNode> meta = meta(request);
    if (meta.isPresent()) {
      return text.members(meta.get(), Meta.OF_THE_CLIENT, metadata);
    }
    String whole = object(metadata);
    if (request.params().isPresent()) {
      // A `_meta` that is no object is replaced: it could carry nothing.
      return text.members(request.params().get(), Set.of("_meta"), Map.of("_meta", whole));
    }
    return text.members(
        request.object(), Set.of(), Map.of("params", object(Map.of("_meta", whole))));
  }

  /** The `_meta` of a request of our own on behalf of a client. */
  static String metaOf(RequestMetadata client) {
    return object(metadata(client));
  }

  /** The revision that a modern request says it has. */
  static String revision(UpstreamCall call) {
    return call.shape() == Era.MODERN
        ? meta(call.request())
            .flatMap(meta -> meta.string(Meta.PROTOCOL_VERSION))
            .orElse(Revisions.MODERN)
        : Revisions.MODERN;
  }

  private static Map<String, String> metadata(RequestMetadata client) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put(Meta.PROTOCOL_VERSION, JsonStrings.quote(Revisions.MODERN));
    client.clientInfo().ifPresent(json -> members.put(Meta.CLIENT_INFO, json));
    members.put(Meta.CLIENT_CAPABILITIES, client.clientCapabilities());
    client.logLevel().ifPresent(level -> members.put(Meta.LOG_LEVEL, JsonStrings.quote(level)));
    return members;
  }

  private static Optional<ObjectNode> meta(Message.Request request) {
    return request.params().flatMap(object -> object.object("_meta"));
  }

  private static String object(Map<String, String> members) {
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<String, String> member : members.entrySet()) {
      json.append(json.length() > 1 ? "," : "")
          .append(JsonStrings.quote(member.getKey()))
          .append(':')
          .append(member.getValue());
    }
    return json.append('}').toString();
  }

  private static Message.Request reread(Rewrite text) {
    try {
      return (Message.Request) Message.of(JsonText.parse(text.text(), READ_BEFORE));
    } catch (JsonSyntaxException | JsonRpcException e) {
      throw new IllegalStateException("a request with places replaced is no longer one", e);
    }
  }
}
