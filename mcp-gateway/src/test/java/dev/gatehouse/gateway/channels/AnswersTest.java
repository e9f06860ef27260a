package dev.gatehouse.gateway.channels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.approval.Event;
import dev.gatehouse.gateway.approval.Outcome;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.gateway.credentials.Secret;
import dev.gatehouse.gateway.database.TurnedConnection;
import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes in at the doors, and what of it is carried out. */
class AnswersTest {
  private static final Secret SLACK = new Secret("0123456789abcdef0123456789abcdef");
  private static final Secret TEAMS = new Secret("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3");
  private static final Secret HOOK = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private static final List<ChannelSettings> SETTINGS =
      List.of(
          settings(
              "team",
              new ChannelSettings.Slack(
                  new ChannelSettings.Posting.ByToken(
                      URI.create("https://slack.com/api/"), new Secret("t"), "C1"),
                  Optional.of(SLACK))),
          settings(
              "office",
              new ChannelSettings.Teams(new Secret("https://example.com/"), Optional.of(TEAMS))),
          settings(
              "pager",
              new ChannelSettings.Webhook(
                  URI.create("https://example.com/"), HOOK, Optional.of(HOOK))));

  private static final ChannelPerson ADA =
      new ChannelPerson(
          "ada",
          Optional.of("https://sso.example.com"),
          List.of("finance"),
          Map.of("team", "U1", "office", "aad-1", "pager", "ada@example.com"));

  @TempDir private Path folder;
  private Instant now = Samples.NOW;
  private TurnedConnection connection;
  private final List<String> refused = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private boolean fails;
  private Outcome outcome =
      new Outcome.Done(Samples.approval(State.GRANTED, "{}", Samples.step(1, Step.ASKED, "")));
  private SlackDoor slack;
  private TeamsDoor teams;
  private WebhookDoor webhook;

  private static ChannelSettings settings(String name, ChannelSettings.Kind kind) {
    return new ChannelSettings(name, List.of(), true, 10, kind);
  }

  @BeforeEach
  void open() {
    connection =
        new TurnedConnection(OutboxTables.inFile(folder.resolve("channels.db")), "the outbox");
    Refusals refusals = (peer, word) -> refused.add(peer + " " + word);
    Answers answers =
        new Answers(
            new SpentTable(connection),
            new People(List.of(ADA)),
            this::happened,
            refusals,
            () -> now);
    slack =
        new SlackDoor(
            SETTINGS, answers, refusals, (to, what) -> told.add(to + " " + what), () -> now);
    teams = new TeamsDoor(SETTINGS, answers, refusals, () -> now);
    webhook = new WebhookDoor(SETTINGS, answers, refusals, () -> now);
  }

  @AfterEach
  void close() {
    connection.close();
  }

  private Outcome happened(String id, Event event) throws RecordingException {
    if (fails) {
      throw new RecordingException("the disk is full");
    }
    assertEquals(Samples.ID, id);
    events.add(event);
    return outcome;
  }

  private static Asked asked(String path, String body, Map<String, String> headers) {
    return new Asked("POST", path, "", headers, body, "192.0.2.1");
  }

  // Slack

  private static String press(String user, String button, String reason) {
    String payload =
        Json.createObjectBuilder()
            .add("type", "block_actions")
            .add("user", Json.createObjectBuilder().add("id", user))
            .add("response_url", "https://hooks.slack.com/actions/x")
            .add(
                "actions",
                Json.createArrayBuilder()
                    .add(
                        Json.createObjectBuilder()
                            .add("action_id", button)
                            .add("value", Samples.ID + " 0123456789abcdef")))
            .add(
                "state",
                Json.createObjectBuilder()
                    .add(
                        "values",
                        Json.createObjectBuilder()
                            .add(
                                SlackSender.REASON_BLOCK,
                                Json.createObjectBuilder()
                                    .add(
                                        SlackSender.REASON,
                                        Json.createObjectBuilder().add("value", reason)))))
            .build()
            .toString();
    return "payload=" + URLEncoder.encode(payload, UTF_8);
  }

  private Asked slackAsked(String body) {
    String seconds = Long.toString(now.getEpochSecond());
    byte[] mac = Hmac.sha256(SLACK.text().getBytes(UTF_8), "v0:" + seconds + ":" + body);
    return asked(
        "/approvals/slack",
        body,
        Map.of(
            "content-type",
            "application/x-www-form-urlencoded",
            "x-slack-request-timestamp",
            seconds,
            "x-slack-signature",
            "v0=" + HexFormat.of().formatHex(mac)));
  }

  @Test
  void takesAButtonOfSomebodyWhoIsKnownWithWhatWasSeen() {
    Answer answer = slack.answer(slackAsked(press("U1", SlackSender.APPROVE, "looks right")));
    assertEquals(200, answer.status());
    Event.Approved event = assertInstanceOf(Event.Approved.class, events.getFirst());
    assertEquals("ada", event.by().name());
    assertEquals(Optional.of("https://sso.example.com"), event.by().issuer());
    assertEquals("0123456789abcdef", event.seen());
    assertEquals("looks right", event.reason());
    assertTrue(told.getFirst().startsWith("https://hooks.slack.com/actions/x "), told.toString());
    assertEquals(200, slack.answer(slackAsked(press("U1", SlackSender.DENY, "no"))).status());
    assertInstanceOf(Event.Denied.class, events.getLast());
    assertEquals(List.of(), refused);
  }

