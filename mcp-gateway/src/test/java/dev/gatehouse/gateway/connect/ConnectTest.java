package dev.gatehouse.gateway.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.ConfigurationFile;
import dev.gatehouse.gateway.config.ConfigurationReading;
import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.Giver;
import dev.gatehouse.gateway.custody.Order;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at their own machine connects an upstream, and others try to in their place. */
public class ConnectTest {
  private static final Pattern LINK = Pattern.compile("http://[^\" ]+\\?ask=[A-Za-z0-9_-]{43}");

  @TempDir private Path folder;

  /** All that the gateway's own log says, with the causes. */
  private static final class Heard extends Handler {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage() + " " + line.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private Gateway start(GuardedByPeople server, String... more) throws Exception {
    return start(folder, server, more);
  }

  public static Gateway start(Path folder, GuardedByPeople server, String... more)
      throws Exception {
    Files.writeString(folder.resolve("policy.yaml"), "default: permit\n");
    Path file =
        Files.writeString(
            folder.resolve("gatehouse.yaml"),
            """
            listen: 127.0.0.1:0
            identity: { mode: local }
            recordings: { directory: data, checkpoint-every: 50ms }
            policies: policy.yaml
            upstreams:
              crm:
                url: "%s"
                credentials:
                  oauth: { grant: authorization-code%s }
            """
                .formatted(server.uri("/mcp"), String.join("", more)));
    ConfigurationReading reading = ConfigurationFile.read(file, Map.of());
    if (reading instanceof ConfigurationReading.Accepted accepted) {
      return Gateway.start(accepted.configuration(), "test");
    }
    throw new AssertionError(reading.toString());
  }

  private static String call(Gateway gateway, String tool, String capabilities) throws Exception {
    String named = "\"name\":\"" + tool + "\",\"arguments\":{},";
    return sent(gateway, "/mcp/crm", "tools/call", named, capabilities);
  }

  private static String sent(
      Gateway gateway, String path, String method, String params, String capabilities)
      throws Exception {
    String body =
        """
        {"jsonrpc":"2.0","id":1,"method":"%s","params":{%s"_meta":{\
        "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
        "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},\
        "io.modelcontextprotocol/clientCapabilities":%s}}}\
        """
            .formatted(method, params, capabilities);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.uri().resolve(path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", method)
            .POST(BodyPublishers.ofString(body));
    Matcher name = Pattern.compile("\"name\":\"([^\"]*)\",").matcher(params);
    if (name.find()) {
      request.header("Mcp-Name", name.group(1));
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }
  }

  static String find(Gateway gateway) throws Exception {
    return call(gateway, "find", "{}");
  }

  static URI link(String answer) {
    Matcher link = LINK.matcher(answer);
    assertTrue(link.find(), answer);
    return URI.create(link.group());
  }

  public static HttpResponse<String> connect(Gateway gateway) throws Exception {
    try (Browser browser = new Browser()) {
      return browser.connect(link(find(gateway)));
    }
  }

  /** All that was written down: the entries as they are read, and the bytes of all files. */
  private String written() throws Exception {
    return written(folder);
  }

  static String written(Path folder) throws Exception {
    StringBuilder all = new StringBuilder();
    try (LogReader log = LogReader.open(folder.resolve("data"))) {
      for (StoredEntry entry : log.read(0, 1000)) {
        all.append(entry.leaf()).append('\n');
        for (PartName name : PartName.values()) {
          entry.part(name).map(Bytes::toText).ifPresent(all::append);
        }
      }
    }
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Test
  void aConnectedUpstreamActsForThePersonAndNothingShowsItsTokens() throws Exception {
    Heard heard = new Heard();
    Logger root = Logger.getLogger("");
    root.addHandler(heard);
    StringBuilder answers = new StringBuilder();
    URI link;
    try (GuardedByPeople server = GuardedByPeople.start();
        Gateway gateway = start(server)) {
      String waiting = find(gateway);
      assertTrue(waiting.contains("\"isError\":true"), waiting);
      assertTrue(waiting.contains("waits for"), waiting);
      link = link(waiting);
      assertEquals(link, link(find(gateway)), "the same link as long as nobody has used it");
      HttpResponse<String> page = connect(gateway);
      assertEquals(200, page.statusCode(), page.body());
      assertTrue(page.body().contains("is connected"), page.body());
      assertEquals("crm:read", server.visits.getFirst().get("scope"));
      assertEquals(server.uri("/mcp").toString(), server.visits.getFirst().get("resource"));
      String found = find(gateway);
      assertTrue(found.contains("\"found\""), found);
      assertEquals("Bearer planted-access-1", server.shown.getLast());
      answers.append(page.body()).append(found);
      server.forget();
      server.refreshes = false;
      answers.append(find(gateway));
    } finally {
      root.removeHandler(heard);
    }
    String all = answers + written() + heard.lines;
    assertTrue(all.contains("grants.connected"), "nothing was recorded");
    assertFalse(all.contains("planted"), "a secret was shown");
    assertFalse(
        (written() + heard.lines).contains(link.getRawQuery()), "what is in a link was written");
  }

  @Test
  void aGrantOutlivesTheGatewayAndIsRefreshedOnceForAll() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start()) {
      server.lifetimeSeconds = 1;
      try (Gateway gateway = start(server)) {
        assertEquals(200, connect(gateway).statusCode());
      }
      Thread.sleep(1000);
      server.lifetimeSeconds = 3600;
      try (Gateway gateway = start(server)) {
        Set<String> answers = ConcurrentHashMap.newKeySet();
        List<Thread> callers =
            Stream.generate(
                    () ->
                        Thread.startVirtualThread(
                            () -> {
                              try {
                                answers.add(find(gateway).contains("\"found\"") ? "found" : "no");
                              } catch (Exception e) {
                                answers.add(e.toString());
                              }
                            }))
                .limit(8)
                .toList();
        for (Thread caller : callers) {
          caller.join();
        }
        assertEquals(Set.of("found"), answers);
        assertEquals("Bearer planted-access-2", server.shown.getLast());
        List<String> refreshes =
            server.posted.stream().filter(each -> each.contains("refresh_token=")).toList();
        assertEquals(1, refreshes.size(), refreshes.toString());
      }
    }
  }

