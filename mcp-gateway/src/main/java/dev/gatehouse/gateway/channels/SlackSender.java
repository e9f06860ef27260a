package dev.gatehouse.gateway.channels;

import dev.gatehouse.adapters.dial.Documents;
import dev.gatehouse.gateway.approval.shown.ApprovalText;
import dev.gatehouse.gateway.approval.shown.SlackText;
import dev.gatehouse.gateway.channels.ChannelSettings.Posting;
import dev.gatehouse.gateway.channels.ChannelSettings.Slack;
import dev.gatehouse.gateway.signin.JsonDocuments;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Posts to a channel of Slack. There are buttons where Slack signs what people press, and nothing
 * of what has to be seen was left out. Thread-safe.
 *
 * <p>Source: Slack's documentation of {@code chat.postMessage}, incoming webhooks and Block Kit.
 */
final class SlackSender implements Sender {
  static final String APPROVE = "gatehouse-approve";
  static final String DENY = "gatehouse-deny";
  static final String REASON_BLOCK = "gatehouse-reason";
  static final String REASON = "reason";

  /** Less than what is cut by itself, so that we know. */
  private static final int ROOM = 6_500;

  private static final int REASON_MAX = 500;

  /** The message is wrong, and would be so again. */
  private static final Set<String> WRONG =
      Set.of(
          "invalid_blocks",
          "invalid_blocks_format",
          "invalid_payload",
          "msg_too_long",
          "msg_blocks_too_long",
          "no_text",
          "too_many_attachments");

  private final Slack settings;
  private final Post post;

  SlackSender(Slack settings, Post post) {
    this.settings = settings;
    this.post = post;
  }

  @Override
  public Message message(Notice notice) {
    String words = SlackText.escaped(notice.words());
    JsonArrayBuilder blocks = Json.createArrayBuilder();
    switch (notice.kind()) {
      case TELLS -> blocks.add(section(words));
      case ALERTS -> {
        blocks.add(section(":rotating_light: *Break-glass*: " + words));
        SlackText.blocks(notice.text()).forEach(blocks::add);
      }
      case ASKS -> {
        ApprovalText fitting = notice.text().within(ROOM);
        SlackText.blocks(fitting).forEach(blocks::add);
        if (settings.signing().isPresent() && notice.isToDecide() && fitting.isWhole()) {
          blocks.add(reason()).add(buttons(fitting));
        }
      }
    }
    notice.link().ifPresent(link -> blocks.add(section("<" + link + "|Open in Gatehouse>")));
    String line =
        notice.link().map(link -> "<" + link + "|open> ").orElse("")
            + SlackText.escaped(notice.shortly());
    return new Message(line, content(words, blocks));
  }

  private static JsonObjectBuilder reason() {
    return Json.createObjectBuilder()
        .add("type", "input")
        .add("block_id", REASON_BLOCK)
        .add("optional", true)
        .add("label", plain("Reason"))
        .add(
            "element",
            Json.createObjectBuilder()
                .add("type", "plain_text_input")
                .add("action_id", REASON)
                .add("max_length", REASON_MAX));
  }

  private static JsonObjectBuilder buttons(ApprovalText text) {
    String value = text.id() + " " + text.seen();
    return Json.createObjectBuilder()
        .add("type", "actions")
        .add(
            "elements",
            Json.createArrayBuilder()
                .add(button(APPROVE, "Approve", "primary", value))
                .add(button(DENY, "Deny", "danger", value)));
  }

  private static JsonObjectBuilder button(String id, String label, String style, String value) {
    return Json.createObjectBuilder()
        .add("type", "button")
        .add("action_id", id)
        .add("text", plain(label))
        .add("style", style)
        .add("value", value);
  }

  private static JsonObjectBuilder plain(String text) {
    return Json.createObjectBuilder().add("type", "plain_text").add("text", text);
  }

  private static JsonObjectBuilder section(String mrkdwn) {
    return Json.createObjectBuilder()
        .add("type", "section")
        .add("text", Json.createObjectBuilder().add("type", "mrkdwn").add("text", mrkdwn));
  }

  private static String content(String words, JsonArrayBuilder blocks) {
    return Json.createObjectBuilder()
        .add("text", words)
        .add("blocks", blocks)
        .add("unfurl_links", false)
        .add("unfurl_media", false)
        .build()
        .toString();
  }

  @Override
  public Message digest(Gathered many) {
    String title = many.title();
    JsonArrayBuilder blocks = Json.createArrayBuilder().add(section("*" + title + "*"));
    many.lines().forEach(line -> blocks.add(section(line)));
    if (many.more() > 0) {
      blocks.add(section(Gathered.more(many.more())));
    }
    many.page().ifPresent(link -> blocks.add(section("<" + link + "|Open in Gatehouse>")));
    return new Message(title, content(title, blocks));
  }

  @Override
  public Tried send(String id, Message message) throws InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json; charset=utf-8");
    return switch (settings.posting()) {
      case Posting.ByHook(var address) ->
          post.send(
              URI.create(address.text()), headers, message.content(), SlackSender::readOfHook);
      case Posting.ByToken(URI api, var token, String channel) -> {
        headers.put("Authorization", "Bearer " + token.text());
        String body =
            Json.createObjectBuilder(JsonDocuments.object(message.content()))
                .add("channel", channel)
                .build()
                .toString();
        yield post.send(api.resolve("chat.postMessage"), headers, body, SlackSender::read);
      }
    };
  }

  private static Tried readOfHook(Documents.Answer answer) {
    return WRONG.contains(answer.body().strip())
        ? new Tried.Refused(answer.body().strip())
        : answer.status() == 400 ? new Tried.Away("status 400") : Post.byStatus(answer);
  }

  private static Tried read(Documents.Answer answer) {
    if (answer.status() != 200) {
      return Post.byStatus(answer);
    }
    try {
      JsonObject json = JsonDocuments.object(answer.body());
      String error = json.getString("error", "");
      if (json.getBoolean("ok", false)) {
        return new Tried.Taken("");
      }
      String word = error.matches("[a-z_]{1,60}") ? error : "an unknown error";
      return WRONG.contains(error)
          ? new Tried.Refused("Slack says " + word)
          : new Tried.Away("Slack says " + word, Post.retryAfter(answer));
    } catch (JsonException | ClassCastException _) {
      return new Tried.Away("an answer that is not Slack's");
    }
  }
}
