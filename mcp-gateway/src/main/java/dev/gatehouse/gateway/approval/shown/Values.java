package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.gateway.approval.shown.Line.Fact;
import dev.gatehouse.gateway.approval.shown.Line.Note;
import dev.gatehouse.gateway.approval.shown.Line.Quote;
import dev.gatehouse.gateway.approval.shown.Line.Sign;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Collects the values of JSON texts as lines: each on its own, with where it stands.
 *
 * <p>Shape: texts are in quotes, and one of several lines is a quote of its lines; numbers are as
 * they were spelled. Confined to one thread.
 */
final class Values {
  /** Of all of them; further ones are counted. */
  static final int VALUES_MAX = 200;

  /** Of all that is shown; further values are counted. */
  static final int CHARACTERS_MAX = 40_000;

  /** Of one value. */
  static final int VALUE_MAX = 4_000;

  /** Of one text. */
  static final int LINES_MAX = 80;

  /** Deeper texts are shown as they are spelled; reading and walking them is recursive. */
  static final JsonLimits LIMITS = new JsonLimits(64 << 20, 512);

  private static final Pattern POWER = Pattern.compile("-?[0-9.]{1,40}[eE][+-]?0*[0-9]{1,2}");

  private final List<Line> lines = new ArrayList<>();
  private int shown;
  private int characters;
  private long left;

  /** A value, or all values in it. */
  void add(Sign sign, Place place, JsonNode node) {
    switch (node) {
      case ObjectNode object when !object.members().isEmpty() -> {
        for (Member member : object.members()) {
          add(sign, place.member(member.name()), member.value());
        }
      }
      case ArrayNode array when !array.elements().isEmpty() -> {
        for (int i = 0; i < array.elements().size(); i++) {
          add(sign, place.element(i), array.elements().get(i));
        }
      }
      case ObjectNode _ -> fact(sign, place, "(an empty object)", "{}");
      case ArrayNode _ -> fact(sign, place, "(an empty list)", "[]");
      case StringNode string -> text(sign, place, string.value());
      case NumberNode number -> fact(sign, place, power(number.token()), number.token());
      case LiteralNode literal -> fact(sign, place, "", literal.token());
    }
  }

  /** What was collected, and how many values more there are. */
  List<Line> lines() {
    List<Line> all = new ArrayList<>(lines);
    if (left > 0) {
      all.add(
          new Note(
              ShownText.left(
                  String.format(
                      Locale.ROOT, "and %,d more values, which are not shown here", left))));
    }
    return all;
  }

  private boolean isFull() {
    return shown >= VALUES_MAX || characters >= CHARACTERS_MAX;
  }

  private void text(Sign sign, Place place, String text) {
    if (isFull()) {
      left++;
    } else if (text.indexOf('\n') < 0) {
      add(new Fact(sign, place.shown(), ShownText.of("\"%s\"", ShownText.line(text, VALUE_MAX))));
    } else {
      String ends = text.contains("\r\n") ? ", ended by CR and LF" : "";
      long count = text.chars().filter(c -> c == '\n').count() + 1;
      ShownText label =
          ShownText.of(
              "%s (%s)", place.shown(), ShownText.ours("a text of " + count + " lines" + ends));
      add(new Quote(sign, label, ShownText.lines(text, LINES_MAX, VALUE_MAX)));
    }
  }

  private void fact(Sign sign, Place place, String about, String value) {
    if (isFull()) {
      left++;
      return;
    }
    ShownText label =
        about.isEmpty()
            ? place.shown()
            : ShownText.of("%s %s", place.shown(), ShownText.ours(about));
    add(new Fact(sign, label, ShownText.line(value, ShownText.NAME_MAX)));
  }

  private void add(Line line) {
    lines.add(line);
    shown++;
    characters += line.size();
  }

  /** A number with a power of ten is told as people write it, where that is short. */
  private static String power(String token) {
    if (!POWER.matcher(token).matches()) {
      return "";
    }
    String plain = new BigDecimal(token).toPlainString();
    return plain.length() <= 40 ? "(which is " + plain + ")" : "";
  }
}