  @Test
  void refusesAButtonThatIsForgedLateReplayedOrOfAnotherBody() {
    String body = press("U1", SlackSender.APPROVE, "");
    Asked right = slackAsked(body);
    Asked other = asked("/approvals/slack", body.replace("U1", "U2"), right.headers());
    assertEquals(401, slack.answer(other).status());
    assertEquals(400, slack.answer(asked("/approvals/slack", body, Map.of())).status());
    now = now.plusSeconds(301);
    assertEquals(401, slack.answer(right).status());
    assertEquals(List.of(), events);
    now = Samples.NOW;
    assertEquals(200, slack.answer(right).status());
    assertEquals(409, slack.answer(right).status());
    // The same body, signed again: it was heard all the same.
    now = now.plusSeconds(10);
    assertEquals(409, slack.answer(slackAsked(body)).status());
    assertEquals(1, events.size());
    assertEquals(
        List.of(
            "192.0.2.1 slack-forged",
            "192.0.2.1 slack-malformed",
            "192.0.2.1 slack-late",
            "192.0.2.1 slack-replayed",
            "192.0.2.1 slack-replayed"),
        refused);
  }

  @Test
  void refusesAButtonOfSomebodyWhoIsNotKnown() {
    assertEquals(200, slack.answer(slackAsked(press("U9", SlackSender.APPROVE, ""))).status());
    assertEquals(List.of(), events);
    assertEquals(List.of("192.0.2.1 slack-unknown-person"), refused);
    assertTrue(told.getFirst().contains("does not know you"), told.toString());
  }

  @Test
  void leavesOtherThingsOfSlackAlone() {
    assertEquals(200, slack.answer(slackAsked(press("U1", "open", ""))).status());
    assertEquals(400, slack.answer(slackAsked("payload=%7B")).status());
    assertEquals(400, slack.answer(slackAsked("a=b")).status());
    assertEquals(405, slack.answer(new Asked("GET", "/", "", Map.of(), "", "p")).status());
    assertEquals(List.of(), events);
  }

  @Test
  void tellsWhyAnAnswerDoesNotCount() {
    outcome = new Outcome.Refused("it has <changed> since `ada` saw it", Optional.empty());
    assertEquals(200, slack.answer(slackAsked(press("U1", SlackSender.APPROVE, ""))).status());
    assertTrue(told.getFirst().contains("&lt;changed&gt;"), told.toString());
  }

  // After a failure of our own

  @Test
  void takesTheSameAgainWhereWeFailed() {
    Asked press = slackAsked(press("U1", SlackSender.APPROVE, ""));
    Asked hook = hookAsked("msg_1", decision("approve", "ada@example.com"));
    Asked message = teamsAsked("approve " + Samples.ID + " 0123456789abcdef", "aad-1", now);
    fails = true;
    assertEquals(503, slack.answer(press).status());
    assertEquals(503, webhook.answer(hook).status());
    assertEquals(503, teams.answer(message).status());
    fails = false;
    assertEquals(200, slack.answer(press).status());
    assertEquals(200, webhook.answer(hook).status());
    assertEquals(200, teams.answer(message).status());
    assertEquals(3, events.size());
    assertEquals(409, slack.answer(press).status());
    assertEquals(409, webhook.answer(hook).status());
    assertEquals(409, teams.answer(message).status());
    assertEquals(3, events.size());
  }

  @Test
  void knowsWhatWasHeardAfterARestart() {
    Asked hook = hookAsked("msg_1", decision("approve", "ada@example.com"));
    assertEquals(200, webhook.answer(hook).status());
    close();
    open();
    assertEquals(409, webhook.answer(hook).status());
  }

  // Webhooks

  private static String decision(String decision, String by) {
    return Json.createObjectBuilder()
        .add("type", "approval.decision")
        .add(
            "data",
            Json.createObjectBuilder()
                .add("approval", Samples.ID)
                .add("decision", decision)
                .add("by", by)
                .add("seen", "0123456789abcdef")
                .add("reason", "paged"))
        .build()
        .toString();
  }

  private Asked hookAsked(String id, String body) {
    Map<String, String> headers = StandardWebhook.headers(HOOK, id, now, body);
    return asked(
        "/approvals/webhooks/pager",
        body,
        Map.of(
            "webhook-id",
            headers.get("webhook-id"),
            "webhook-timestamp",
            headers.get("webhook-timestamp"),
            "webhook-signature",
            headers.get("webhook-signature")));
  }

  @Test
  void takesADecisionOfAProgram() {
    Answer answer = webhook.answer(hookAsked("msg_1", decision("approve", "ada@example.com")));
    assertEquals(200, answer.status());
    assertEquals("{\"state\":\"granted\"}", answer.body());
    Event.Approved event = assertInstanceOf(Event.Approved.class, events.getFirst());
    assertEquals("0123456789abcdef", event.seen());
    assertEquals("paged", event.reason());
  }

