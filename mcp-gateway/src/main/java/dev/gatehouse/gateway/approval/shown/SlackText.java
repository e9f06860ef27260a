package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.gateway.approval.shown.Line.Fact;
import dev.gatehouse.gateway.approval.shown.Line.Note;
import dev.gatehouse.gateway.approval.shown.Line.Quote;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An approval for Slack.
 *
 * <p>Guarantee: a stranger's text stands only in elements in which Slack looks for no markup, no
 * mention and no link: {@code plain_text}, and {@code text} of {@code rich_text}. Where a text has
 * to be {@code mrkdwn}, as in digests and in what notifications show, {@link #escaped} takes all of
 * that out. Source: Slack's Block Kit, "rich_text", and "Formatting message text".
 */
public final class SlackText {
  /** Of all text; Slack takes 50 blocks, and people read less. */
  private static final int ROOM = 7_000;

  private static final int HEADER_MAX = 150;

  /** Where Slack begins or ends bold, italic, struck out and code, an emoji, a mention, a link. */
  private static final Pattern MARKUP =
      Pattern.compile(
          "^>|[*_~](?![\\p{L}\\p{N}])|(?<![\\p{L}\\p{N}])[*_~]|:(?=[\\w+-]+:)|[@#](?=\\w)|"
              + Links.FOUND);

  private static final Pattern CODE = Pattern.compile("`");

  private SlackText() {}

  /**
   * What a message consists of; a channel adds its buttons and its link to it.
   *
   * @return at most 40 blocks
   */
  public static JsonArray blocks(ApprovalText text) {
    ApprovalText fitting = text.within(ROOM);
    JsonArrayBuilder blocks = Provider.JSON.createArrayBuilder();
    blocks.add(
        Provider.JSON
            .createObjectBuilder()
            .add("type", "header")
            .add("text", plain(fitting.title())));
    if (!fitting.warnings().isEmpty()) {
      JsonArrayBuilder warnings = Provider.JSON.createArrayBuilder();
      for (ShownText warning : fitting.warnings()) {
        warnings.add(element("! ", "bold")).add(element(shown(warning) + "\n"));
      }
      blocks.add(block(Provider.JSON.createArrayBuilder().add(section(warnings))));
    }
    for (Section section : fitting.sections()) {
      blocks.add(block(section(section)));
    }
    return blocks.build();
  }

  /** Any text as a {@code plain_text} object. */
  public static JsonObject plain(ShownText text) {
    return Provider.JSON
        .createObjectBuilder()
        .add("type", "plain_text")
        .add("text", text.shortened(HEADER_MAX - 40).without(Links.IN_TEXT).isolated())
        .add("emoji", false)
        .build();
  }

  /** Any text as {@code mrkdwn}, in which it means nothing but itself. */
  public static String escaped(ShownText text) {
    String words = text.without(CODE).without(MARKUP).isolated();
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Several, a line each. */
  public static String escaped(List<ShownText> lines) {
    return lines.stream().map(SlackText::escaped).collect(Collectors.joining("\n"));
  }

  private static JsonArrayBuilder section(Section section) {
    JsonArrayBuilder elements = Provider.JSON.createArrayBuilder();
    JsonArrayBuilder facts = Provider.JSON.createArrayBuilder();
    facts.add(element(shown(section.heading()) + "\n", "bold"));
    for (Line line : section.lines()) {
      switch (line) {
        case Note note -> facts.add(element(shown(note.text()) + "\n", "italic"));
        case Fact fact -> {
          facts.add(element(fact.sign().text() + shown(fact.label()) + ": ", "bold"));
          boolean isValue = section.topic().isValues();
          facts.add(isValue ? element(shown(fact.value()), "code") : element(shown(fact.value())));
          facts.add(element("\n"));
        }
        case Quote quote -> {
          facts.add(element(quote.sign().text() + shown(quote.label()) + ":", "bold"));
          elements.add(section(facts)).add(preformatted(quote));
          facts = Provider.JSON.createArrayBuilder().add(element("\n"));
        }
      }
    }
    return elements.add(section(facts));
  }

  private static JsonObjectBuilder preformatted(Quote quote) {
    String lines = quote.lines().stream().map(SlackText::shown).collect(Collectors.joining("\n"));
    return Provider.JSON
        .createObjectBuilder()
        .add("type", "rich_text_preformatted")
        .add(
            "elements",
            Provider.JSON.createArrayBuilder().add(element(lines.isEmpty() ? " " : lines)));
  }

  private static JsonObjectBuilder block(JsonArrayBuilder elements) {
    return Provider.JSON.createObjectBuilder().add("type", "rich_text").add("elements", elements);
  }

  private static JsonObjectBuilder section(JsonArrayBuilder elements) {
    return Provider.JSON
        .createObjectBuilder()
        .add("type", "rich_text_section")
        .add("elements", elements);
  }

  private static JsonObjectBuilder element(String text) {
    return Provider.JSON.createObjectBuilder().add("type", "text").add("text", text);
  }

  private static JsonObjectBuilder element(String text, String style) {
    return element(text).add("style", Provider.JSON.createObjectBuilder().add(style, true));
  }

  private static String shown(ShownText text) {
    return text.without(Links.IN_TEXT).isolated();
  }
}
