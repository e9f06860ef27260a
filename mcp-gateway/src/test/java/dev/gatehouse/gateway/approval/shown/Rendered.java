package dev.gatehouse.gateway.approval.shown;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each rendering makes of an approval, as lines that can be compared. */
final class Rendered {
  private Rendered() {}

  /** The lines by the rendering's name; of JSON a line for each object that holds a text. */
  static Map<String, List<String>> of(ApprovalText text) {
    MailText mail = MailText.of(text);
    Map<String, List<String>> rendered = new LinkedHashMap<>();
    rendered.put("terminal", TerminalText.of(text, 100).lines().toList());
    rendered.put("html", Html.of(text).lines().toList());
    rendered.put("slack", objects(SlackText.blocks(text)));
    rendered.put("mrkdwn", List.of(SlackText.escaped(text.title())));
    rendered.put("teams", objects(TeamsText.card(text)));
    rendered.put("markdown", List.of(TeamsText.escaped(text.title())));
    rendered.put("subject", List.of(mail.subject()));
    rendered.put("mail", mail.body().lines().toList());
    return rendered;
  }

  /** Every object with a text of its own, in its order. */
  static List<String> objects(JsonValue json) {
    List<String> found = new ArrayList<>();
    collect(json, found);
    return found;
  }

  private static void collect(JsonValue json, List<String> found) {
    if (json instanceof JsonArray array) {
      array.forEach(value -> collect(value, found));
    } else if (json instanceof JsonObject object) {
      if (object.get("text") instanceof JsonString) {
        found.add(object.toString());
      } else {
        object.values().forEach(value -> collect(value, found));
      }
    }
  }

  /** With everything but ASCII by its number, so that a golden file hides nothing itself. */
  static String ascii(String line) {
    StringBuilder ascii = new StringBuilder();
    line.chars()
        .forEach(
            c -> {
              if (c >= 0x20 && c < 0x7F) {
                ascii.append((char) c);
              } else {
                ascii.append("\\u%04x".formatted(c));
              }
            });
    return ascii.length() <= 400
        ? ascii.toString()
        : ascii.substring(0, 300) + " (and " + (ascii.length() - 300) + " more)";
  }
}
