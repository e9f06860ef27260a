package dev.gatehouse.gateway.approval.shown;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.gateway.approval.shown.Line.Fact;
import dev.gatehouse.gateway.approval.shown.Line.Note;
import dev.gatehouse.gateway.approval.shown.Line.Quote;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.regex.Pattern;

/**
 * An approval for Microsoft Teams: an Adaptive Card.
 *
 * <p>Guarantee: a stranger's text stands only in a {@code TextRun}, which knows no Markdown, and
 * without what is expanded there all the same, as {@code {{DATE(…)}}}. Where a text has to be
 * Markdown, {@link #escaped} takes all of it out. Source: Adaptive Cards 1.4, "RichTextBlock" and
 * "Text features".
 */
public final class TeamsText {
  /** Teams refuses messages of more than 28 KB. */
  private static final int BYTES_MAX = 22_000;

  private static final int ROOM = 8_000;

  private static final Pattern EXPANDED =
      Pattern.compile("\\{(?=\\{)|(?<=\\{)\\{|[$@](?=\\{)|" + Links.FOUND);

  private static final Pattern MARKDOWN = Pattern.compile("[\\\\`*_{}\\[\\]()#+\\-.!|~>&]");

  private TeamsText() {}

  /** The card, without actions: a channel adds its link to it. */
  public static JsonObject card(ApprovalText text) {
    for (int room = ROOM; ; room /= 2) {
      JsonArray body = body(text.within(room));
      if (body.toString().getBytes(UTF_8).length <= BYTES_MAX || room < 500) {
        return Provider.JSON
            .createObjectBuilder()
            .add("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
            .add("type", "AdaptiveCard")
            .add("version", "1.4")
            .add("msteams", Provider.JSON.createObjectBuilder().add("width", "Full"))
            .add("body", body)
            .build();
      }
    }
  }

  /** Any text as Markdown, in which it means nothing but itself. */
  public static String escaped(ShownText text) {
    String markdown = MARKDOWN.matcher(shown(text)).replaceAll("\\\\$0");
    return markdown.replace("<", "&lt;");
  }

  /** Any text as an element of a card. */
  public static JsonObject block(ShownText text) {
    return block(run(shown(text))).build();
  }

  private static JsonArray body(ApprovalText text) {
    JsonArrayBuilder body = Provider.JSON.createArrayBuilder();
    body.add(block(run(shown(text.title())).add("weight", "Bolder").add("size", "Medium")));
    for (ShownText warning : text.warnings()) {
      body.add(block(run("! " + shown(warning)).add("color", "Attention")));
    }
    for (Section section : text.sections()) {
      JsonArrayBuilder items = Provider.JSON.createArrayBuilder();
      items.add(block(run(shown(section.heading())).add("weight", "Bolder")));
      section.lines().forEach(line -> add(items, line, section.topic().isValues()));
      body.add(
          Provider.JSON
              .createObjectBuilder()
              .add("type", "Container")
              .add("separator", true)
              .add("items", items));
    }
    return body.build();
  }

  private static void add(JsonArrayBuilder items, Line line, boolean isValue) {
    switch (line) {
      case Note note -> items.add(block(run(shown(note.text())).add("isSubtle", true)));
      case Fact fact ->
          items.add(
              block(
                  run(fact.sign().text() + shown(fact.label()) + ": ").add("weight", "Bolder"),
                  run(shown(fact.value())).add("fontType", isValue ? "Monospace" : "Default")));
      case Quote quote -> {
        items.add(
            block(run(quote.sign().text() + shown(quote.label()) + ":").add("weight", "Bolder")));
        for (ShownText text : quote.lines()) {
          items.add(block(run("| "), run(shown(text)).add("fontType", "Monospace")));
        }
      }
    }
  }

  private static JsonObjectBuilder block(JsonObjectBuilder... runs) {
    JsonArrayBuilder inlines = Provider.JSON.createArrayBuilder();
    for (JsonObjectBuilder run : runs) {
      inlines.add(run);
    }
    return Provider.JSON
        .createObjectBuilder()
        .add("type", "RichTextBlock")
        .add("spacing", "Small")
        .add("inlines", inlines);
  }

  private static JsonObjectBuilder run(String text) {
    return Provider.JSON.createObjectBuilder().add("type", "TextRun").add("text", text);
  }

  private static String shown(ShownText text) {
    return text.without(EXPANDED).isolated();
  }
}