  @Test
  void aRefusedRefreshEndsTheGrantAndAsksThePersonAgain() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start()) {
      server.lifetimeSeconds = 1;
      try (Gateway gateway = start(server)) {
        assertEquals(200, connect(gateway).statusCode());
        server.refreshes = false;
        Thread.sleep(1000);
        link(find(gateway));
        assertEquals(200, connect(gateway).statusCode());
        assertTrue(find(gateway).contains("\"found\""));
      }
      String all = written();
      assertTrue(all.contains("grants.ended") && all.contains("invalid_grant"), "not recorded");
    }
  }

  @Test
  void whoeverTakesAGrantBackEndsItHereAndAtItsServer() throws Exception {
    Giver owner = new Giver("root", Optional.empty());
    try (GuardedByPeople server = GuardedByPeople.start()) {
      try (Gateway gateway = start(server)) {
        assertEquals(200, connect(gateway).statusCode());
        Answer listed = gateway.perform(new Order.ListGrants(), owner);
        assertEquals("crm", listed.rows().getFirst().getString("upstream"));
        assertFalse(listed.json().toString().contains("planted"), listed.json().toString());
        String person = listed.rows().getFirst().getString("person");
        Order others = new Order.RevokeGrants("somebody else", "", "");
        assertEquals(List.of(), gateway.perform(others, owner).rows());
        assertTrue(find(gateway).contains("\"found\""));
        Order order = new Order.RevokeGrants(person, "crm", "has left");
        assertEquals(1, gateway.perform(order, owner).rows().size());
        assertTrue(server.posted.getLast().startsWith("/revoke token=planted-refresh-1"));
        assertTrue(find(gateway).contains("waits for"));
        assertEquals(200, connect(gateway).statusCode());
        Order erase = new Order.Erase(person, "asked for it", false);
        assertTrue(gateway.perform(erase, owner).done());
        assertTrue(find(gateway).contains("waits for"));
      }
      assertTrue(written().contains("grants.revoked"), "not recorded");
    }
  }

  @Test
  void clientsThatTakeAddressesGetOne() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start();
        Gateway gateway = start(server)) {
      String asked = call(gateway, "find", "{\"elicitation\":{\"url\":{}}}");
      assertTrue(asked.contains("\"resultType\":\"input_required\""), asked);
      assertTrue(asked.contains("\"mode\":\"url\""), asked);
      link(asked);
      String form = call(gateway, "find", "{\"elicitation\":{\"form\":{}}}");
      assertFalse(form.contains("input_required"), form);
    }
  }

  @Test
  void aListSaysWhatWaitsToBeConnected() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start()) {
      URI link;
      try (Gateway gateway = start(server)) {
        String alone = sent(gateway, "/mcp/crm", "tools/list", "", "{}");
        assertTrue(alone.contains("waits for"), alone);
        String list = sent(gateway, "/mcp", "tools/list", "", "{}");
        assertTrue(list.contains("\"dev.gatehouse/unavailable\":[\"crm\"]"), list);
        assertTrue(list.contains("\"crm__connect\"") && !list.contains("\"crm__find\""), list);
        link = link(list);
        assertEquals(
            link, link(sent(gateway, "/mcp", "tools/call", "\"name\":\"crm__connect\",", "{}")));
        assertEquals(200, connect(gateway).statusCode());
        String connected = sent(gateway, "/mcp", "tools/list", "", "{}");
        assertTrue(connected.contains("\"crm__find\""), connected);
        assertFalse(connected.contains("crm__connect"), connected);
      }
      assertFalse(written().contains(link.getRawQuery()), "what is in a link was written");
    }
  }

  @Test
  void moreScopesAreAskedForTogetherWithThoseThatAreThereAndOnce() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start();
        Gateway gateway = start(server);
        Browser browser = new Browser()) {
      assertEquals(200, connect(gateway).statusCode());
      assertEquals(200, browser.connect(link(call(gateway, "delete", "{}"))).statusCode());
      assertEquals("crm:read crm:write", server.visits.getLast().get("scope"));
      String still = call(gateway, "delete", "{}");
      assertTrue(still.contains("by its scopes"), still);
      assertFalse(LINK.matcher(still).find(), still);
    }
  }

  @Test
  void aLinkIsGoodOnceAndInOneBrowser() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start();
        Gateway gateway = start(server);
        Browser alice = new Browser();
        Browser other = new Browser()) {
      URI link = link(find(gateway));
      HttpResponse<String> page = alice.get(link);
      assertEquals(400, other.press(page).statusCode(), "a page of another browser");
      page = alice.get(link);
      HttpResponse<String> sent = alice.press(page);
      assertEquals(400, alice.press(page).statusCode(), "a page that was used");
      assertEquals(400, alice.get(link).statusCode(), "a link that was used");
      HttpResponse<String> back = alice.get(Browser.location(sent));
      URI callback = Browser.location(back);
      assertEquals(400, other.get(callback).statusCode(), "the callback of another browser");
      assertEquals(400, alice.get(callback).statusCode(), "which used it up");
      URI forged = URI.create(callback.toString().replaceAll("state=[^&]*", "state=x"));
      assertEquals(400, alice.get(forged).statusCode(), "a state that nobody gave");
      URI unknown = URI.create(link.toString().replaceAll("ask=.*", "ask=" + "A".repeat(43)));
      assertEquals(400, alice.get(unknown).statusCode(), "a link that nobody gave");
      assertEquals(404, alice.get(link.resolve("/connect/erp")).statusCode());
      assertTrue(server.posted.stream().noneMatch(each -> each.startsWith("/token")));
      assertTrue(find(gateway).contains("waits for"));
    }
  }

  @Test
  void aCodeOfAnotherIssuerGoesNowhere() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start();
        Gateway gateway = start(server)) {
      server.issuerInAnswers = server.issuer + "/";
      assertEquals(400, connect(gateway).statusCode());
      server.issuerInAnswers = "https://attacker.example";
      assertEquals(400, connect(gateway).statusCode());
      assertTrue(server.posted.stream().noneMatch(each -> each.startsWith("/token")));
      server.issuerInAnswers = server.issuer;
      assertEquals(200, connect(gateway).statusCode());
    }
  }

  @Test
  void metadataOfAnotherIssuerAndServersInsideAreNotUsed() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start();
        Gateway gateway = start(server)) {
      server.issuer = "https://attacker.example";
      assertEquals(400, connect(gateway).statusCode());
      server.authorizationServer = "https://10.1.2.3";
      HttpResponse<String> inside = connect(gateway);
      assertEquals(400, inside.statusCode());
      assertTrue(inside.body().contains("cannot be read"), inside.body());
      server.authorizationServer = "http://crm.example";
      assertTrue(connect(gateway).body().contains("https"));
      assertTrue(server.visits.isEmpty(), server.visits.toString());
    }
  }

  @Test
  void anotherAuthorizationServerGetsItsOwnClientAndNoTokenOfTheOther() throws Exception {
    try (GuardedByPeople first = GuardedByPeople.start();
        GuardedByPeople second = GuardedByPeople.start();
        Gateway gateway = start(first)) {
      assertEquals(200, connect(gateway).statusCode());
      first.forget();
      first.authorizationServer = second.issuer;
      URI link = link(find(gateway));
      assertEquals(1, first.posted.stream().filter(it -> it.startsWith("/token")).count());
      try (Browser browser = new Browser()) {
        HttpResponse<String> page = browser.connect(link);
        assertEquals(400, page.statusCode(), "its tokens are for another resource");
      }
      assertNotEquals(
          first.visits.getFirst().get("client_id"), second.visits.getFirst().get("client_id"));
      assertFalse(second.posted.toString().contains("refresh-1"), second.posted.toString());
    }
  }
}
