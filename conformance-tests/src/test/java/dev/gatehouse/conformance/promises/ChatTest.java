package dev.gatehouse.conformance.promises;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A held call is told in Slack and in Teams, in which its words mean nothing, and decided there by
 * what the service signs; what is forged, late, replayed or of nobody decides nothing, and is
 * recorded. Both services are played here, from their documentation.
 */
class ChatTest {
  private static final String SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
  private static final byte[] SECURITY_TOKEN = "thirty-two bytes as Teams makes!".getBytes(UTF_8);

  /** As a model would write that wants to be approved; three of its characters are not seen. */
  private static final String NOTE =
      "<!channel> <@U0BOB|bob> *Approved* by _bob_ <https://evil.example|here>"
          + " [here](https://evil.example) {{DATE(2026)}} \u202egnihton\u202c\u0007 <at>bob</at>";

  private static final Pattern HOW = Pattern.compile("approve ([0-9A-Z]{26}) ([0-9a-f]{16}) and");

  @TempDir private Path folder;

  private GatehouseProcess gateway(FixtureUpstream bank, Messenger chat) {
    return new Installation(folder)
        .policy(
            """
            default: permit
            rules:
              - { name: payments, tools: [ bank__pay ], approve: { groups: [ finance ] } }
            """)
        .upstream("bank", bank.uri())
        .more(
            """
            approvals:
              hold: 40s
              channels:
                team: { slack: { token: xoxb-1, channel: C1, signing-secret: %s, api: "%s" } }
                office: { teams: { url: "%s", security-token: "%s" } }
              people:
                - { name: bob, groups: [ finance ], ids: { team: U0BOB, office: 0b-0b } }
            """
                .formatted(
                    SIGNING_SECRET,
                    chat.at("/api/"),
                    chat.at("/teams"),
                    Base64.getEncoder().encodeToString(SECURITY_TOKEN)))
        .serve();
  }

  private static FutureTask<String> calling(URI endpoint) {
    String arguments =
        Json.createObjectBuilder().add("amount", 250).add("note", NOTE).build().toString();
    FutureTask<String> call =
        new FutureTask<>(
            () -> {
              try (RawClient client = RawClient.modern(endpoint)) {
                return client.call("1", "bank__pay", arguments).body();
              }
            });
    Thread.ofVirtual().start(call);
    return call;
  }

  @Test
  void whatIsPressedInSlackRunsOnce() throws Exception {
    try (FixtureUpstream bank = FixtureUpstream.legacy().tool("pay", Answer.text("paid"));
        Messenger chat = new Messenger();
        GatehouseProcess gateway = gateway(bank, chat)) {
      URI door = gateway.at("/approvals/slack");
      FutureTask<String> call = calling(gateway.mcp());
      Messenger.Posted posted = chat.await(each -> each.path().equals("/api/chat.postMessage"));
      assertEquals("Bearer xoxb-1", posted.headers().get("authorization"));
      String value = button(posted.json());
      assertPlainInSlack(posted.json());

      String yes = press(value, "U0BOB", chat.at("/reply"));
      Instant now = Instant.now();
      Map<String, String> right = bySlack(now, yes);
      String forged = chat.send(door, right, yes.replace("4711", "4712"));
      assertTrue(forged.startsWith("401"), forged);
      String unsigned = chat.send(door, Map.of(), yes);
      assertTrue(unsigned.startsWith("400"), unsigned);
      String late = chat.send(door, bySlack(now.minusSeconds(600), yes), yes);
      assertTrue(late.startsWith("401"), late);
      String early = chat.send(door, bySlack(now.plusSeconds(600), yes), yes);
      assertTrue(early.startsWith("401"), early);
      String mallory = press(value, "U0MALLORY", chat.at("/reply"));
      chat.send(door, bySlack(now, mallory), mallory);
      assertTrue(told(chat).contains("does not know you"), told(chat));
      String stale = press(value.replaceAll(" .*", " 0000000000000000"), "U0BOB", chat.at("/old"));
      chat.send(door, bySlack(now, stale), stale);
      chat.await(each -> each.path().equals("/old"));
      assertEquals(0, bank.calls());

      String pressed = chat.send(door, right, yes);
      assertTrue(pressed.startsWith("200"), pressed);
      assertTrue(call.get().contains("paid"), call.get());
      String again = chat.send(door, right, yes);
      assertTrue(again.startsWith("409"), again);
      assertEquals(1, bank.calls());
    }
    assertRecorded("slack");
  }

