package dev.gatehouse.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.connect.Browser;
import dev.gatehouse.gateway.connect.GuardedByPeople;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People whom the company's provider knows connect an upstream, each their own account. */
class ConnectedBySigninTest {
  private static final Pattern LINK = Pattern.compile("http://[^\" ]+\\?ask=[A-Za-z0-9_-]{43}");

  @TempDir private Path folder;

  private SigninHouse house(FakeOidc provider, GuardedByPeople server) throws Exception {
    return SigninHouse.in(
        folder,
        SigninHouse.freePort(),
        """
        provider:
          issuer: %s
          client-id: gatehouse
          client-secret: provider-secret
          claims: { name: preferred_username, groups: groups }
        """
            .formatted(provider.issuer()),
        "default: permit",
        "{ url: \"%s\", credentials: { oauth: { grant: authorization-code } } }"
            .formatted(server.uri("/mcp")));
  }

  private static String find(SigninHouse house, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(house.issuer + "/mcp/crm"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", "tools/call")
            .header("Mcp-Name", "find")
            .POST(
                BodyPublishers.ofString(
                    """
                    {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"find",\
                    "arguments":{},"_meta":{\
                    "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                    "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},\
                    "io.modelcontextprotocol/clientCapabilities":{}}}}\
                    """))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  private static String token(SigninHouse house) throws Exception {
    Map<String, String> asking = house.asking();
    asking.put("scope", "mcp:use crm:write");
    String code = house.arrive(house.authorize(asking)).getOrDefault("code", "");
    return SigninHouse.json(house.token(house.exchanging(code))).getString("access_token");
  }

  private static URI link(String answer) {
    Matcher link = LINK.matcher(answer);
    assertTrue(link.find(), answer);
    return URI.create(link.group());
  }

  /** Through the sign-in to the page that asks whether to connect. */
  private static HttpResponse<String> opened(Browser browser, URI link) throws Exception {
    HttpResponse<String> consent = browser.follow(browser.get(link));
    assertTrue(consent.body().contains("connecting services"), consent.body());
    return browser.follow(browser.press(consent, "decision", "allow"));
  }

  @Test
  void whoeverAskedConnectsTheirOwnAccountAndNobodyElseDoes() throws Exception {
    try (FakeOidc provider = FakeOidc.start();
        GuardedByPeople server = GuardedByPeople.start();
        SigninHouse house = house(provider, server);
        Browser adas = new Browser();
        Browser bobs = new Browser()) {
      String ada = token(house);
      URI link = link(find(house, ada));

      // Somebody else opens her link, or is sent it.
      provider.person = "bob";
      HttpResponse<String> refused = opened(bobs, link);
      assertEquals(400, refused.statusCode(), refused.body());
      assertTrue(refused.body().contains("somebody else"), refused.body());
      assertTrue(server.visits.isEmpty(), "bob was sent on");

      // She opens it herself.
      provider.person = "ada";
      HttpResponse<String> page = opened(adas, link);
      assertEquals(200, page.statusCode(), page.body());
      assertTrue(page.body().contains("ada"), page.body());
      assertEquals(400, bobs.press(page).statusCode(), "her page in his browser");
      page = opened(adas, link);
      HttpResponse<String> onward = adas.press(page);

      // He gets hold of where she is sent, and agrees there with his account.
      HttpResponse<String> his = bobs.get(Browser.location(onward));
      assertEquals(400, bobs.get(Browser.location(his)).statusCode());

      page = opened(adas, link(find(house, ada)));
      assertEquals(200, adas.follow(adas.press(page)).statusCode());
      assertTrue(find(house, ada).contains("\"found\""));

      provider.person = "bob";
      house.cookies.clear();
      String bob = token(house);
      String waiting = find(house, bob);
      assertTrue(waiting.contains("waits for bob"), waiting);
      assertFalse(waiting.contains("\"found\""), waiting);
    }
  }
}
