package dev.gatehouse.gateway.channels;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.gateway.approval.shown.ApprovalText;
import dev.gatehouse.gateway.approval.shown.ShownText;
import dev.gatehouse.gateway.approval.shown.TeamsText;
import dev.gatehouse.gateway.channels.ChannelSettings.Teams;
import dev.gatehouse.gateway.signin.JsonDocuments;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Posts cards to a channel of Microsoft Teams. A card says how to answer where Teams signs answers,
 * and nothing of what has to be seen was left out. Thread-safe.
 *
 * <p>Source: Microsoft Teams' documentation, "Create incoming webhooks with Workflows" and
 * "Adaptive Cards".
 */
final class TeamsSender implements Sender {
  /** Teams refuses more than 28 KB. */
  private static final int BYTES_MAX = 20_000;

  private final Teams settings;
  private final Post post;

  TeamsSender(Teams settings, Post post) {
    this.settings = settings;
    this.post = post;
  }

  @Override
  public Message message(Notice notice) {
    JsonObject words = TeamsText.block(notice.words());
    JsonObject card =
        switch (notice.kind()) {
          case TELLS -> card(Json.createArrayBuilder().add(words).build());
          case ALERTS -> leading(words, TeamsText.card(notice.text()));
          case ASKS -> asking(notice);
        };
    return new Message(
        TeamsText.block(notice.shortly()).toString(), content(linked(card, notice.link())));
  }

  private JsonObject asking(Notice notice) {
    ApprovalText text = notice.text();
    JsonObject card = TeamsText.card(text);
    JsonArray body = card.getJsonArray("body");
    // A card from which something was left out has a warning more.
    boolean isWhole =
        text.isWhole() && body.size() == 1 + text.warnings().size() + text.sections().size();
    if (settings.answers().isEmpty() || !notice.isToDecide() || !isWhole) {
      return card;
    }
    ShownText how =
        ShownText.ours(
            "To answer here, name the webhook and write: approve "
                + text.id()
                + " "
                + text.seen()
                + " and why; or: deny "
                + text.id()
                + " and why");
    return Json.createObjectBuilder(card)
        .add("body", Json.createArrayBuilder(body).add(TeamsText.block(how)))
        .build();
  }

  private static JsonObject leading(JsonObject first, JsonObject card) {
    JsonArrayBuilder body = Json.createArrayBuilder().add(first);
    card.getJsonArray("body").forEach(body::add);
    return Json.createObjectBuilder(card).add("body", body).build();
  }

  private static JsonObject linked(JsonObject card, Optional<URI> link) {
    return link.map(
            address ->
                Json.createObjectBuilder(card)
                    .add("actions", Json.createArrayBuilder().add(open(address)))
                    .build())
        .orElse(card);
  }

  private static JsonObjectBuilder open(URI address) {
    return Json.createObjectBuilder()
        .add("type", "Action.OpenUrl")
        .add("title", "Open in Gatehouse")
        .add("url", address.toString());
  }

  private static JsonObject card(JsonArray body) {
    return Json.createObjectBuilder()
        .add("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
        .add("type", "AdaptiveCard")
        .add("version", "1.4")
        .add("body", body)
        .build();
  }

  private static String content(JsonObject card) {
    return Json.createObjectBuilder()
        .add("type", "message")
        .add(
            "attachments",
            Json.createArrayBuilder()
                .add(
                    Json.createObjectBuilder()
                        .add("contentType", "application/vnd.microsoft.card.adaptive")
                        .addNull("contentUrl")
                        .add("content", card)))
        .build()
        .toString();
  }

  @Override
  public Message digest(Gathered many) {
    ShownText title = ShownText.ours(many.title());
    JsonArrayBuilder body = Json.createArrayBuilder().add(TeamsText.block(title));
    int bytes = 0;
    long left = many.more();
    for (String line : many.lines()) {
      bytes += line.getBytes(UTF_8).length;
      Optional<JsonObject> block = bytes > BYTES_MAX ? Optional.empty() : block(line);
      block.ifPresent(body::add);
      left += block.isPresent() ? 0 : 1;
    }
    if (left > 0) {
      body.add(TeamsText.block(ShownText.ours(Gathered.more(left))));
    }
    return new Message("", content(linked(card(body.build()), many.page())));
  }

  private static Optional<JsonObject> block(String line) {
    try {
      return Optional.of(JsonDocuments.object(line));
    } catch (JsonException _) {
      return Optional.empty();
    }
  }

  @Override
  public Tried send(String id, Message message) throws InterruptedException {
    return post.send(
        URI.create(settings.address().text()),
        Map.of("Content-Type", "application/json"),
        message.content(),
        Post::byStatus);
  }
}
