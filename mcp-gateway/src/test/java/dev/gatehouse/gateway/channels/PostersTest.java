package dev.gatehouse.gateway.channels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.adapters.dial.DialRules;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.gateway.credentials.Secret;
import dev.gatehouse.gateway.signin.JsonDocuments;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Slack, Teams and webhooks are sent, over real connections. */
class PostersTest {
  private static final Secret HOOK = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private record Received(String path, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String answer = "{\"ok\":true}";
  private String retryAfter = "";

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", this::receive);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      received.add(
          new Received(
              exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()), body));
      exchange.getResponseHeaders().set("Location", "/elsewhere");
      if (!retryAfter.isEmpty()) {
        exchange.getResponseHeaders().set("Retry-After", retryAfter);
      }
      byte[] bytes = answer.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static Post post() {
    try {
      return new Post(new Dialler(DialRules.PUBLIC, SSLContext.getDefault()));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private SlackSender slack(boolean signs) {
    return new SlackSender(
        new ChannelSettings.Slack(
            new ChannelSettings.Posting.ByToken(address("/api/"), new Secret("xoxb-1"), "C1"),
            signs ? Optional.of(new Secret("0123456789abcdef")) : Optional.empty()),
        post());
  }

  private Tried sendBySlack() throws InterruptedException {
    SlackSender sender = slack(false);
    return sender.send("msg_1", sender.message(Samples.notice(Samples.pending("{}"))));
  }

  @Test
  void postsToSlackWithTheToken() throws Exception {
    assertEquals(new Tried.Taken(""), sendBySlack());
    Received got = received.getFirst();
    assertEquals("/api/chat.postMessage", got.path());
    assertEquals("Bearer xoxb-1", got.header("Authorization"));
    JsonObject json = JsonDocuments.object(got.body());
    assertEquals("C1", json.getString("channel"));
    assertFalse(json.getJsonArray("blocks").isEmpty());
    assertTrue(got.body().contains("https://gatehouse.example.com/approvals/01JDPENDING"));
  }

  @Test
  void hearsWhatSlackSays() throws Exception {
    answer = "{\"ok\":false,\"error\":\"invalid_blocks\"}";
    assertEquals(new Tried.Refused("Slack says invalid_blocks"), sendBySlack());
    answer = "{\"ok\":false,\"error\":\"channel_not_found\"}";
    assertEquals(new Tried.Away("Slack says channel_not_found"), sendBySlack());
    answer = "{\"ok\":false,\"error\":\"see xoxb-1\"}";
    assertEquals(new Tried.Away("Slack says an unknown error"), sendBySlack());
    answer = "<html>";
    assertInstanceOf(Tried.Away.class, sendBySlack());
    status = 429;
    retryAfter = "30";
    assertEquals(new Tried.Away("status 429", Duration.ofSeconds(30)), sendBySlack());
  }

  @Test
  void hasButtonsWhereSlackSignsThemAndAllIsShown() {
    Notice asked = Samples.notice(Samples.pending("{\"amount\":250}"));
    String value = "\"value\":\"" + Samples.ID + " " + asked.after().seen() + "\"";
    String content = slack(true).message(asked).content();
    assertTrue(content.contains(SlackSender.APPROVE), content);
    assertTrue(content.contains(value), content);
    assertFalse(slack(false).message(asked).content().contains(SlackSender.APPROVE));
    Approval large = Samples.pending("{\"note\":\"" + "many words ".repeat(2_000) + "\"}");
    assertFalse(slack(true).message(Samples.notice(large)).content().contains(SlackSender.APPROVE));
    Approval over = Samples.approval(State.DENIED, "{}", Samples.step(2, Step.DENIED, "no"));
    assertFalse(slack(true).message(Samples.notice(over)).content().contains(SlackSender.APPROVE));
  }

  @Test
  void lookForNoMarkupInWhatStrangersWrote() {
    Approval denied =
        Samples.approval(
            State.DENIED, "{}", Samples.step(2, Step.DENIED, "<!channel> <https://e.vil|ok> *b*"));
    JsonObject json = JsonDocuments.object(slack(true).message(Samples.notice(denied)).content());
    assertFalse(json.getString("text").contains("<!channel>"), json.toString());
    assertFalse(json.getJsonArray("blocks").toString().contains("<https://e.vil"), json.toString());
  }

  @Test
  void gathersForSlack() {
    Message digest =
        slack(true)
            .digest(
                new Gathered(
                    List.of("one", "two"), 5, Optional.of(URI.create("https://g/approvals"))));
    assertTrue(digest.content().contains("7 notices"), digest.content());
    assertTrue(digest.content().contains("and 5 more"), digest.content());
    assertFalse(digest.content().contains(SlackSender.APPROVE), digest.content());
  }

  private TeamsSender teams(boolean answers) {
    return new TeamsSender(
        new ChannelSettings.Teams(
            new Secret(address("/workflow?sig=hidden").toString()),
            answers
                ? Optional.of(new Secret("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"))
                : Optional.empty()),
        post());
  }

  @Test
  void postsCardsToTeams() throws Exception {
    status = 202;
    answer = "";
    TeamsSender sender = teams(true);
    Notice asked = Samples.notice(Samples.pending("{\"amount\":250}"));
    assertEquals(new Tried.Taken(""), sender.send("msg_1", sender.message(asked)));
    String body = received.getFirst().body();
    assertEquals("/workflow?sig=hidden", received.getFirst().path());
    assertTrue(body.contains("application/vnd.microsoft.card.adaptive"), body);
    assertTrue(body.contains("Action.OpenUrl"), body);
    assertTrue(body.contains("approve " + Samples.ID + " " + asked.after().seen()), body);
    assertFalse(teams(false).message(asked).content().contains("To answer here"));
    Approval large = Samples.pending("{\"note\":\"" + "many words ".repeat(2_000) + "\"}");
    Message cut = sender.message(Samples.notice(large));
    assertFalse(cut.content().contains("To answer here"), cut.content());
    assertTrue(cut.content().getBytes(UTF_8).length < 28 << 10);
  }

  @Test
  void gathersForTeamsWithinWhatTeamsTakes() {
    TeamsSender sender = teams(true);
    String line = sender.message(Samples.notice(Samples.pending("{}"))).line();
    Message few = sender.digest(new Gathered(List.of(line, line), 0, Optional.empty()));
    assertTrue(few.content().contains("2 notices"), few.content());
    Message many =
        sender.digest(new Gathered(java.util.Collections.nCopies(400, line), 9, Optional.empty()));
    assertTrue(many.content().getBytes(UTF_8).length < 28 << 10);
    assertTrue(many.content().contains("409 notices"), many.content());
    assertTrue(many.content().matches("(?s).*and [0-9]+ more.*"), many.content());
  }

  private WebhookSender webhook(URI address) {
    return new WebhookSender(
        new ChannelSettings.Webhook(address, HOOK, Optional.empty()), post(), () -> Samples.NOW);
  }

  @Test
  void signsWhatAWebhookIsTold() throws Exception {
    WebhookSender sender = webhook(address("/in"));
    Notice asked = Samples.notice(Samples.pending("{\"amount\":250}"));
    assertEquals(new Tried.Taken(""), sender.send("msg_1", sender.message(asked)));
    Received got = received.getFirst();
    assertEquals("msg_1", got.header("Webhook-id"));
    assertEquals(
        Genuine.GENUINE,
        StandardWebhook.check(
            HOOK,
            got.header("Webhook-id"),
            got.header("Webhook-timestamp"),
            got.header("Webhook-signature"),
            got.body(),
            Samples.NOW));
    JsonObject json = JsonDocuments.object(got.body());
    assertEquals("approval.asked", json.getString("type"));
    JsonObject data = json.getJsonObject("data");
    assertEquals(Samples.ID, data.getString("id"));
    assertEquals(asked.after().seen(), data.getString("seen"));
    assertEquals("{\"amount\":250}", data.getString("arguments"));
    assertEquals("finance", data.getJsonArray("groups").getString(0));
  }

  @Test
  void followsNobodyElsewhereAndTellsNoAddress() throws Exception {
    WebhookSender sender = webhook(address("/in?token=hidden"));
    Message message = sender.message(Samples.notice(Samples.pending("{}")));
    for (int each : new int[] {301, 401, 404, 500, 503}) {
      status = each;
      assertEquals(new Tried.Away("status " + each), sender.send("msg_1", message));
    }
    status = 422;
    assertEquals(new Tried.Refused("status 422"), sender.send("msg_1", message));
    assertTrue(received.stream().allMatch(it -> it.path().startsWith("/in")));
    close();
    Tried.Away gone = assertInstanceOf(Tried.Away.class, sender.send("msg_1", message));
    assertFalse(gone.why().contains("hidden"), gone.why());
  }

  @Test
  void asksTheRulesOnAddresses() throws Exception {
    Dialler dialler =
        new Dialler(
            DialRules.PUBLIC,
            SSLContext.getDefault(),
            _ -> List.of(InetAddress.ofLiteral("169.254.169.254")));
    WebhookSender sender =
        new WebhookSender(
            new ChannelSettings.Webhook(
                URI.create("http://hooks.example.com/"), HOOK, Optional.empty()),
            new Post(dialler),
            () -> Samples.NOW);
    Message message = sender.message(Samples.notice(Samples.pending("{}")));
    assertEquals(
        new Tried.Away("`outbound` does not allow its address"), sender.send("msg_1", message));
  }
}
