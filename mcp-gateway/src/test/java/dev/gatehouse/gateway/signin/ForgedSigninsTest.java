package dev.gatehouse.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What no client, no page and no stranger gets by asking otherwise than it should. */
class ForgedSigninsTest {
  private static final String SECRET = "a-secret-of-the-web-client";

  @TempDir static Path folder;
  private static FakeOidc provider;
  private static SigninHouse house;

  @BeforeAll
  static void start() throws Exception {
    provider = FakeOidc.start();
    house = SigninHouse.in(folder, provider);
  }

  @AfterAll
  static void stop() {
    house.close();
    provider.close();
  }

  @BeforeEach
  void anotherBrowser() {
    house.cookies.clear();
    provider.change = _ -> {};
    provider.person = "ada";
  }

  private static Arguments row(String name, Consumer<Map<String, String>> change, String error) {
    return Arguments.of(name, change, error);
  }

  /** Requests that are shown on a page, because no redirect is safe. */
  static Stream<Arguments> requestsWithoutASafePlace() {
    return Stream.of(
        row("no client", it -> it.remove("client_id"), ""),
        row("unknown client", it -> it.put("client_id", "nobody"), ""),
        row("long client", it -> it.put("client_id", "x".repeat(600)), ""),
        row("client by http", it -> it.put("client_id", "http://192.0.2.1/client"), ""),
        row("no redirect of two", it -> it.remove("redirect_uri"), ""),
        row("foreign redirect", it -> it.put("redirect_uri", "https://evil.example/"), ""),
        row("redirect below", it -> it.put("redirect_uri", SigninHouse.REDIRECT + "/x"), ""),
        row("redirect with query", it -> it.put("redirect_uri", SigninHouse.REDIRECT + "?x"), ""),
        row(
            "redirect of another",
            it -> it.put("redirect_uri", "https://other.example/callback"),
            ""),
        row(
            "redirect with user",
            it -> it.put("redirect_uri", "https://desk.example@evil.example/callback"),
            ""),
        row(
            "redirect with port",
            it -> it.put("redirect_uri", "https://desk.example:444/callback"),
            ""),
        row("script", it -> it.put("redirect_uri", "javascript:alert(1)"), ""),
        row("fragment", it -> it.put("redirect_uri", "http://127.0.0.1:99/done#x"), ""),
        row("another path here", it -> it.put("redirect_uri", "http://127.0.0.1:99/else"), ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requestsWithoutASafePlace")
  void sendsNobodyToAnUnsafePlace(String name, Consumer<Map<String, String>> change, String unused)
      throws Exception {
    Map<String, String> asking = house.asking();
    change.accept(asking);
    HttpResponse<String> response = house.authorize(asking);
    assertEquals(400, response.statusCode(), name + unused);
    assertTrue(response.headers().firstValue("location").isEmpty());
    assertFalse(response.body().contains("evil.example"));
  }

  /** Requests whose client is told. */
  static Stream<Arguments> wrongRequests() {
    return Stream.of(
        row("token", it -> it.put("response_type", "token"), "unsupported_response_type"),
        row("no type", it -> it.remove("response_type"), "invalid_request"),
        row("plain", it -> it.put("code_challenge_method", "plain"), "invalid_request"),
        row("no method", it -> it.remove("code_challenge_method"), "invalid_request"),
        row("no challenge", it -> it.remove("code_challenge"), "invalid_request"),
        row("short challenge", it -> it.put("code_challenge", "abc"), "invalid_request"),
        row(
            "foreign resource",
            it -> it.put("resource", "https://evil.example/mcp"),
            "invalid_target"),
        row("origin as resource", it -> it.put("resource", house.issuer), "invalid_target"),
        row("unknown scope", it -> it.put("scope", "root"), "invalid_scope"),
        row("request object", it -> it.put("request", "eyJ"), "request_not_supported"),
        row(
            "request uri",
            it -> it.put("request_uri", "https://e.example"),
            "request_not_supported"),
        row("fragment mode", it -> it.put("response_mode", "fragment"), "invalid_request"),
        row("long state", it -> it.put("state", "s".repeat(3000)), "invalid_request"),
        row("no prompt", it -> it.put("prompt", "none"), "login_required"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongRequests")
  void tellsTheClientWhatIsWrong(String name, Consumer<Map<String, String>> change, String error)
      throws Exception {
    Map<String, String> asking = house.asking();
    change.accept(asking);
    Map<String, String> answer = SigninHouse.parameters(house.authorize(asking));
    assertEquals(error, answer.get("error"), name);
    assertEquals(house.issuer, answer.get("iss"));
    assertFalse(answer.containsKey("code"));
  }

  @ParameterizedTest
  @MethodSource("doubles")
  void takesNoParameterTwice(String name, String value, boolean isSafe) throws Exception {
    HttpResponse<String> response =
        house.get(
            house.issuer
                + "/signin/authorize?"
                + SigninHouse.encoded(house.asking())
                + "&"
                + name
                + "="
                + value);
    assertEquals(isSafe ? 303 : 400, response.statusCode(), name);
    if (isSafe) {
      assertTrue(SigninHouse.location(response).contains("error=invalid_"));
    }
  }

  static Stream<Arguments> doubles() {
    return Stream.of(
        Arguments.of("client_id", "other", false),
        Arguments.of("redirect_uri", "https://evil.example", false),
        Arguments.of("state", "x", true),
        Arguments.of("resource", "https://evil.example", true),
        Arguments.of("code_challenge", "x", true));
  }

  /** Exchanges of a good code that get nothing for it. */
  static Stream<Arguments> wrongExchanges() {
    return Stream.of(
        row("no verifier", it -> it.remove("code_verifier"), "invalid_request"),
        row("another verifier", it -> it.put("code_verifier", "w".repeat(43)), "invalid_grant"),
        row("short verifier", it -> it.put("code_verifier", "v"), "invalid_grant"),
        row(
            "the challenge",
            it -> it.put("code_verifier", Handles.digest(SigninHouse.VERIFIER)),
            "invalid_grant"),
        row("another client", it -> it.put("client_id", "other"), "invalid_grant"),
        row("unknown client", it -> it.put("client_id", "nobody"), "invalid_client"),
        row("no client", it -> it.remove("client_id"), "invalid_client"),
        row("confidential client", it -> it.put("client_id", "web"), "invalid_client"),
        row("secret of none", it -> it.put("client_secret", "x"), "invalid_client"),
        row(
            "another redirect",
            it -> it.put("redirect_uri", "http://127.0.0.1/done"),
            "invalid_grant"),
        row("another resource", it -> it.put("resource", "https://evil.example"), "invalid_target"),
        row("no code", it -> it.remove("code"), "invalid_request"),
        row("made-up code", it -> it.put("code", "x"), "invalid_grant"),
        row("no grant", it -> it.remove("grant_type"), "invalid_request"),
        row("password", it -> it.put("grant_type", "password"), "unsupported_grant_type"),
        row("for itself", it -> it.put("grant_type", "client_credentials"), "unauthorized_client"),
        row("brought", it -> it.put("grant_type", Grant.JWT_BEARER.word()), "unauthorized_client"),
        row(
            "as a device",
            it -> it.put("grant_type", Grant.DEVICE_CODE.word()),
            "unauthorized_client"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongExchanges")
  void givesNothingForIt(String name, Consumer<Map<String, String>> change, String error)
      throws Exception {
    Map<String, String> form = house.exchanging(house.code());
    change.accept(form);
    HttpResponse<String> response = house.token(form);
    assertEquals(error, SigninHouse.json(response).getString("error"), name);
    assertFalse(response.body().contains("access_token"));
    assertEquals("no-store", response.headers().firstValue("cache-control").orElse(""));
  }

  @Test
  void needsNoRedirectWhereTheVerifierShowsWhoseTheCodeIs() throws Exception {
    Map<String, String> form = house.exchanging(house.code());
    form.remove("redirect_uri");
    assertEquals(200, house.token(form).statusCode());
  }

  @Test
  void burnsACodeThatAnotherClientTried() throws Exception {
    Map<String, String> form = house.exchanging(house.code());
    Map<String, String> stolen = new LinkedHashMap<>(form);
    stolen.put("client_id", "other");
    assertEquals("invalid_grant", error(house.token(stolen)));
    assertEquals("invalid_grant", error(house.token(form)));
  }

  @Test
  void refreshesForNobodyElseAndForNothingMore() throws Exception {
    String token = house.tokens().getString("refresh_token");
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", token);
    form.put("client_id", "other");
    assertEquals("invalid_grant", error(house.token(form)));
    form.put("client_id", "desk");
    form.put("scope", "mcp:use crm:write");
    assertEquals("invalid_scope", error(house.token(form)));
    form.remove("scope");
    form.put("resource", "https://evil.example");
    assertEquals("invalid_target", error(house.token(form)));
    form.remove("resource");
    form.put("refresh_token", "x" + token);
    assertEquals("invalid_grant", error(house.token(form)));
    form.put("refresh_token", token);
    assertEquals(200, house.token(form).statusCode());
  }

  @Test
  void knowsAClientByOneThingAtATime() throws Exception {
    Map<String, String> form = Map.of("grant_type", "client_credentials");
    String basic = SigninHouse.basic("web", SECRET);
    assertEquals(200, house.token(form, "Authorization", basic).statusCode());
    HttpResponse<String> wrong =
        house.token(form, "Authorization", SigninHouse.basic("web", SECRET + "x"));
    assertEquals(401, wrong.statusCode());
    assertTrue(wrong.headers().firstValue("www-authenticate").isPresent());
    assertEquals(401, house.token(form, "Authorization", "Bearer x").statusCode());
    assertEquals(
        401, house.token(form, "Authorization", SigninHouse.basic("web", "")).statusCode());
    String encoded = SigninHouse.basic("web", SECRET.replace("-", "%2D"));
    assertEquals(200, house.token(form, "Authorization", encoded).statusCode());
    HttpResponse<String> nobody = house.token(form);
    assertEquals(401, nobody.statusCode());
    assertTrue(nobody.headers().firstValue("www-authenticate").isPresent());
    assertEquals("nosniff", nobody.headers().firstValue("x-content-type-options").orElse(""));
    Map<String, String> twice = new LinkedHashMap<>(form);
    twice.put("client_id", "web");
    twice.put("client_secret", SECRET);
    assertEquals(200, house.token(twice).statusCode());
    assertEquals("invalid_request", error(house.token(twice, "Authorization", basic)));
    twice.remove("client_secret");
    twice.put("client_id", "desk");
    assertEquals("invalid_client", error(house.token(twice, "Authorization", basic)));
  }

  @Test
  void readsFormsAlone() throws Exception {
    assertEquals("invalid_request", error(house.postJson("/signin/token", "{}")));
    assertEquals(
        "invalid_request",
        error(house.post("/signin/token", "grant_type=refresh_token&grant_type=password")));
    assertEquals("invalid_request", error(house.post("/signin/token", "a=%zz")));
    assertEquals("invalid_request", error(house.post("/signin/token", "a=1&".repeat(50))));
    assertEquals(413, house.post("/signin/token", "a=" + "x".repeat(600_000)).statusCode());
    assertEquals(405, house.get(house.issuer + "/signin/token").statusCode());
  }

  @Test
  void takesADecisionFromItsOwnPageAndBrowserOnly() throws Exception {
    HttpResponse<String> page = house.authorize(house.asking());
    Map<String, String> without = SigninHouse.decision(page, "allow");
    without.remove("token");
    assertEquals(400, house.post("/signin/consent", without).statusCode());

    Map<String, String> crossed = SigninHouse.decision(house.authorize(house.asking()), "allow");
    crossed.put("token", SigninHouse.decision(house.authorize(house.asking()), "x").get("token"));
    assertEquals(400, house.post("/signin/consent", crossed).statusCode());

    Map<String, String> foreign = SigninHouse.decision(house.authorize(house.asking()), "allow");
    assertEquals(
        400, house.post("/signin/consent", foreign, "Origin", "https://evil.example").statusCode());

    Map<String, String> moved = SigninHouse.decision(house.authorize(house.asking()), "allow");
    house.cookies.clear();
    assertEquals(400, house.post("/signin/consent", moved).statusCode());

    HttpResponse<String> good = house.authorize(house.asking());
    assertEquals(303, house.agree(good).statusCode());
    assertEquals(400, house.agree(good).statusCode(), "a page counts once");
  }

  @Test
  void takesAPersonOnlyInTheBrowserThatWasSent() throws Exception {
    String back = back();
    Map<String, String> mine = new TreeMap<>(house.cookies);
    house.cookies.clear();
    assertEquals(400, house.get(back).statusCode());
    house.cookies.putAll(mine);
    assertEquals(400, house.get(back).statusCode(), "a state counts once");

    String other = back();
    String state = FakeOidc.form(other.substring(other.indexOf('?') + 1)).get("state");
    assertEquals(400, house.get(other.replace(state, "x".repeat(43))).statusCode());
    assertEquals(400, house.get(house.issuer + "/signin/callback?code=x").statusCode());
    assertEquals(400, house.get(house.issuer + "/signin/callback?posted=x&state=y").statusCode());
  }

  @Test
  void takesNoAnswerOfAnotherProvider() throws Exception {
    String back = back();
    String mixed = back.substring(0, back.indexOf("&iss=")) + "&iss=https%3A%2F%2Fevil.example";
    assertEquals("access_denied", SigninHouse.parameters(house.get(mixed)).get("error"));
    String silent = back();
    silent = silent.substring(0, silent.indexOf("&iss="));
    assertEquals("access_denied", SigninHouse.parameters(house.get(silent)).get("error"));
  }

  /** What may be wrong with an id token. */
  static Stream<Arguments> idTokens() {
    return Stream.of(
        id("audience", it -> it.setAudience("another")),
        id("no audience", it -> it.unsetClaim("aud")),
        id("issuer", it -> it.setIssuer("https://evil.example")),
        id("nonce", it -> it.setStringClaim("nonce", "x")),
        id("no nonce", it -> it.unsetClaim("nonce")),
        id("expired", it -> it.setExpirationTime(NumericDate.fromSeconds(1))),
        id("no end", it -> it.unsetClaim("exp")),
        id("azp", it -> it.setStringClaim("azp", "another")),
        id("two audiences", it -> it.setAudience("gatehouse", "another")),
        id("at_hash", it -> it.setStringClaim("at_hash", "x")),
        id("no subject", it -> it.unsetClaim("sub")),
        id("no name", it -> it.unsetClaim("preferred_username")),
        id("a program's name", it -> it.setStringClaim("preferred_username", "app:web")),
        id("lines", it -> it.setStringClaim("preferred_username", "ada\nadmin")));
  }

  private static Arguments id(String name, Consumer<JwtClaims> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("idTokens")
  void takesNobodyFromAnIdTokenThatIsNotGood(String name, Consumer<JwtClaims> change)
      throws Exception {
    provider.change = change;
    Map<String, String> answer = house.arrive(house.authorize(house.asking()));
    assertEquals("access_denied", answer.get("error"), name);
    assertFalse(answer.containsKey("code"));
  }

  /** What may be wrong with a registration. */
  static Stream<Arguments> registrations() {
    return Stream.of(
        Arguments.of("[]", "invalid_client_metadata"),
        Arguments.of("{", "invalid_client_metadata"),
        Arguments.of("{'a':" + "[".repeat(5000), "invalid_client_metadata"),
        Arguments.of("{}", "invalid_redirect_uri"),
        Arguments.of("{'redirect_uris':['http://evil.example/']}", "invalid_redirect_uri"),
        Arguments.of("{'redirect_uris':['javascript:x']}", "invalid_redirect_uri"),
        Arguments.of("{'redirect_uris':['https://a.example/#x']}", "invalid_redirect_uri"),
        Arguments.of(
            "{'redirect_uris':['https://a.example/"
                + "a".repeat(1900)
                + "','https://a.example/"
                + "b".repeat(1900)
                + "','https://a.example/"
                + "c".repeat(300)
                + "']}",
            "invalid_redirect_uri"),
        Arguments.of("{'redirect_uris':[7]}", "invalid_client_metadata"),
        Arguments.of(
            "{'redirect_uris':['https://a.example/'],'redirect_uris':['https://b.example/']}",
            "invalid_client_metadata"),
        Arguments.of(
            "{'redirect_uris':['https://a.example/'],'grant_types':['client_credentials']}",
            "invalid_client_metadata"),
        Arguments.of(
            "{'redirect_uris':['https://a.example/'],'token_endpoint_auth_method':'magic'}",
            "invalid_client_metadata"));
  }

  @ParameterizedTest
  @MethodSource("registrations")
  void registersNothingOdd(String json, String error) throws Exception {
    assertEquals(error, error(house.postJson("/signin/register", json.replace('\'', '"'))), json);
  }

  @Test
  void keepsNoFormsOfAProviderThatIsOfAnotherKind() throws Exception {
    Map<String, String> form = Map.of("SAMLResponse", "x", "RelayState", "y");
    assertEquals(404, house.post("/signin/saml", form).statusCode());
    assertEquals(404, house.get(house.issuer + "/signin/saml").statusCode());
  }

  @Test
  void knowsNoCodeOfADeviceThatWasGuessed() throws Exception {
    HttpResponse<String> page = house.get(house.issuer + "/signin/device?user_code=BBBB-BBBB");
    assertTrue(page.body().contains("not known"), page.body());
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", Grant.DEVICE_CODE.word());
    form.put("client_id", "lamp");
    form.put("device_code", "x");
    assertEquals("expired_token", error(house.token(form)));
    assertEquals(
        "unauthorized_client",
        error(house.post("/signin/device_authorization", Map.of("client_id", "desk"))));
  }

  private static String back() throws Exception {
    HttpResponse<String> sent = house.agree(house.authorize(house.asking()));
    return SigninHouse.location(house.get(SigninHouse.location(sent)));
  }

  private static String error(HttpResponse<String> response) {
    return SigninHouse.json(response).getString("error");
  }
}
