package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.gateway.approval.shown.Line.Fact;
import dev.gatehouse.gateway.approval.shown.Line.Note;
import dev.gatehouse.gateway.approval.shown.Line.Quote;
import dev.gatehouse.gateway.approval.shown.Line.Sign;
import java.util.ArrayList;
import java.util.List;

/** The arguments of a call as lines for people, beginning with the digest of all of them. */
final class ArgumentsView {
  private ArgumentsView() {}

  /**
   * The lines.
   *
   * @param json as the call has them; empty where it has none
   */
  static List<Line> of(String json) {
    if (json.isBlank()) {
      return List.of(new Note("none were given"));
    }
    List<Line> lines = new ArrayList<>();
    lines.add(new Fact("SHA-256 of all of it", ShownText.ours(Digests.shown(json))));
    try {
      JsonNode root = JsonText.parse(json, Values.LIMITS).root();
      if (root instanceof ObjectNode object && object.members().isEmpty()) {
        return List.of(new Note("an empty object, `{}`: nothing was given"));
      }
      Values values = new Values();
      values.add(Sign.NONE, new Place.Root(), root);
      lines.addAll(values.lines());
    } catch (JsonSyntaxException e) {
      lines.add(asSpelled("as spelled, because it is", e, json));
    }
    return lines;
  }

  static Line asSpelled(String label, JsonSyntaxException why, String json) {
    return new Quote(
        label + " " + ShownText.line(String.valueOf(why.getMessage()), 200).text(),
        ShownText.lines(json, Values.LINES_MAX, Values.VALUE_MAX));
  }
}
