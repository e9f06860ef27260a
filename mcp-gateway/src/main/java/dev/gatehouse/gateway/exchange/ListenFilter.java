package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody wants to hear of: kinds of things, and for some kinds which of them.
 *
 * <p>Shape: {@code {"toolsListChanged":true,"resourceSubscriptions":["file:///a"]}}; members that
 * are neither {@code true} nor lists of strings ask for nothing.
 *
 * <p>Source: MCP 2026-07-28 basic/patterns/subscriptions. Immutable.
 *
 * @param kinds that are wanted whatever they concern
 * @param things by their kind, such as addresses of resources
 */
record ListenFilter(Set<String> kinds, Map<String, Set<String>> things) {
  /** The kind of notifications that concern one resource. */
  static final String RESOURCES = "resourceSubscriptions";

  /** Our own kind: whatever an upstream says that belongs to no call and is of no other kind. */
  static final String OTHERS = "dev.gatehouse/others";

  private static final Map<String, String> LIST_CHANGES =
      Map.of(
          "toolsListChanged", "notifications/tools/list_changed",
          "promptsListChanged", "notifications/prompts/list_changed",
          "resourcesListChanged", "notifications/resources/list_changed");

  ListenFilter {
    kinds = Collections.unmodifiableSet(new LinkedHashSet<>(kinds));
    things = Collections.unmodifiableMap(new LinkedHashMap<>(things));
  }

  /** Nothing. */
  static ListenFilter none() {
    return new ListenFilter(Set.of(), Map.of());
  }

  /** Everything that concerns no particular thing, for clients that cannot choose. */
  static ListenFilter everything() {
    Set<String> kinds = new LinkedHashSet<>(LIST_CHANGES.keySet());
    kinds.add(OTHERS);
    return new ListenFilter(kinds, Map.of());
  }

  /** One resource. */
  static ListenFilter ofResource(String uri) {
    return new ListenFilter(Set.of(), Map.of(RESOURCES, Set.of(uri)));
  }

  /** What a request wants, or an acknowledgement grants; nothing where it does not say. */
  static Optional<ListenFilter> in(Optional<ObjectNode> params) {
    return params.flatMap(object -> object.object("notifications")).map(ListenFilter::read);
  }

  private static ListenFilter read(ObjectNode notifications) {
    Set<String> kinds = new LinkedHashSet<>();
    Map<String, Set<String>> things = new LinkedHashMap<>();
    for (Member member : notifications.members()) {
      switch (member.value()) {
        case LiteralNode literal when literal.token().equals("true") -> kinds.add(member.name());
        case ArrayNode array -> things.put(member.name(), strings(array));
        case LiteralNode _, StringNode _, ObjectNode _, JsonNode.NumberNode _ -> {}
      }
    }
    return new ListenFilter(kinds, things);
  }

  private static Set<String> strings(ArrayNode array) {
    return array.elements().stream()
        .flatMap(
            node -> node instanceof StringNode s ? Stream.of(s.value()) : Stream.<String>empty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  boolean isEmpty() {
    return kinds.isEmpty() && things.values().stream().allMatch(Set::isEmpty);
  }

  /** With another name for each thing of a kind; without those that have none. */
  ListenFilter each(String kind, Function<String, Optional<String>> named) {
    Map<String, Set<String>> left = new LinkedHashMap<>(things);
    left.computeIfPresent(
        kind,
        (_, all) ->
            all.stream()
                .map(named)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    return new ListenFilter(kinds, left);
  }

  /** All that either wants. */
  ListenFilter and(ListenFilter other) {
    Set<String> all = new LinkedHashSet<>(kinds);
    all.addAll(other.kinds);
    Map<String, Set<String>> both = new LinkedHashMap<>(things);
    other.things.forEach(
        (kind, names) ->
            both.merge(
                kind,
                names,
                (some, more) -> {
                  Set<String> merged = new LinkedHashSet<>(some);
                  merged.addAll(more);
                  return merged;
                }));
    return new ListenFilter(all, both);
  }

  /** Whether notifications of this method are wanted, if they concern the right thing. */
  boolean wants(String method) {
    return switch (method) {
      case "notifications/resources/updated" -> wantsSome(RESOURCES);
      case HeardTasks.METHOD -> wantsSome(HeardTasks.KIND);
      default ->
          LIST_CHANGES.containsValue(method)
              ? listChanges().contains(method)
              : kinds.stream().anyMatch(kind -> !LIST_CHANGES.containsKey(kind));
    };
  }

  private boolean wantsSome(String kind) {
    return !things.getOrDefault(kind, Set.of()).isEmpty();
  }

  /** What of it another wants, too. */
  ListenFilter within(ListenFilter other) {
    Set<String> both = new LinkedHashSet<>(kinds);
    both.retainAll(other.kinds);
    Map<String, Set<String>> left = new LinkedHashMap<>(things);
    left.keySet().retainAll(other.things.keySet());
    return new ListenFilter(both, left);
  }

  /** The notifications that say that lists which are listened to may have changed. */
  List<String> listChanges() {
    return kinds.stream().filter(LIST_CHANGES::containsKey).map(LIST_CHANGES::get).toList();
  }

  /** As JSON. */
  String json() {
    Map<String, String> members = new LinkedHashMap<>();
    kinds.forEach(kind -> members.put(kind, "true"));
    things.forEach(
        (kind, names) ->
            members.put(
                kind,
                names.stream().map(JsonStrings::quote).collect(Collectors.joining(",", "[", "]"))));
    return members.entrySet().stream()
        .map(member -> JsonStrings.quote(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** How much, and nothing of it. */
  @Override
  public String toString() {
    return "ListenFilter[" + kinds.size() + " kinds]";
  }
}
