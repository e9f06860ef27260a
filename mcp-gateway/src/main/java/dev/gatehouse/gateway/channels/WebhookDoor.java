package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.channels.ChannelSettings.Webhook;
import dev.gatehouse.gateway.credentials.Secret;
import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import dev.gatehouse.gateway.signin.JsonDocuments;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hears programs that decide for people. Thread-safe.
 *
 * <p>Shape: {@code
 * {"type":"approval.decision","data":{"approval":"…","decision":"approve","by":"…",
 * "seen":"…","reason":"…"}}}, {@code decision} also {@code deny}; {@code by} is the id of a person
 * on this channel. Answered with 200 and the {@code state}, or {@code error} and why: 409 where it
 * does not count or came before, 403 where nobody knows the person, 503 where it may come again.
 */
final class WebhookDoor {
  static final String PATH = "/approvals/webhooks/";

  private static final String ROOM = "webhook";
  private static final String TYPE = "approval.decision";

  private final Map<String, Secret> secrets = new HashMap<>();
  private final Answers answers;
  private final Refusals refusals;
  private final InstantSource clock;

  WebhookDoor(
      List<ChannelSettings> settings, Answers answers, Refusals refusals, InstantSource clock) {
    for (ChannelSettings each : settings) {
      if (each.kind() instanceof Webhook webhook) {
        webhook.answers().ifPresent(secret -> secrets.put(each.name(), secret));
      }
    }
    this.answers = answers;
    this.refusals = refusals;
    this.clock = clock;
  }

  Answer answer(Asked asked) {
    String name = asked.path().substring(Math.min(PATH.length(), asked.path().length()));
    Optional<Secret> secret = Optional.ofNullable(secrets.get(name));
    if (secret.isEmpty()) {
      refusals.count(asked.peer(), ROOM + "-nowhere");
      return Door.empty(404);
    }
    if (!asked.method().equals("POST")) {
      return Door.empty(405).with("Allow", "POST");
    }
    String id = asked.header(StandardWebhook.ID).orElse("");
    Genuine genuine =
        StandardWebhook.check(
            secret.get(),
            id,
            asked.header(StandardWebhook.TIMESTAMP).orElse(""),
            asked.header(StandardWebhook.SIGNATURE).orElse(""),
            asked.body(),
            clock.instant());
    if (genuine != Genuine.GENUINE) {
      refusals.count(asked.peer(), ROOM + "-" + genuine.word());
      return Door.refusal(genuine);
    }
    try {
      return decided(JsonDocuments.object(asked.body()), name, id, asked.peer());
    } catch (JsonException _) {
      return error(400, "expected a JSON object");
    }
  }

  private Answer decided(JsonObject json, String name, String id, String peer) {
    JsonObject data = Said.object(json, "data");
    String decision = Said.text(data, "decision");
    boolean yes = decision.equals("approve");
    if (!Said.text(json, "type").equals(TYPE) || !(yes || decision.equals("deny"))) {
      return error(400, "expected the type `" + TYPE + "` with a `decision` approve or deny");
    }
    Said said =
        new Said(
            Said.text(data, "approval"), yes, Said.text(data, "reason"), Said.text(data, "seen"));
    Heard heard =
        answers.hear(
            ROOM + "-" + name,
            id,
            List.of(name),
            Said.text(data, "by"),
            said,
            StandardWebhook.WINDOW,
            peer);
    return switch (heard) {
      case Heard.Counted(var approval) ->
          Door.json(200, Json.createObjectBuilder().add("state", approval.state().word()).build());
      case Heard.Refused(String why) -> error(409, why);
      case Heard.Replayed _ -> error(409, "it was heard before");
      case Heard.Unknown _ -> error(403, "nobody knows this person on the channel");
      case Heard.Failed _ -> Door.later();
    };
  }

  private static Answer error(int status, String why) {
    return Door.json(status, Json.createObjectBuilder().add("error", why).build());
  }
}