  @Test
  void refusesADecisionThatIsForgedLateReplayedOrOfNobody() {
    Asked right = hookAsked("msg_1", decision("approve", "ada@example.com"));
    Asked other = asked(right.path(), decision("deny", "ada@example.com"), right.headers());
    assertEquals(401, webhook.answer(other).status());
    Asked elsewhere = asked("/approvals/webhooks/office", right.body(), right.headers());
    assertEquals(404, webhook.answer(elsewhere).status());
    now = now.plusSeconds(301);
    assertEquals(401, webhook.answer(right).status());
    now = Samples.NOW;
    assertEquals(200, webhook.answer(right).status());
    Answer again = webhook.answer(hookAsked("msg_1", decision("deny", "ada@example.com")));
    assertEquals(409, again.status());
    Answer unknown = webhook.answer(hookAsked("msg_2", decision("approve", "U1")));
    assertEquals(403, unknown.status());
    assertEquals(1, events.size());
    assertEquals(
        List.of(
            "192.0.2.1 webhook-forged",
            "192.0.2.1 webhook-nowhere",
            "192.0.2.1 webhook-late",
            "192.0.2.1 webhook-pager-replayed",
            "192.0.2.1 webhook-pager-unknown-person"),
        refused);
  }

  @Test
  void refusesWhatIsNoDecisionAndWhatDoesNotCount() {
    assertEquals(400, webhook.answer(hookAsked("msg_1", "[]")).status());
    assertEquals(400, webhook.answer(hookAsked("msg_1", "{}")).status());
    assertEquals(400, webhook.answer(hookAsked("msg_1", "{\"data\":5}")).status());
    String maybe = decision("maybe", "ada@example.com");
    assertEquals(400, webhook.answer(hookAsked("msg_1", maybe)).status());
    outcome = new Outcome.Refused("it is over", Optional.empty());
    Answer answer = webhook.answer(hookAsked("msg_1", decision("deny", "ada@example.com")));
    assertEquals(409, answer.status());
    assertEquals("{\"error\":\"it is over\"}", answer.body());
    assertEquals(
        409, webhook.answer(hookAsked("msg_1", decision("deny", "ada@example.com"))).status());
    assertEquals(1, events.size());
  }

  // Teams

  private static Asked teamsAsked(String text, String user, Instant at) {
    String body =
        Json.createObjectBuilder()
            .add("type", "message")
            .add("id", "1485983408511")
            .add("timestamp", at.toString())
            .add("from", Json.createObjectBuilder().add("aadObjectId", user))
            .add("text", text)
            .build()
            .toString();
    byte[] mac = Hmac.sha256(Base64.getDecoder().decode(TEAMS.text()), body);
    return asked(
        "/approvals/teams",
        body,
        Map.of("authorization", "HMAC " + Base64.getEncoder().encodeToString(mac)));
  }

  @Test
  void takesWhatSomebodyWritesInTeams() {
    String said = "<p><at>Gatehouse</at>&nbsp;approve " + Samples.ID + " 0123456789abcdef fine</p>";
    Answer answer = teams.answer(teamsAsked(said, "aad-1", now));
    assertEquals(200, answer.status());
    assertTrue(answer.body().contains("Your answer counts"), answer.body());
    Event.Approved event = assertInstanceOf(Event.Approved.class, events.getFirst());
    assertEquals("0123456789abcdef", event.seen());
    assertEquals("fine", event.reason());
    teams.answer(teamsAsked("<at>G</at> deny " + Samples.ID + " not today", "aad-1", now));
    Event.Denied denied = assertInstanceOf(Event.Denied.class, events.getLast());
    assertEquals("not today", denied.reason());
  }

  @Test
  void refusesWhatIsForgedLateReplayedOrOfNobodyInTeams() {
    String text = "approve " + Samples.ID + " 0123456789abcdef";
    Asked right = teamsAsked(text, "aad-1", now);
    Asked other = asked(right.path(), right.body().replace("aad-1", "aad-2"), right.headers());
    assertEquals(401, teams.answer(other).status());
    assertEquals(400, teams.answer(asked(right.path(), right.body(), Map.of())).status());
    now = now.plusSeconds(301);
    assertEquals(401, teams.answer(right).status());
    now = Samples.NOW;
    assertEquals(200, teams.answer(right).status());
    assertEquals(409, teams.answer(right).status());
    Answer unknown = teams.answer(teamsAsked(text, "aad-9", now));
    assertTrue(unknown.body().contains("does not know you"), unknown.body());
    Answer help = teams.answer(teamsAsked("approve it", "aad-1", now));
    assertTrue(help.body().contains("Write"), help.body());
    assertEquals(1, events.size());
    assertEquals(
        List.of(
            "192.0.2.1 teams-forged",
            "192.0.2.1 teams-malformed",
            "192.0.2.1 teams-late",
            "192.0.2.1 teams-replayed",
            "192.0.2.1 teams-unknown-person"),
        refused);
  }
}
