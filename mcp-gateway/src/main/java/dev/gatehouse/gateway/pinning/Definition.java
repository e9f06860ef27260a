package dev.gatehouse.gateway.pinning;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What an upstream says of one of its tools.
 *
 * <p>All its members count but two: {@code icons} are pictures for people, and {@code _meta} is
 * where servers put what changes from one answer to the next; no model is shown either. A member
 * that is not known yet counts, for tomorrow's client may act on it. Confined to one thread.
 */
public final class Definition {
  /** Of what is kept to be compared; the digest is over all of it. */
  private static final int TEXT_CHARACTERS_MAX = 256 << 10;

  /** Of places with hidden characters that are told of one tool. */
  private static final int HIDDEN_MAX = 10;

  private static final int HIDDEN_EACH_MAX = 5;

  private static final Set<String> LEFT_OUT = Set.of("icons", "_meta");

  private final String tool;
  private final ObjectNode pinned;
  private final UnaryOperator<String> scrub;
  private final String digest;

  /**
   * Of this tool.
   *
   * @param scrub hides what policy hides, in what is kept and told of it, and not in the digest
   */
  Definition(String tool, ObjectNode definition, UnaryOperator<String> scrub) {
    this.tool = tool;
    this.pinned =
        new ObjectNode(
            definition.start(),
            definition.end(),
            definition.members().stream().filter(it -> !LEFT_OUT.contains(it.name())).toList());
    this.scrub = scrub;
    this.digest = sha256(CanonicalJson.of(pinned, UnaryOperator.identity()));
  }

  /** The digest of a definition that is not pinned. */
  public static String digestOf(ObjectNode definition) {
    return new Definition("", definition, UnaryOperator.identity()).digest();
  }

  String tool() {
    return tool;
  }

  /** SHA-256 of the canonical form, in hexadecimal. */
  String digest() {
    return digest;
  }

  /** The canonical form to keep; empty where it is too long for that. */
  String text() {
    String text = CanonicalJson.of(pinned, scrub);
    return text.length() > TEXT_CHARACTERS_MAX ? "" : text;
  }

  /** The tool's name, to be told. */
  String shownTool() {
    return HiddenCharacters.shown(scrub.apply(tool));
  }

  /** Where characters stand in it that people do not see, as {@code /description <U+202E>}. */
  List<String> hidden() {
    List<String> places = new ArrayList<>();
    look(pinned, "", places);
    return places;
  }

  private void look(JsonNode node, String path, List<String> places) {
    switch (node) {
      case ObjectNode object -> {
        for (Member member : object.members()) {
          String inner = path + '/' + HiddenCharacters.shown(scrub.apply(member.name()));
          note(member.name(), inner, places);
          look(member.value(), inner, places);
        }
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.elements().size(); i++) {
          look(array.elements().get(i), path + '/' + i, places);
        }
      }
      case StringNode string -> note(string.value(), path, places);
      case JsonNode.NumberNode _, JsonNode.LiteralNode _ -> {}
    }
  }

  private static void note(String text, String path, List<String> places) {
    List<String> found = HiddenCharacters.in(text, HIDDEN_EACH_MAX);
    if (!found.isEmpty() && places.size() < HIDDEN_MAX) {
      places.add(path + ' ' + String.join(" ", found));
    }
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
