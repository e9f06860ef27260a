package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.channels.ChannelSettings.Teams;
import dev.gatehouse.gateway.credentials.Secret;
import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import dev.gatehouse.gateway.signin.JsonDocuments;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hears what people write to an outgoing webhook of Teams. Thread-safe.
 *
 * <p>Shape: a message whose text is {@code <at>Gatehouse</at> approve ID SEEN reason} or {@code
 * deny ID reason}. The answer is a message, too.
 */
final class TeamsDoor {
  private static final String ROOM = "teams";

  private static final Pattern MENTION = Pattern.compile("(?s)<at[^>]{0,100}>[^<]{0,100}</at>");
  private static final Pattern TAG = Pattern.compile("<[^<>]{0,200}>");
  private static final Pattern ANSWER =
      Pattern.compile("(?i)(?:(approve) +(\\w{1,64}) +(\\w{1,64})|(deny) +(\\w{1,64}))(?: +(.*))?");

  private static final String HELP =
      "Write `approve`, the id and the code that the card shows, and why; or `deny`, the id, and"
          + " why.";

  private final Map<Secret, List<String>> channels = new LinkedHashMap<>();
  private final Answers answers;
  private final Refusals refusals;
  private final InstantSource clock;

  TeamsDoor(
      List<ChannelSettings> settings, Answers answers, Refusals refusals, InstantSource clock) {
    for (ChannelSettings each : settings) {
      if (each.kind() instanceof Teams teams) {
        teams
            .answers()
            .ifPresent(
                token -> channels.computeIfAbsent(token, _ -> new ArrayList<>()).add(each.name()));
      }
    }
    this.answers = answers;
    this.refusals = refusals;
    this.clock = clock;
  }

  Answer answer(Asked asked) {
    if (!asked.method().equals("POST")) {
      return Door.empty(405).with("Allow", "POST");
    }
    Genuine best = Genuine.MALFORMED;
    List<String> signed = new ArrayList<>();
    for (Map.Entry<Secret, List<String>> each : channels.entrySet()) {
      best =
          TeamsSignature.check(
              each.getKey(), asked.header("authorization").orElse(""), asked.body());
      if (best == Genuine.GENUINE) {
        signed.addAll(each.getValue());
        break;
      }
    }
    JsonObject message = signed.isEmpty() ? JsonObject.EMPTY_JSON_OBJECT : message(asked);
    if (!signed.isEmpty()) {
      best =
          time(message)
              .map(at -> Genuine.inTime(at, clock.instant(), TeamsSignature.WINDOW))
              .orElse(Genuine.MALFORMED);
    }
    if (best != Genuine.GENUINE) {
      refusals.count(asked.peer(), ROOM + "-" + best.word());
      return Door.refusal(best);
    }
    return said(Said.text(message, "text"))
        .map(said -> heard(said, message, signed, asked))
        .orElseGet(() -> reply(Words.teams(HELP)));
  }

  private Answer heard(Said said, JsonObject message, List<String> signed, Asked asked) {
    String user = Said.text(Said.object(message, "from"), "aadObjectId");
    Heard heard =
        answers.hear(ROOM, asked.body(), signed, user, said, TeamsSignature.WINDOW, asked.peer());
    return switch (heard) {
      case Heard.Failed _ -> Door.later();
      case Heard.Replayed _ -> Door.empty(409);
      case Heard.Counted _, Heard.Refused _, Heard.Unknown _ -> reply(Words.teams(heard));
    };
  }

  private static JsonObject message(Asked asked) {
    try {
      return JsonDocuments.object(asked.body());
    } catch (JsonException _) {
      return JsonObject.EMPTY_JSON_OBJECT;
    }
  }

  private static Optional<Instant> time(JsonObject message) {
    try {
      return Optional.of(OffsetDateTime.parse(Said.text(message, "timestamp")).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<Said> said(String html) {
    String plain = TAG.matcher(MENTION.matcher(html).replaceAll(" ")).replaceAll(" ");
    String words = plain.replace("&nbsp;", " ").replaceAll("\\s+", " ").strip();
    Matcher answer = ANSWER.matcher(words);
    if (!answer.matches()) {
      return Optional.empty();
    }
    boolean yes = answer.group(1) != null;
    String reason = Optional.ofNullable(answer.group(6)).orElse("");
    return Optional.of(
        yes
            ? new Said(answer.group(2), true, reason, answer.group(3))
            : new Said(answer.group(5), false, reason, ""));
  }

  private static Answer reply(String text) {
    return Door.json(
        200, Json.createObjectBuilder().add("type", "message").add("text", text).build());
  }
}
