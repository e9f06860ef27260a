package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.gateway.approval.shown.Line.Fact;
import dev.gatehouse.gateway.approval.shown.Line.Note;
import dev.gatehouse.gateway.approval.shown.Line.Sign;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody changed in the arguments of a call, value by value. Confined to one thread.
 *
 * <p>Shape: what was there with {@link Sign#BEFORE}, and what is there now with {@link Sign#NOW}.
 */
final class ArgumentsDiff {
  private final JsonText before;
  private final JsonText now;
  private final Values changes = new Values();
  private long spelled;

  private ArgumentsDiff(JsonText before, JsonText now) {
    this.before = before;
    this.now = now;
  }

  /** From one JSON text to another; an empty one is one without arguments. */
  static List<Line> of(String before, String now) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Fact("SHA-256 of all of it now", ShownText.ours(Digests.shown(now))));
    try {
      ArgumentsDiff diff = new ArgumentsDiff(parsed(before), parsed(now));
      diff.compare(new Place.Root(), diff.before.root(), diff.now.root());
      lines.addAll(diff.changes.lines());
      if (diff.spelled > 0) {
        lines.add(new Note("and " + diff.spelled + " values are only spelled otherwise"));
      }
      if (lines.size() == 1) {
        boolean isSame = before.equals(now);
        lines.add(
            new Note(isSame ? "nothing is changed" : "only order, spelling or blanks are changed"));
      }
    } catch (JsonSyntaxException e) {
      lines.add(ArgumentsView.asSpelled("before; one of them is", e, before));
      lines.add(ArgumentsView.asSpelled("now; one of them is", e, now));
    }
    return lines;
  }

  private static JsonText parsed(String json) throws JsonSyntaxException {
    return JsonText.parse(json.isBlank() ? "{}" : json, Values.LIMITS);
  }

  private void compare(Place place, JsonNode was, JsonNode is) {
    if (before.slice(was).equals(now.slice(is))) {
      return;
    }
    if (was instanceof ObjectNode one && is instanceof ObjectNode other) {
      members(place, one, other);
    } else if (was instanceof ArrayNode one && is instanceof ArrayNode other) {
      elements(place, one.elements(), other.elements());
    } else if (was instanceof StringNode one
        && is instanceof StringNode other
        && one.value().equals(other.value())) {
      spelled++;
    } else {
      changes.add(Sign.BEFORE, place, was);
      changes.add(Sign.NOW, place, is);
    }
  }

  private void members(Place place, ObjectNode was, ObjectNode is) {
    Map<String, JsonNode> others = new HashMap<>();
    is.members().forEach(member -> others.put(member.name(), member.value()));
    Set<String> names = new HashSet<>();
    for (Member member : was.members()) {
      names.add(member.name());
      Place inner = place.member(member.name());
      Optional<JsonNode> other = Optional.ofNullable(others.get(member.name()));
      other.ifPresentOrElse(
          value -> compare(inner, member.value(), value),
          () -> changes.add(Sign.BEFORE, inner, member.value()));
    }
    for (Member member : is.members()) {
      if (!names.contains(member.name())) {
        changes.add(Sign.NOW, place.member(member.name()), member.value());
      }
    }
  }

  /** What is the same at both ends has not changed; what lies between is compared in its order. */
  private void elements(Place place, List<JsonNode> was, List<JsonNode> is) {
    int most = Math.min(was.size(), is.size());
    int first = 0;
    while (first < most && isSame(was.get(first), is.get(first))) {
      first++;
    }
    int last = 0;
    while (last < most - first
        && isSame(was.get(was.size() - 1 - last), is.get(is.size() - 1 - last))) {
      last++;
    }
    int both = most - last;
    for (int i = first; i < both; i++) {
      compare(place.element(i), was.get(i), is.get(i));
    }
    for (int i = both; i < was.size() - last; i++) {
      changes.add(Sign.BEFORE, place.element(i), was.get(i));
    }
    for (int i = both; i < is.size() - last; i++) {
      changes.add(Sign.NOW, place.element(i), is.get(i));
    }
  }

  private boolean isSame(JsonNode was, JsonNode is) {
    return before.slice(was).equals(now.slice(is));
  }
}
