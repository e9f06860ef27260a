package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.channels.ChannelSettings.Slack;
import dev.gatehouse.gateway.credentials.Secret;
import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import dev.gatehouse.gateway.signin.JsonDocuments;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Hears the buttons that people press in Slack. Thread-safe.
 *
 * <p>Shape: a form with {@code payload}, a JSON object of type {@code block_actions}. Who pressed
 * hears of it by the address that Slack gives along, because Slack shows no answer to a button.
 */
final class SlackDoor {
  private static final String ROOM = "slack";

  private final Map<Secret, List<String>> channels = new LinkedHashMap<>();
  private final Answers answers;
  private final Refusals refusals;
  private final BiConsumer<String, String> telling;
  private final InstantSource clock;

  /**
   * For the channels that have a signing secret.
   *
   * @param telling tells who pressed: an address of Slack, and what
   */
  SlackDoor(
      List<ChannelSettings> settings,
      Answers answers,
      Refusals refusals,
      BiConsumer<String, String> telling,
      InstantSource clock) {
    for (ChannelSettings each : settings) {
      if (each.kind() instanceof Slack slack) {
        slack
            .signing()
            .ifPresent(
                secret ->
                    channels.computeIfAbsent(secret, _ -> new ArrayList<>()).add(each.name()));
      }
    }
    this.answers = answers;
    this.refusals = refusals;
    this.telling = telling;
    this.clock = clock;
  }

  Answer answer(Asked asked) {
    if (!asked.method().equals("POST")) {
      return Door.empty(405).with("Allow", "POST");
    }
    Genuine best = Genuine.MALFORMED;
    List<String> signed = new ArrayList<>();
    for (Map.Entry<Secret, List<String>> each : channels.entrySet()) {
      Genuine genuine = check(each.getKey(), asked);
      if (genuine == Genuine.GENUINE) {
        signed.addAll(each.getValue());
      }
      best = signed.isEmpty() && best != Genuine.LATE ? genuine : best;
    }
    if (signed.isEmpty()) {
      refusals.count(asked.peer(), ROOM + "-" + best.word());
      return Door.refusal(best);
    }
    Optional<JsonObject> payload = payload(asked);
    return payload.map(json -> pressed(json, signed, asked)).orElseGet(() -> Door.empty(400));
  }

  private Genuine check(Secret secret, Asked asked) {
    return SlackSignature.check(
        secret,
        asked.header(SlackSignature.TIMESTAMP).orElse(""),
        asked.header(SlackSignature.SIGNATURE).orElse(""),
        asked.body(),
        clock.instant());
  }

  private static Optional<JsonObject> payload(Asked asked) {
    try {
      return Asked.fields(asked.body())
          .flatMap(fields -> Optional.ofNullable(fields.get("payload")))
          .map(JsonDocuments::object);
    } catch (JsonException _) {
      return Optional.empty();
    }
  }

  private Answer pressed(JsonObject payload, List<String> signed, Asked asked) {
    Optional<Said> said = said(payload);
    if (said.isEmpty()) {
      // Something else of the same application: that it came is all that Slack wants to hear.
      return Door.empty(200);
    }
    Heard heard =
        answers.hear(
            ROOM,
            asked.body(),
            signed,
            Said.text(Said.object(payload, "user"), "id"),
            said.get(),
            SlackSignature.WINDOW,
            asked.peer());
    switch (heard) {
      case Heard.Failed() -> {
        return Door.later();
      }
      case Heard.Replayed() -> {
        return Door.empty(409);
      }
      case Heard.Counted _, Heard.Refused _, Heard.Unknown _ ->
          telling.accept(Said.text(payload, "response_url"), reply(heard));
    }
    return Door.empty(200);
  }

  private static Optional<Said> said(JsonObject payload) {
    boolean isPress =
        Said.text(payload, "type").equals("block_actions")
            && payload.get("actions") instanceof JsonArray actions
            && actions.size() == 1
            && actions.getFirst() instanceof JsonObject;
    if (!isPress) {
      return Optional.empty();
    }
    JsonObject action = payload.getJsonArray("actions").getJsonObject(0);
    String id = Said.text(action, "action_id");
    if (!Set.of(SlackSender.APPROVE, SlackSender.DENY).contains(id)) {
      return Optional.empty();
    }
    JsonObject typed =
        Said.object(
            Said.object(
                Said.object(Said.object(payload, "state"), "values"), SlackSender.REASON_BLOCK),
            SlackSender.REASON);
    return Optional.of(
        Said.pressed(
            Said.text(action, "value"), id.equals(SlackSender.APPROVE), Said.text(typed, "value")));
  }

  private static String reply(Heard heard) {
    return Json.createObjectBuilder()
        .add("response_type", "ephemeral")
        .add("replace_original", false)
        .add("text", Words.slack(heard))
        .build()
        .toString();
  }
}
