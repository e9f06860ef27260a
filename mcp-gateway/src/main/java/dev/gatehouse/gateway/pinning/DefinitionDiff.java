package dev.gatehouse.gateway.pinning;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What differs between two definitions, place by place, for people.
 *
 * <p>Shape: a line for each place, as {@code /inputSchema/properties/note/type}, and under it what
 * was there with a {@code -} and what is there now with a {@code +}. Characters that are not seen
 * are made visible.
 */
final class DefinitionDiff {
  /** Of all of it; a change that is larger is told by its beginning, and by how much is missing. */
  private static final int LINES_MAX = 400;

  /** Of one line: enough for a paragraph. */
  private static final int CHARACTERS_MAX = 2_000;

  /** Of what is the same before and behind a change within a line. */
  private static final int AROUND = 80;

  /** What is longer than this is cut. */
  private static final int WHOLE = 240;

  private static final Pattern NO_TEXT =
      Pattern.compile("|true|false|null|\\{}|\\[]|-?[0-9][0-9.eE+-]*");

  private static final JsonLimits LIMITS = new JsonLimits(64 << 20, 1_100);

  private DefinitionDiff() {}

  /** From one canonical form to another; an empty one is one that was not kept. */
  static List<String> of(String before, String now) {
    if (before.isEmpty() || now.isEmpty()) {
      return List.of("a definition is too long to be compared");
    }
    Map<String, String> was = places(before);
    Map<String, String> is = places(now);
    TreeSet<String> all = new TreeSet<>(was.keySet());
    all.addAll(is.keySet());
    List<String> lines = new ArrayList<>();
    for (String place : all) {
      String from = was.getOrDefault(place, "");
      String to = is.getOrDefault(place, "");
      if (!from.equals(to)) {
        lines.add(place.isEmpty() ? "/" : HiddenCharacters.shown(place));
        changed(from, to, lines);
      }
    }
    if (lines.isEmpty()) {
      return List.of("it differs only in what policy hides");
    }
    if (lines.size() <= LINES_MAX) {
      return lines;
    }
    List<String> first = new ArrayList<>(lines.subList(0, LINES_MAX));
    first.add("and " + (lines.size() - LINES_MAX) + " lines more");
    return first;
  }

  private static void changed(String from, String to, List<String> lines) {
    List<String> was = from.isEmpty() ? List.of() : List.of(from.split("\n", -1));
    List<String> is = to.isEmpty() ? List.of() : List.of(to.split("\n", -1));
    int before = 0;
    int most = Math.min(was.size(), is.size());
    while (before < most && was.get(before).equals(is.get(before))) {
      before++;
    }
    int behind = 0;
    while (behind < most - before
        && was.get(was.size() - 1 - behind).equals(is.get(is.size() - 1 - behind))) {
      behind++;
    }
    List<String> removed = was.subList(before, was.size() - behind);
    List<String> added = is.subList(before, is.size() - behind);
    boolean isOneLine = removed.size() == 1 && added.size() == 1;
    int same = isOneLine ? samePrefix(removed.getFirst(), added.getFirst()) : 0;
    int sameEnd = isOneLine ? sameSuffix(removed.getFirst(), added.getFirst(), same) : 0;
    removed.forEach(line -> lines.add("  - " + cut(line, same, sameEnd)));
    added.forEach(line -> lines.add("  + " + cut(line, same, sameEnd)));
  }

  private static int samePrefix(String one, String other) {
    int most = Math.min(one.length(), other.length());
    int same = 0;
    while (same < most && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    return same;
  }

  private static int sameSuffix(String one, String other, int prefix) {
    int most = Math.min(one.length(), other.length()) - prefix;
    int same = 0;
    while (same < most
        && one.charAt(one.length() - 1 - same) == other.charAt(other.length() - 1 - same)) {
      same++;
    }
    return same;
  }

  /** What is the same at either end of a long line is left out, and then what is too much. */
  private static String cut(String line, int same, int sameEnd) {
    int start = same > WHOLE ? whole(line, same - AROUND) : 0;
    int end = sameEnd > WHOLE ? whole(line, line.length() - sameEnd + AROUND) : line.length();
    String text = HiddenCharacters.shown(line.substring(start, end));
    String all = (start > 0 ? "…" : "") + text + (end < line.length() ? "…" : "");
    return all.length() <= CHARACTERS_MAX
        ? all
        : all.substring(0, whole(all, CHARACTERS_MAX))
            + "… and "
            + (all.length() - CHARACTERS_MAX)
            + " characters more";
  }

  /** A place that is not within a character. */
  private static int whole(String text, int at) {
    return at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }

  /** The text of each value that holds no others, by where it stands. */
  private static Map<String, String> places(String canonical) {
    Map<String, String> places = new TreeMap<>();
    try {
      collect(JsonText.parse(canonical, LIMITS).root(), "", places);
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("kept a definition that is no JSON", e);
    }
    return places;
  }

  private static void collect(JsonNode node, String path, Map<String, String> places) {
    switch (node) {
      case ObjectNode object when !object.members().isEmpty() -> {
        for (Member member : object.members()) {
          collect(member.value(), path + '/' + pointer(member.name()), places);
        }
      }
      case ArrayNode array when !array.elements().isEmpty() -> {
        for (int i = 0; i < array.elements().size(); i++) {
          collect(array.elements().get(i), path + '/' + i, places);
        }
      }
      case ObjectNode _ -> places.put(path, "{}");
      case ArrayNode _ -> places.put(path, "[]");
      case StringNode string -> places.put(path, bare(string.value()));
      case NumberNode number -> places.put(path, number.token());
      case LiteralNode literal -> places.put(path, literal.token());
    }
  }

  private static String pointer(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** Without its quotes, unless it would look like something else. */
  private static String bare(String text) {
    return NO_TEXT.matcher(text).matches() ? '"' + text + '"' : text;
  }
}
