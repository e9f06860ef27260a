package dev.gatehouse.gateway.approval.shown;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.pinning.HiddenCharacters;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What texts of strangers come out as, in every rendering.
 *
 * <p>{@code attacks.txt} holds each attack with its place and its text, as a JSON string, and under
 * it the lines that each rendering shows differently for it.
 */
class AttacksTest {
  private static final Set<String> ELEMENTS =
      Set.of(
          "rich_text",
          "rich_text_section",
          "rich_text_preformatted",
          "text",
          "header",
          "plain_text",
          "AdaptiveCard",
          "Container",
          "RichTextBlock",
          "TextRun");

  private static final Pattern TAG =
      Pattern.compile(
          "</?(article|section|h2|h3|ul|li|dl|dt|dd|p|pre|code|bdi|mark|wbr)"
              + "( (class|id)=\"[^\"<>]*\")*>");

  /** Of the arguments, and of all that was seen: otherwise for every attack. */
  private static final Pattern DIGEST =
      Pattern.compile(
          "SHA-256 of all of it|What was seen|^ *>"
              + " [0-9a-f]{64}|\"text\":\"([0-9a-f]{64}|[0-9a-f]{16})\"");

  private static final Pattern ENTITY = Pattern.compile("&(amp|lt|gt|quot|#39|#96);");

  /** One attack of the file. */
  record Attack(String title, String place, String text) {
    Samples sample() {
      return Samples.plain().with(place, text);
    }
  }

  @Test
  void rendersEveryAttackAsReviewed() throws IOException {
    StringBuilder rendered = new StringBuilder();
    for (String block : golden().split("\n\n")) {
      if (block.startsWith("#")) {
        rendered.append(block.strip()).append("\n\n");
      } else {
        String head = String.join("\n", block.lines().limit(3).toList());
        rendered.append(head).append('\n').append(differing(attack(block))).append('\n');
      }
    }
    assertEquals(golden().strip(), rendered.toString().strip());
  }

  @Test
  void knowsFortyAttacksAndMore() throws IOException {
    assertTrue(attacks().size() >= 40);
    attacks()
        .forEach(attack -> assertTrue(Samples.PLACES.contains(attack.place()), attack.title()));
  }

  @Test
  void noAttackGetsOutOfItsPlaceInWhateverPlace() throws IOException {
    for (Attack attack : attacks()) {
      for (String place : Samples.PLACES) {
        boolean isJson = place.equals("arguments") || place.equals("narrowed");
        boolean isUnlikely = attack.text().isBlank() && Set.of("person", "away").contains(place);
        if (!isUnlikely && (!isJson || isJson == attack.text().startsWith("{"))) {
          check(attack.title() + " in " + place, Samples.plain().with(place, attack.text()).text());
        }
      }
    }
  }

  private static void check(String what, ApprovalText text) {
    Map<String, List<String>> lines = Rendered.of(text);
    lines.forEach((name, all) -> all.forEach(line -> assertSeen(what + " for " + name, line)));
    assertEquals(
        text.sections().size(),
        lines.getOrDefault("html", List.of()).stream()
            .filter(line -> line.startsWith("<section"))
            .count(),
        what);
    String terminal = TerminalText.of(text, 100);
    assertFalse(terminal.contains("@|") || terminal.contains("|@"), what);
    assertHtml(what, Html.of(text));
    assertElements(what, SlackText.blocks(text).toString());
    assertElements(what, TeamsText.card(text).toString());
    assertFalse(TeamsText.card(text).toString().contains("{{"), what);
    assertTrue(TeamsText.card(text).toString().getBytes(UTF_8).length < 28_000, what);
    assertTrue(SlackText.blocks(text).size() <= 40, what);
    String mrkdwn = SlackText.escaped(text.title());
    assertFalse(mrkdwn.contains("<") || mrkdwn.contains(">"), what);
    MailText mail = MailText.of(text);
    assertTrue(mail.subject().chars().allMatch(c -> c >= 0x20 && c < 0x7F), what);
    assertTrue(mail.subject().length() < 990, what);
    assertFalse(mail.body().contains("://"), what);
    mail.body().lines().forEach(line -> assertTrue(line.length() <= 160, what));
    terminal.lines().forEach(line -> assertTrue(line.length() <= 200, what));
  }

  private static void assertSeen(String what, String line) {
    String own = line.replace("\u2068", "").replace("\u2069", "");
    assertEquals(List.of(), HiddenCharacters.in(own, 3), what);
  }

  private static void assertHtml(String what, String html) {
    String text = ENTITY.matcher(TAG.matcher(html).replaceAll("")).replaceAll("");
    assertFalse(text.contains("<") || text.contains(">") || text.contains("&"), what);
    assertFalse(text.contains("\"") || text.contains("'") || text.contains("`"), what);
    for (String tag : List.of("article", "section", "dl", "dt", "dd", "pre", "bdi", "mark")) {
      assertEquals(
          html.split("<" + tag + "[ >]", -1).length, html.split("</" + tag + ">", -1).length, what);
    }
  }

  private static void assertElements(String what, String json) {
    Set<String> types = new HashSet<>();
    Pattern.compile("\"type\":\"([^\"]*)\"")
        .matcher(json)
        .results()
        .forEach(m -> types.add(m.group(1)));
    types.removeAll(ELEMENTS);
    assertEquals(Set.of(), types, what);
  }

  /** What is otherwise than with a harmless text in the same place. */
  private static String differing(Attack attack) {
    Map<String, List<String>> usual = Rendered.of(Samples.plain().text());
    StringBuilder lines = new StringBuilder();
    Rendered.of(attack.sample().text())
        .forEach(
            (name, all) -> {
              List<String> differing = new ArrayList<>(all);
              differing.removeAll(usual.get(name));
              differing.removeIf(line -> DIGEST.matcher(line).find() || isRepeated(name, line));
              int shown = Math.min(12, differing.size());
              for (String line : differing.subList(0, shown)) {
                lines.append("%-9s".formatted(name)).append(Rendered.ascii(line)).append('\n');
              }
              if (differing.size() > shown) {
                lines
                    .append("%-9s".formatted(name))
                    .append("(and ")
                    .append(differing.size() - shown);
                lines.append(" lines more)\n");
              }
            });
    return lines.toString();
  }

  /** One rendering shows the usual warning for all. */
  private static boolean isRepeated(String name, String line) {
    return !name.equals("terminal")
        && (line.contains("are marked with") || line.matches(" *> (and )?(> )?in: .*"));
  }

  private static List<Attack> attacks() throws IOException {
    List<Attack> attacks = new ArrayList<>();
    for (String block : golden().split("\n\n")) {
      if (!block.startsWith("#")) {
        attacks.add(attack(block));
      }
    }
    return attacks;
  }

  /** The title, the place and how often, and the text. */
  private static Attack attack(String block) {
    List<String> head = block.strip().lines().limit(3).toList();
    String[] place = head.get(1).substring("in ".length()).split(", times ", 2);
    try (JsonReader text = Json.createReader(new StringReader("[" + head.get(2) + "]"))) {
      String one = text.readArray().getString(0);
      int times = place.length == 1 ? 1 : Integer.parseInt(place[1]);
      return new Attack(head.get(0), place[0], one.repeat(times));
    }
  }

  private static String golden() throws IOException {
    try (InputStream file = AttacksTest.class.getResourceAsStream("attacks.txt")) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }
}
