package dev.gatehouse.gateway.signin;

import static dev.gatehouse.gateway.signin.SigninHouse.claims;
import static dev.gatehouse.gateway.signin.SigninHouse.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigninTest {
  @TempDir Path folder;
  private FakeOidc provider;
  private SigninHouse house;

  @BeforeEach
  void start() throws Exception {
    provider = FakeOidc.start();
    house = SigninHouse.in(folder, provider);
  }

  @AfterEach
  void stop() {
    house.close();
    provider.close();
  }

  @Test
  void givesATokenThatTheGatewayItselfAccepts() throws Exception {
    Map<String, String> answer = house.arrive(house.authorize(house.asking()));
    assertEquals("its-state", answer.get("state"));
    assertEquals(house.issuer, answer.get("iss"));
    HttpResponse<String> response = house.token(house.exchanging(answer.getOrDefault("code", "")));
    assertEquals(200, response.statusCode(), response.body());
    assertEquals("no-store", response.headers().firstValue("cache-control").orElse(""));
    JsonObject tokens = json(response);
    assertEquals("mcp:use", tokens.getString("scope"));
    assertEquals(600, tokens.getInt("expires_in"));
    JsonObject claims = claims(tokens.getString("access_token"));
    assertEquals("id-of-ada", claims.getString("sub"));
    assertEquals("ada", claims.getString("name"));
    assertEquals("desk", claims.getString("client_id"));
    assertEquals(house.issuer + "/mcp", claims.getString("aud"));
    assertEquals("[\"finance\",\"staff\"]", claims.getJsonArray("groups").toString());
    assertNotEquals(401, house.called(tokens.getString("access_token")));
    assertEquals(401, house.called(tokens.getString("access_token") + "A"));
    assertEquals(401, house.called(tokens.getString("refresh_token")));
  }

  @Test
  void saysOfItselfWhatIsTrue() throws Exception {
    JsonObject metadata = json(house.get(house.issuer + SigninSettings.METADATA_PATH));
    assertEquals(house.issuer, metadata.getString("issuer"));
    assertEquals(
        "[\"S256\"]", metadata.getJsonArray("code_challenge_methods_supported").toString());
    assertTrue(metadata.getBoolean("authorization_response_iss_parameter_supported"));
    JsonObject resource =
        json(house.get(house.issuer + "/.well-known/oauth-protected-resource/mcp"));
    assertEquals(house.issuer, resource.getJsonArray("authorization_servers").getString(0));
    JsonObject keys = json(house.get(metadata.getString("jwks_uri")));
    assertFalse(keys.toString().contains("\"d\""), "a private key was published");
    assertEquals(1, keys.getJsonArray("keys").size());
  }

  @Test
  void tellsProgramsInBrowsersThatTheyMayAsk() throws Exception {
    for (String place : List.of(SigninSettings.METADATA_PATH, "/signin/token")) {
      HttpResponse<String> may = house.preflight(place);
      assertEquals(204, may.statusCode(), place);
      assertEquals("*", may.headers().firstValue("access-control-allow-origin").orElse(""));
    }
  }

  @Test
  void keepsKeysAndSessionsOverAStart() throws Exception {
    JsonObject tokens = house.tokens();
    int port = house.port();
    house.stop();
    house = SigninHouse.in(folder, provider, port);
    assertNotEquals(401, house.called(tokens.getString("access_token")));
    assertEquals(200, house.refresh(tokens.getString("refresh_token")).statusCode());
  }

  @Test
  void asksTheProviderForGroupsAtEveryRefresh() throws Exception {
    JsonObject tokens = house.tokens();
    provider.groups = List.of("staff");
    HttpResponse<String> refreshed = house.refresh(tokens.getString("refresh_token"));
    assertEquals(200, refreshed.statusCode(), refreshed.body());
    assertEquals(
        "[\"staff\"]",
        claims(json(refreshed).getString("access_token")).getJsonArray("groups").toString());
  }

  @Test
  void takesTheProvidersNewKeysAtOnce() throws Exception {
    String refreshToken = house.tokens().getString("refresh_token");
    for (int i = 0; i < 3; i++) {
      provider.rotate();
      HttpResponse<String> refreshed = house.refresh(refreshToken);
      assertEquals(200, refreshed.statusCode(), refreshed.body());
      refreshToken = json(refreshed).getString("refresh_token");
    }
    provider.rotate();
    house.cookies.clear();
    assertFalse(house.tokens().getString("access_token").isEmpty());
  }

  @Test
  void endsWithTheProvider() throws Exception {
    JsonObject tokens = house.tokens();
    provider.refreshStatus = 503;
    HttpResponse<String> away = house.refresh(tokens.getString("refresh_token"));
    assertEquals("temporarily_unavailable", json(away).getString("error"));
    provider.refreshStatus = 400;
    provider.refreshError = "invalid_client";
    HttpResponse<String> ours = house.refresh(tokens.getString("refresh_token"));
    assertEquals(
        "temporarily_unavailable", json(ours).getString("error"), "said of us, not of her");
    provider.refreshError = "invalid_grant";
    HttpResponse<String> over = house.refresh(tokens.getString("refresh_token"));
    assertEquals("invalid_grant", json(over).getString("error"));
    provider.refreshStatus = 200;
    HttpResponse<String> still = house.refresh(tokens.getString("refresh_token"));
    assertEquals("invalid_grant", json(still).getString("error"));
  }

  @Test
  void endsASessionWhoseTokenComesTwice() throws Exception {
    String first = house.tokens().getString("refresh_token");
    String second = json(house.refresh(first)).getString("refresh_token");
    String third = json(house.refresh(second)).getString("refresh_token");
    assertEquals("invalid_grant", json(house.refresh(first)).getString("error"));
    assertEquals("invalid_grant", json(house.refresh(third)).getString("error"));
  }

  @Test
  void forgivesOnceThatATokenComesTwiceAtOnce() throws Exception {
    String first = house.tokens().getString("refresh_token");
    String lost = json(house.refresh(first)).getString("refresh_token");
    String second = json(house.refresh(first)).getString("refresh_token");
    assertEquals(200, house.refresh(second).statusCode());
    assertEquals("invalid_grant", json(house.refresh(lost)).getString("error"));

    house.cookies.clear();
    String another = house.tokens().getString("refresh_token");
    String good = json(house.refresh(another)).getString("refresh_token");
    assertEquals(200, house.refresh(another).statusCode());
    assertEquals("invalid_grant", json(house.refresh(another)).getString("error"));
    assertEquals("invalid_grant", json(house.refresh(good)).getString("error"));
  }

  @Test
  void endsASessionWhoseCodeComesTwice() throws Exception {
    Map<String, String> form = house.exchanging(house.code());
    String refreshToken = json(house.token(form)).getString("refresh_token");
    assertEquals("invalid_grant", json(house.token(form)).getString("error"));
    assertEquals("invalid_grant", json(house.refresh(refreshToken)).getString("error"));
  }

  @Test
  void endsASessionThatItsClientGivesBack() throws Exception {
    String token = house.tokens().getString("refresh_token");
    Map<String, String> form = Map.of("token", token, "client_id", "other");
    assertEquals(200, house.post("/signin/revoke", form).statusCode());
    String next = json(house.refresh(token)).getString("refresh_token");
    assertEquals(
        200, house.post("/signin/revoke", Map.of("token", next, "client_id", "desk")).statusCode());
    assertEquals("invalid_grant", json(house.refresh(next)).getString("error"));
  }

  @Test
  void asksAPersonOncePerClientWhereTheAnswerGoesToAnAddressThatIsSomebodys() throws Exception {
    house.arrive(house.authorize(house.asking()));
    assertEquals(303, house.authorize(house.asking()).statusCode());
    Map<String, String> more = house.asking();
    more.put("scope", "mcp:use crm:write");
    assertEquals(200, house.authorize(more).statusCode());
    Map<String, String> here = house.asking();
    here.put("redirect_uri", "http://127.0.0.1:4711/done");
    house.arrive(house.authorize(here));
    assertEquals(200, house.authorize(here).statusCode());
  }

  @Test
  void believesAConsentOfNobodyElse() throws Exception {
    house.arrive(house.authorize(house.asking()));
    provider.person = "grace";
    HttpResponse<String> sent = house.authorize(house.asking());
    HttpResponse<String> page =
        house.get(SigninHouse.location(house.get(SigninHouse.location(sent))));
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("Front desk"), "she is asked herself: " + page.body());
    assertTrue(house.arrive(page).containsKey("code"));
    assertEquals(303, house.authorize(house.asking()).statusCode(), "her own yes counts now");
    provider.person = "ada";
    HttpResponse<String> again =
        house.get(
            SigninHouse.location(house.get(SigninHouse.location(house.authorize(house.asking())))));
    assertEquals(200, again.statusCode(), "and counts for nobody else");
  }

  @Test
  void tellsTheClientThatAPersonRefuses() throws Exception {
    HttpResponse<String> page = house.authorize(house.asking());
    Map<String, String> answer =
        SigninHouse.parameters(house.post("/signin/consent", SigninHouse.decision(page, "deny")));
    assertEquals("access_denied", answer.get("error"));
    assertEquals(house.issuer, answer.get("iss"));
    assertEquals("its-state", answer.get("state"));
  }

  @Test
  void showsPagesThatNobodyFramesAndNothingRunsIn() throws Exception {
    HttpResponse<String> page = house.authorize(house.asking());
    String policy = page.headers().firstValue("content-security-policy").orElse("");
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    assertTrue(policy.contains("default-src 'none'"), policy);
    assertFalse(page.body().contains("<script"));
    assertTrue(page.body().contains("desk.example"), page.body());
    assertTrue(page.body().contains("Front desk"));
    String cookie = page.headers().firstValue("set-cookie").orElse("");
    assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), cookie);
  }

  @Test
  void letsClientsRegister() throws Exception {
    HttpResponse<String> registered =
        house.postJson(
            "/signin/register",
            """
            {"client_name":"<b>Ide</b>","redirect_uris":["http://localhost:3000/cb"],
             "grant_types":["authorization_code","refresh_token"],
             "token_endpoint_auth_method":"none","scope":"mcp:use"}
            """);
    assertEquals(201, registered.statusCode(), registered.body());
    String id = json(registered).getString("client_id");
    Map<String, String> asking = house.asking();
    asking.put("client_id", id);
    asking.put("redirect_uri", "http://localhost:3001/cb");
    HttpResponse<String> page = house.authorize(asking);
    assertTrue(page.body().contains("&lt;b&gt;Ide"), page.body());
    Map<String, String> form = house.exchanging(house.arrive(page).getOrDefault("code", ""));
    form.put("client_id", id);
    form.put("redirect_uri", "http://localhost:3001/cb");
    assertEquals(200, house.token(form).statusCode());
  }

  @Test
  void signsInForADeviceWithoutABrowser() throws Exception {
    JsonObject begun =
        json(house.post("/signin/device_authorization", Map.of("client_id", "lamp")));
    Map<String, String> polling =
        Map.of(
            "grant_type",
            Grant.DEVICE_CODE.word(),
            "client_id",
            "lamp",
            "device_code",
            begun.getString("device_code"));
    assertEquals("authorization_pending", json(house.token(polling)).getString("error"));
    assertEquals("slow_down", json(house.token(polling)).getString("error"));
    HttpResponse<String> page = house.get(begun.getString("verification_uri_complete"));
    assertTrue(page.body().contains(begun.getString("user_code")));
    HttpResponse<String> back =
        house.get(SigninHouse.location(house.get(SigninHouse.location(house.agree(page)))));
    assertEquals(200, back.statusCode(), back.body());
    Thread.sleep(5100);
    HttpResponse<String> tokens = house.token(polling);
    assertEquals(200, tokens.statusCode(), tokens.body());
    assertNotEquals(401, house.called(json(tokens).getString("access_token")));
    assertEquals("expired_token", json(house.token(polling)).getString("error"));
  }

  @Test
  void givesAProgramATokenForItself() throws Exception {
    HttpResponse<String> given =
        house.token(
            Map.of("grant_type", "client_credentials", "scope", "mcp:use"),
            "Authorization",
            SigninHouse.basic("web", "a-secret-of-the-web-client"));
    assertEquals(200, given.statusCode(), given.body());
    JsonObject claims = claims(json(given).getString("access_token"));
    assertEquals("app:web", claims.getString("name"));
    assertEquals("[\"machines\"]", claims.getJsonArray("groups").toString());
    assertFalse(json(given).containsKey("refresh_token"));
  }

  @Test
  void takesTheProvidersWordThatAClientBrings() throws Exception {
    long now = System.currentTimeMillis() / 1000;
    String assertion =
        provider.signed(
            "oauth-id-jag+jwt",
            """
            {"iss":"%s","sub":"id-of-ada","preferred_username":"ada","aud":"%s","client_id":"web",
            "jti":"one","iat":%d,"exp":%d,"resource":"%s/mcp","scope":"mcp:use","groups":["staff"]}
            """
                .formatted(provider.issuer(), house.issuer, now, now + 300, house.issuer));
    Map<String, String> form =
        Map.of("grant_type", Grant.JWT_BEARER.word(), "assertion", assertion);
    String basic = SigninHouse.basic("web", "a-secret-of-the-web-client");
    HttpResponse<String> given = house.token(form, "Authorization", basic);
    assertEquals(200, given.statusCode(), given.body());
    assertEquals("ada", claims(json(given).getString("access_token")).getString("name"));
    assertEquals(
        "invalid_grant", json(house.token(form, "Authorization", basic)).getString("error"));
  }

  @Test
  void sendsABrowserBackOnlyWhereItsClientIs() throws Exception {
    String address =
        SigninHouse.location(
            house.get(
                SigninHouse.location(
                    house.get(
                        SigninHouse.location(house.agree(house.authorize(house.asking())))))));
    assertEquals("desk.example", URI.create(address).getHost());
  }
}
