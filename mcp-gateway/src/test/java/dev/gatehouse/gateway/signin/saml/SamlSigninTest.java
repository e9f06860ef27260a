package dev.gatehouse.gateway.signin.saml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.signin.SigninHouse;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a client to a SAML provider and back, over HTTP. */
class SamlSigninTest {
  private static final TestProvider PROVIDER = TestProvider.rsa();

  @TempDir Path folder;
  private SigninHouse house;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(folder.resolve("idp.xml"), TestProvider.metadata(PROVIDER));
    house =
        SigninHouse.in(
            folder, SigninHouse.freePort(), "saml: { metadata-file: idp.xml, groups: groups }\n");
  }

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void givesATokenToWhomTheProviderNamed() throws Exception {
    Map<String, String> sent = sent();
    HttpResponse<String> posted = posted(alice(sent, "alice"), sent.getOrDefault("RelayState", ""));
    Map<String, String> answer = SigninHouse.parameters(house.get(SigninHouse.location(posted)));
    assertEquals("its-state", answer.get("state"));
    HttpResponse<String> tokens = house.token(house.exchanging(answer.getOrDefault("code", "")));
    assertEquals(200, tokens.statusCode(), tokens.body());
    JsonObject claims = SigninHouse.claims(SigninHouse.json(tokens).getString("access_token"));
    assertEquals("alice", claims.getString("name"));
    assertEquals("[\"payments\",\"auditors\"]", claims.getJsonArray("groups").toString());
  }

  @Test
  void takesNoResponseThatIsNotTheAnswerToThis() throws Exception {
    Map<String, String> sent = sent();
    String forged = alice(sent, "alice").replace("alice", "admin");
    HttpResponse<String> posted = posted(forged, sent.getOrDefault("RelayState", ""));
    Map<String, String> answer = SigninHouse.parameters(house.get(SigninHouse.location(posted)));
    assertEquals("access_denied", answer.get("error"));
    assertFalse(answer.containsKey("code"));

    Map<String, String> one = sent();
    Map<String, String> other = sent();
    posted = posted(alice(one, "alice"), other.getOrDefault("RelayState", ""));
    assertEquals(
        "access_denied",
        SigninHouse.parameters(house.get(SigninHouse.location(posted))).get("error"));
    assertEquals(400, posted(alice(one, "alice"), "nobody's").statusCode(), "nothing is kept");
    assertEquals(400, house.post("/signin/saml", Map.of("RelayState", "x")).statusCode());
  }

  @Test
  void takesWhatWasPostedOnceAndByItsHandle() throws Exception {
    Map<String, String> sent = sent();
    HttpResponse<String> posted = posted(alice(sent, "alice"), sent.getOrDefault("RelayState", ""));
    String back = SigninHouse.location(posted);
    assertEquals(400, house.get(back.substring(0, back.length() - 1)).statusCode());
    assertTrue(SigninHouse.parameters(house.get(back)).containsKey("code"));
    assertEquals(400, house.get(back).statusCode());
    assertEquals(
        400,
        posted(alice(sent, "alice"), sent.getOrDefault("RelayState", "")).statusCode(),
        "its sign-in is over");
  }

  @Test
  void describesItselfToTheProvider() throws Exception {
    HttpResponse<String> metadata = house.get(house.issuer + "/signin/saml");
    assertTrue(metadata.body().contains(house.issuer + "/signin/saml"), metadata.body());
  }

  /** The request that the browser takes to the provider. */
  private Map<String, String> sent() throws Exception {
    HttpResponse<String> page = house.authorize(house.asking());
    HttpResponse<String> sent = page.statusCode() == 303 ? page : house.agree(page);
    URI address = URI.create(SigninHouse.location(sent));
    assertEquals("idp.example", address.getHost());
    return SigninHouse.parameters(sent);
  }

  private HttpResponse<String> posted(String response, String relayState) throws Exception {
    String field = Base64.getEncoder().encodeToString(response.getBytes(UTF_8));
    return house.post("/signin/saml", Map.of("SAMLResponse", field, "RelayState", relayState));
  }

  private String alice(Map<String, String> sent, String name) throws Exception {
    byte[] deflated = Base64.getDecoder().decode(sent.getOrDefault("SAMLRequest", ""));
    String request;
    try (var in =
        new InflaterInputStream(new java.io.ByteArrayInputStream(deflated), new Inflater(true))) {
      request = new String(in.readAllBytes(), UTF_8);
    }
    Matcher id = Pattern.compile(" ID=\"([^\"]+)\"").matcher(request);
    assertTrue(id.find(), request);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String place = house.issuer + "/signin/saml";
    String assertion = TestResponses.assertion("_a" + System.nanoTime(), name);
    String response =
        TestResponses.response(assertion)
            .replace("2026-11-23T12:00:00Z", now.toString())
            .replace("2026-11-23T12:05:00Z", now.plusSeconds(300).toString())
            .replace("2026-11-23T11:59:00Z", now.minusSeconds(60).toString())
            .replace("2026-11-23T20:00:00Z", now.plusSeconds(3600).toString())
            .replace(TestResponses.REQUEST, id.group(1))
            .replace(TestResponses.CONSUMER, place)
            .replace("<saml:Audience>" + TestResponses.SERVICE, "<saml:Audience>" + place);
    return PROVIDER.signAssertion(response);
  }
}
