package dev.gatehouse.gateway.approval;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What somebody who decides changes in the arguments of a call.
 *
 * <p>Shape: {@code {"amount": 50, "note": null}} sets one member and takes another out; members of
 * members likewise. Guarantee: what it does not name keeps its bytes, its order and the blanks
 * around it. A list is replaced as a whole. Immutable.
 *
 * <p>Source: RFC 7396.
 */
public final class ArgumentsPatch {
  private static final JsonLimits LIMITS = JsonLimits.STANDARD;

  private final JsonText patch;

  private ArgumentsPatch(JsonText patch) {
    this.patch = patch;
  }

  /** What came of a patch. */
  public sealed interface Patched {
    /**
     * The arguments with the changes.
     *
     * @param argumentsJson an object
     */
    record To(String argumentsJson) implements Patched {
      /** The length and nothing of the content, which may be secret. */
      @Override
      public String toString() {
        return "To[" + argumentsJson.length() + " characters]";
      }
    }

    /**
     * It does not fit.
     *
     * @param why one line that holds nothing of either
     */
    record Refused(String why) implements Patched {}
  }

  /**
   * Changes arguments.
   *
   * @param argumentsJson a JSON object; empty where the call has none
   * @param patchJson a JSON object that names no member twice
   */
  public static Patched patched(String argumentsJson, String patchJson) {
    JsonText patch;
    try {
      patch = JsonText.parse(patchJson, LIMITS);
    } catch (JsonSyntaxException e) {
      return new Patched.Refused("the changes cannot be read: " + e.getMessage());
    }
    if (!(patch.root() instanceof ObjectNode changes)) {
      return new Patched.Refused("changes of arguments are a JSON object, as in `{\"amount\": 5}`");
    }
    try {
      JsonText text = JsonText.parse(argumentsJson.isBlank() ? "{}" : argumentsJson, LIMITS);
      if (text.root() instanceof ObjectNode object) {
        return new ArgumentsPatch(patch).to(text, object, changes);
      }
      return new Patched.Refused("the arguments are no JSON object");
    } catch (JsonSyntaxException e) {
      return new Patched.Refused("the arguments cannot be read: " + e.getMessage());
    }
  }

  private Patched to(JsonText text, ObjectNode object, ObjectNode changes)
      throws JsonSyntaxException {
    String patched = merge(Rewrite.of(text), object, changes).text();
    // What runs later is read again, by the same limits.
    return new Patched.To(JsonText.parse(patched.getBytes(UTF_8), LIMITS).text());
  }

  private Rewrite merge(Rewrite rewrite, ObjectNode target, ObjectNode changes) {
    Map<String, JsonNode> present = new HashMap<>();
    target.members().forEach(member -> present.put(member.name(), member.value()));
    Rewrite merged = rewrite;
    Set<String> removed = new HashSet<>();
    Map<String, String> added = new LinkedHashMap<>();
    for (Member change : changes.members()) {
      if (!present.containsKey(change.name())) {
        if (!isNull(change.value())) {
          added.put(change.name(), fresh(change.value()));
        }
      } else if (isNull(change.value())) {
        removed.add(change.name());
      } else {
        merged = set(merged, present.get(change.name()), change.value());
      }
    }
    // Removals and additions have to be made at once, for the commas.
    return removed.isEmpty() && added.isEmpty() ? merged : merged.members(target, removed, added);
  }

  private Rewrite set(Rewrite rewrite, JsonNode value, JsonNode change) {
    return value instanceof ObjectNode object && change instanceof ObjectNode changes
        ? merge(rewrite, object, changes)
        : rewrite.replace(value, fresh(change));
  }

  /** A value that stands where none, or no object, was: nulls in it take out nothing, and go. */
  private String fresh(JsonNode value) {
    if (!(value instanceof ObjectNode object)) {
      return patch.slice(value);
    }
    if (!holdsNull(object)) {
      return patch.slice(value);
    }
    StringJoiner members = new StringJoiner(",", "{", "}");
    for (Member member : object.members()) {
      if (!isNull(member.value())) {
        members.add(JsonStrings.quote(member.name()) + ':' + fresh(member.value()));
      }
    }
    return members.toString();
  }

  private boolean holdsNull(ObjectNode object) {
    return object.members().stream()
        .map(Member::value)
        .anyMatch(
            value -> isNull(value) || (value instanceof ObjectNode inner && holdsNull(inner)));
  }

  private boolean isNull(JsonNode value) {
    return value instanceof JsonNode.LiteralNode literal && literal.token().equals("null");
  }
}
