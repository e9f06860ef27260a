package dev.gatehouse.conformance.approvals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.clients.NodePackages;
import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.identity.Chromium;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call is decided in a real browser, as wide as a phone. */
class ApprovalPageTest {
  private static final Duration AT_MOST = Duration.ofSeconds(90);

  /** As a model would write that wants to be approved. */
  private static final String ARGUMENTS =
      """
      {"amount":500,"note":"<img src=x onerror='window.hacked=true'><script>window.hacked=true\
      </script>\\u202e</textarea><h1>Approved</h1>"}\
      """;

  private static final String CHANGED = "{\"amount\":50,\"note\":\"as agreed\"}";

  @TempDir private Path folder;

  @BeforeAll
  static void browser() {
    Chromium.assumeThere();
  }

  @Test
  void aHeldCallIsChangedAndApprovedOnAPhone() throws Exception {
    try (FixtureUpstream billing =
            FixtureUpstream.legacy().tool("refund", Answer.text("paid back"));
        GatehouseProcess gateway =
            new Installation(folder)
                .policy(
                    """
                    rules:
                      - name: large refunds
                        tools: [ billing__refund ]
                        approve: { groups: [ finance ] }
                    """)
                .upstream("billing", billing.uri())
                .serve();
        RawClient agent = RawClient.modern(gateway.mcp())) {
      FutureTask<RawClient.Reply> call =
          new FutureTask<>(() -> agent.call("1", "billing__refund", ARGUMENTS));
      Thread.startVirtualThread(call);
      String key = Files.readString(folder.resolve("data/approvals-page.key")).strip();
      String id = awaited(gateway, key);
      Path screen = Files.createDirectories(screens()).resolve("approval-390.png");
      JsonObject told =
          Json.createObjectBuilder()
              .add("address", gateway.at("/approvals/" + id).toString())
              .add("key", key)
              .add("change", CHANGED)
              .add("screen", screen.toString())
              .build();
      List<String> command =
          List.of(NodePackages.recentNode(), "approvals/page.mjs", told.toString());
      JsonObject said =
          json(Finished.of(NodePackages.folder(), AT_MOST, command).expecting(0).out());

      assertEquals("Who are you?", said.getJsonObject("asked").getString("title"));
      JsonObject shown = said.getJsonObject("shown");
      assertEquals("A call waits for you", shown.getString("title"), shown.toString());
      assertTrue(shown.getString("text").contains("<U+202E>"), shown.toString());
      for (String page : List.of("asked", "shown", "changed", "stale", "done")) {
        JsonObject seen = said.getJsonObject(page);
        assertTrue(seen.getInt("width") <= 390, page + " is " + seen.getInt("width") + " wide");
        assertFalse(seen.getBoolean("hacked"), page);
        assertEquals(0, seen.getInt("unlabelled"), page);
        assertEquals(0, seen.getInt("small"), page);
      }
      JsonArray cookies = said.getJsonArray("cookies");
      for (JsonObject cookie : cookies.getValuesAs(JsonObject.class)) {
        assertTrue(cookie.getBoolean("httpOnly"), cookies.toString());
        assertEquals("Lax", cookie.getString("sameSite"));
      }
      assertEquals(401, said.getJsonObject("forged").getInt("status"), "no cookie goes along");
      assertEquals(403, said.getJsonObject("spoiled").getInt("status"));
      assertTrue(said.getJsonObject("changed").getString("text").contains("are changed"));
      JsonObject stale = said.getJsonObject("stale");
      assertEquals(409, stale.getInt("status"));
      assertTrue(stale.getString("text").contains("it has changed"), stale.toString());
      JsonObject done = said.getJsonObject("done");
      assertEquals(303, done.getInt("status"));
      assertTrue(done.getString("text").contains("You approved it"), done.toString());
      assertEquals(200, said.getInt("list"));
      assertEquals("[]", said.getJsonArray("faults").toString());

      RawClient.Reply reply = call.get(AT_MOST.toSeconds(), TimeUnit.SECONDS);
      assertTrue(reply.toString().contains("paid back"), reply.toString());
      List<String> received = billing.received("tools/call");
      assertEquals(1, received.size(), received.toString());
      assertTrue(received.getFirst().contains(CHANGED), received.toString());
    }
  }

  /** The only call that waits, as soon as one does. */
  private static String awaited(GatehouseProcess gateway, String key) throws Exception {
    URI list = gateway.at("/api/approvals?state=pending");
    HttpRequest request =
        HttpRequest.newBuilder(list).header("Authorization", "Bearer " + key).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 200; i++) {
        JsonObject found = json(client.send(request, BodyHandlers.ofString()).body());
        if (!found.getJsonArray("approvals").isEmpty()) {
          return found.getJsonArray("approvals").getJsonObject(0).getString("id");
        }
        Thread.sleep(50);
      }
    }
    throw new AssertionError("nothing waits");
  }

  private static Path screens() throws IOException {
    return NodePackages.folder().resolve("screens");
  }

  private static JsonObject json(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