  @Test
  void whatIsWrittenInTeamsRunsOnce() throws Exception {
    try (FixtureUpstream bank = FixtureUpstream.legacy().tool("pay", Answer.text("paid"));
        Messenger chat = new Messenger();
        GatehouseProcess gateway = gateway(bank, chat)) {
      URI door = gateway.at("/approvals/teams");
      FutureTask<String> call = calling(gateway.mcp());
      JsonObject card =
          chat.await(each -> each.path().equals("/teams"))
              .json()
              .getJsonArray("attachments")
              .getJsonObject(0)
              .getJsonObject("content");
      Matcher how = HOW.matcher(String.join("\n", texts(card, "TextRun", "text").toList()));
      assertTrue(how.find(), card::toString);
      assertPlainInTeams(card);

      String words = "approve " + how.group(1) + " " + how.group(2) + " case 4711";
      Instant now = Instant.now();
      String yes = written(words, "0b-0b", now);
      String forged = chat.send(door, byTeams(yes), yes.replace("4711", "4712"));
      assertTrue(forged.startsWith("401"), forged);
      String unsigned = chat.send(door, Map.of(), yes);
      assertTrue(unsigned.startsWith("400"), unsigned);
      String old = written(words, "0b-0b", now.minusSeconds(600));
      String late = chat.send(door, byTeams(old), old);
      assertTrue(late.startsWith("401"), late);
      String mallory = written(words, "0c-0c", now);
      String unknown = chat.send(door, byTeams(mallory), mallory);
      assertTrue(unknown.startsWith("200") && unknown.contains("does not know you"), unknown);
      String stale = written(words.replace(how.group(2), "0000000000000000"), "0b-0b", now);
      String changed = chat.send(door, byTeams(stale), stale);
      assertTrue(changed.startsWith("200") && changed.contains("changed"), changed);
      assertEquals(0, bank.calls());

      String answered = chat.send(door, byTeams(yes), yes);
      assertTrue(answered.startsWith("200") && answered.contains("granted"), answered);
      assertTrue(call.get().contains("paid"), call.get());
      String again = chat.send(door, byTeams(yes), yes);
      assertTrue(again.startsWith("409"), again);
      assertEquals(1, bank.calls());
    }
    assertRecorded("teams");
  }

  /** In Slack only {@code mrkdwn} means anything; the caller's words stand elsewhere. */
  private static void assertPlainInSlack(JsonObject message) {
    assertSeen(message);
    List<String> steering = new ArrayList<>(texts(message, "mrkdwn", "text").toList());
    steering.add(message.getString("text"));
    for (String text : steering) {
      assertFalse(Pattern.compile("<[!@#]|evil|Approved").matcher(text).find(), text);
    }
    String plain = String.join("\n", texts(message, "text", "text").toList());
    assertTrue(plain.contains("<!channel> <@U0BOB|bob> *Approved*"), plain);
    assertTrue(texts(message, "link", "url").toList().isEmpty(), message::toString);
  }

  /** In an Adaptive Card a {@code TextRun} is text, and a {@code TextBlock} is Markdown. */
  private static void assertPlainInTeams(JsonObject card) {
    assertSeen(card);
    assertEquals(List.of(), texts(card, "TextBlock", "text").toList());
    String plain = String.join("\n", texts(card, "TextRun", "text").toList());
    assertTrue(plain.contains("*Approved* by _bob_"), plain);
    assertFalse(plain.contains("{{"), plain);
  }

