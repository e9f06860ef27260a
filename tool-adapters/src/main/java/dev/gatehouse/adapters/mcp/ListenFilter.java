package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which notifications a client listens to, where a legacy server stands behind: what the modern
 * form asks for by a filter, and by a member of our own whatever else belongs to no call.
 *
 * <p>Source: MCP 2026-07-28 basic/patterns/subscriptions, "Notification Filter"; MCP 2025-11-25
 * server/tools, server/prompts, server/resources. Immutable.
 *
 * @param lists the server's lists whose changes are heard: {@code tools}, {@code prompts}, {@code
 *     resources}
 * @param uris of the resources whose updates are heard
 * @param others whether all other notifications that belong to no call are heard too
 */
record ListenFilter(Set<String> lists, Set<String> uris, boolean others) {
  /** The member of a filter that asks for all others too. */
  static final String OTHERS = "dev.gatehouse/others";

  private static final String UPDATED = "notifications/resources/updated";
  private static final List<String> LISTS = List.of("tools", "prompts", "resources");
  private static final JsonLimits READ_BEFORE =
      new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);

  ListenFilter {
    lists = Set.copyOf(lists);
    // In the order in which they were asked for.
    uris = Collections.unmodifiableSet(new LinkedHashSet<>(uris));
  }

  /** What a request for {@code subscriptions/listen} asks for. */
  static ListenFilter of(Message.Request request) {
    Optional<ObjectNode> filter =
        request.params().flatMap(params -> params.object("notifications"));
    if (filter.isEmpty()) {
      return new ListenFilter(Set.of(), Set.of(), false);
    }
    ObjectNode asked = filter.get();
    Set<String> lists = new LinkedHashSet<>(LISTS);
    lists.removeIf(list -> !isTrue(asked, list + "ListChanged"));
    List<String> uris =
        asked.array("resourceSubscriptions").map(Handshake::strings).orElse(List.of());
    return new ListenFilter(lists, new LinkedHashSet<>(uris), isTrue(asked, OTHERS));
  }

  /** What of it a server can do that has these capabilities. */
  ListenFilter agreedBy(String capabilities) {
    Optional<ObjectNode> declared = object(capabilities);
    Set<String> agreed = new LinkedHashSet<>(lists);
    agreed.removeIf(list -> !has(declared, list, "listChanged"));
    return new ListenFilter(
        agreed, has(declared, "resources", "subscribe") ? uris : Set.of(), others);
  }

  /** With these resources only. */
  ListenFilter withUris(Set<String> subscribed) {
    return new ListenFilter(lists, subscribed, others);
  }

  /** Whether a notification that names no request of ours is heard. */
  boolean takes(Message.Notification notification) {
    for (String list : LISTS) {
      if (notification.method().equals("notifications/" + list + "/list_changed")) {
        return lists.contains(list) || others;
      }
    }
    if (notification.method().equals(UPDATED)) {
      Optional<String> uri = notification.params().flatMap(params -> params.string("uri"));
      // Only who subscribed to a resource hears of it, and once.
      return uri.filter(this::covers).isPresent();
    }
    return others;
  }

  /** The first message that a listener hears, for the request with this id. */
  Message.Notification acknowledged(RequestId request) {
    List<String> members = new ArrayList<>();
    LISTS.stream()
        .filter(lists::contains)
        .forEach(list -> members.add("\"" + list + "ListChanged\":true"));
    if (!uris.isEmpty()) {
      List<String> quoted = uris.stream().map(JsonStrings::quote).toList();
      members.add("\"resourceSubscriptions\":[" + String.join(",", quoted) + "]");
    }
    if (others) {
      members.add("\"" + OTHERS + "\":true");
    }
    return read(
        """
        {"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{\
        "_meta":{"%s":%s},"notifications":{%s}}}\
        """
            .formatted(Meta.SUBSCRIPTION_ID, request.json(), String.join(",", members)));
  }

  /** A notification as one of the subscription that this request began. */
  static Message.Notification tagged(Message.Notification notification, RequestId request) {
    Rewrite text = Rewrite.of(notification.json());
    Map<String, String> tag = Map.of(Meta.SUBSCRIPTION_ID, request.json());
    Optional<ObjectNode> params = notification.params();
    Optional<ObjectNode> meta = params.flatMap(object -> object.object("_meta"));
    String whole = "{\"" + Meta.SUBSCRIPTION_ID + "\":" + request.json() + "}";
    if (meta.isPresent()) {
      return read(text.members(meta.get(), tag.keySet(), tag).text());
    }
    return read(
        params
            .map(object -> text.members(object, Set.of("_meta"), Map.of("_meta", whole)))
            .orElseGet(
                () ->
                    text.members(
                        notification.object(),
                        Set.of("params"),
                        Map.of("params", "{\"_meta\":" + whole + "}")))
            .text());
  }

  /** A server may name a part of what was subscribed to. */
  private boolean covers(String uri) {
    return uris.stream()
        .anyMatch(
            each ->
                uri.equals(each)
                    || (uri.startsWith(each)
                        && (each.endsWith("/") || "/?#".indexOf(uri.charAt(each.length())) >= 0)));
  }

  private static boolean has(Optional<ObjectNode> declared, String object, String member) {
    return declared.flatMap(all -> all.object(object)).filter(o -> isTrue(o, member)).isPresent();
  }

  /** Whether a server has a capability, whatever it says of it. */
  static boolean declares(String capabilities, String capability) {
    return object(capabilities).flatMap(all -> all.object(capability)).isPresent();
  }

  private static boolean isTrue(ObjectNode object, String member) {
    Optional<JsonNode> value = object.member(member);
    return value.isPresent()
        && value.get() instanceof LiteralNode literal
        && literal.token().equals("true");
  }

  private static Optional<ObjectNode> object(String json) {
    try {
      return JsonText.parse(json, READ_BEFORE).root() instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonSyntaxException _) {
      return Optional.empty();
    }
  }

  private static Message.Notification read(String text) {
    try {
      return (Message.Notification) Message.of(JsonText.parse(text, READ_BEFORE));
    } catch (JsonSyntaxException | JsonRpcException e) {
      throw new IllegalStateException("made a notification that is none", e);
    }
  }
}
