package dev.gatehouse.gateway.deciding;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a program sends along with a wish.
 *
 * <p>Shape: {@code {"seen":"0123…","reason":"…"}}, for a change with {@code "arguments":{…}}, which
 * keep their spelling, for a justification {@code {"text":"…"}}. Nothing else is taken: a member
 * that we would not read could be one that mattered to whoever wrote it.
 */
final class WishBody {
  /** Arguments as people write them. */
  static final int BYTES_MAX = 256 << 10;

  private static final JsonLimits LIMITS = new JsonLimits(BYTES_MAX, 64);
  private static final String ARGUMENTS = "arguments";

  private WishBody() {}

  /** What came of reading one. */
  sealed interface Reading {
    /** It is one. */
    record Accepted(Wish wish) implements Reading {}

    /** It is none, and this was expected. */
    record Rejected(String why) implements Reading {}
  }

  /** Reads one. */
  static Reading read(Act act, String id, String body) {
    Map<String, String> members = new TreeMap<>();
    try {
      JsonText text = JsonText.parse(body.isBlank() ? "{}" : body, LIMITS);
      if (!(text.root() instanceof ObjectNode object)) {
        return new Reading.Rejected("expected an object");
      }
      for (Member member : object.members()) {
        String name = member.name();
        if (name.equals(ARGUMENTS)) {
          members.put(name, text.slice(member.value()));
        } else if (member.value() instanceof StringNode string) {
          members.put(name, string.value());
        } else {
          return new Reading.Rejected("expected strings, and `arguments`");
        }
      }
    } catch (JsonSyntaxException e) {
      return new Reading.Rejected(e.problem());
    }
    return wish(act, id, members);
  }

  private static Reading wish(Act act, String id, Map<String, String> members) {
    String words = act == Act.JUSTIFY ? "text" : "reason";
    Set<String> known =
        act == Act.CHANGE ? Set.of("seen", words, ARGUMENTS) : Set.of("seen", words);
    if (!known.containsAll(members.keySet())) {
      return new Reading.Rejected(
          "expected `seen`, `"
              + words
              + "`"
              + (act == Act.CHANGE ? ", `arguments`" : "")
              + " and nothing else");
    }
    if (act.isBound() && !members.containsKey("seen")) {
      return new Reading.Rejected("expected `seen`, as it stands in the call that was read");
    }
    if (act == Act.CHANGE && !members.containsKey(ARGUMENTS)) {
      return new Reading.Rejected("expected `arguments`");
    }
    return new Reading.Accepted(
        new Wish(
            act,
            id,
            members.getOrDefault("seen", ""),
            members.getOrDefault(words, "").strip(),
            members.getOrDefault(ARGUMENTS, "")));
  }
}