  /** What is not seen is told by its number, wherever it stands. */
  private static void assertSeen(JsonObject message) {
    String all = message.toString();
    assertTrue(all.contains("<U+202E>gnihton<U+202C>"), all);
    for (int i = 0; i < all.length(); i++) {
      int type = Character.getType(all.charAt(i));
      assertTrue(type != Character.CONTROL && type != Character.FORMAT, "character " + i + all);
    }
  }

  /** The texts of all elements of a type. */
  private static Stream<String> texts(JsonValue json, String type, String member) {
    Stream<String> own =
        json instanceof JsonObject object
                && object.getString("type", "").equals(type)
                && object.get(member) instanceof JsonString text
            ? Stream.of(text.getString())
            : Stream.empty();
    Stream<JsonValue> below =
        json instanceof JsonObject object
            ? object.values().stream()
            : json instanceof JsonStructure array ? array.asJsonArray().stream() : Stream.empty();
    return Stream.concat(own, below.flatMap(each -> texts(each, type, member)));
  }

  private static String button(JsonObject message) {
    return message.getJsonArray("blocks").getValuesAs(JsonObject.class).stream()
        .filter(block -> block.getString("type").equals("actions"))
        .flatMap(block -> block.getJsonArray("elements").getValuesAs(JsonObject.class).stream())
        .filter(button -> button.getString("action_id").equals("gatehouse-approve"))
        .map(button -> button.getString("value"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no button in " + message));
  }

  private static String press(String value, String user, URI reply) {
    String payload =
        """
        {"type":"block_actions","user":{"id":"%s","username":"bob"},"response_url":"%s",
         "state":{"values":{"gatehouse-reason":{"reason":{"type":"plain_text_input","value":"4711"}}}},
         "actions":[{"type":"button","action_id":"gatehouse-approve","value":"%s"}]}
        """
            .formatted(user, reply, value);
    return "payload=" + URLEncoder.encode(payload, UTF_8);
  }

  private static Map<String, String> bySlack(Instant at, String body) {
    String seconds = Long.toString(at.getEpochSecond());
    byte[] mac = Messenger.hmac(SIGNING_SECRET.getBytes(UTF_8), "v0:" + seconds + ":" + body);
    return Map.of(
        "Content-Type",
        "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp",
        seconds,
        "X-Slack-Signature",
        "v0=" + HexFormat.of().formatHex(mac));
  }

  /** What the person who pressed was told. */
  private static String told(Messenger chat) throws InterruptedException {
    return chat.await(each -> each.path().equals("/reply")).json().getString("text");
  }

  private static String written(String words, String user, Instant at) {
    return Json.createObjectBuilder()
        .add("type", "message")
        .add("timestamp", at.toString())
        .add("text", "<p><at>Gatehouse</at>&nbsp;" + words + "</p>\n")
        .add("from", Json.createObjectBuilder().add("name", "Bob").add("aadObjectId", user))
        .build()
        .toString();
  }

  private static Map<String, String> byTeams(String body) {
    byte[] mac = Messenger.hmac(SECURITY_TOKEN, body);
    return Map.of(
        "Content-Type",
        "application/json",
        "Authorization",
        "HMAC " + Base64.getEncoder().encodeToString(mac));
  }

  private void assertRecorded(String channel) {
    String log = Product.run(folder, "log", "--last", "200", "--json").expecting(0).out();
    for (String word : List.of("forged", "malformed", "late", "unknown-person", "replayed")) {
      String counted = "approvals-" + channel + "-" + word;
      assertTrue(log.contains(counted), counted + " in " + log);
    }
    assertFalse(log.contains(SIGNING_SECRET) || log.contains("xoxb-1"), log);
    JsonObject decided =
        log.lines()
            .map(ChatTest::row)
            .filter(row -> row.toString().contains("\"granted\""))
            .findFirst()
            .orElseThrow();
    assertTrue(decided.toString().contains("4711"), decided::toString);
    Product.run(folder, "verify", "data").expecting(0);
  }

  private static JsonObject row(String line) {
    try (var reader = Json.createReader(new StringReader(line))) {
      return reader.readObject();
    }
  }
}
