package dev.gatehouse.gateway.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that describe themselves, and the provider's word that clients bring. */
class ProgramsTest {
  @TempDir Path folder;
  private FakeOidc provider;
  private SigninHouse house;
  private HttpServer site;
  private final AtomicReference<String> document = new AtomicReference<>("");
  private final AtomicInteger fetches = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    provider = FakeOidc.start();
    house = SigninHouse.in(folder, provider);
    site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          fetches.incrementAndGet();
          byte[] body = document.get().getBytes(UTF_8);
          boolean moves = exchange.getRequestURI().getPath().equals("/moved");
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.getResponseHeaders().set("Location", "/client");
          exchange.sendResponseHeaders(moves ? 302 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    site.start();
    document.set(good());
  }

  @AfterEach
  void stop() {
    site.stop(0);
    house.close();
    provider.close();
  }

  private String id() {
    return "http://127.0.0.1:" + site.getAddress().getPort() + "/client";
  }

  private String good() {
    return """
    {"client_id":"%s","client_name":"Ide","redirect_uris":["http://127.0.0.1/cb"],
    "grant_types":["authorization_code","refresh_token"],"token_endpoint_auth_method":"none"}
    """
        .formatted(id());
  }

  private HttpResponse<String> asked(String id) throws Exception {
    Map<String, String> asking = house.asking();
    asking.put("client_id", id);
    asking.put("redirect_uri", "http://127.0.0.1:5000/cb");
    return house.authorize(asking);
  }

  @Test
  void takesAClientByTheDocumentThatItsIdNames() throws Exception {
    HttpResponse<String> page = asked(id());
    assertEquals(200, page.statusCode(), page.body());
    assertTrue(page.body().contains("described by 127.0.0.1"), page.body());
    Map<String, String> form = house.exchanging(house.arrive(page).getOrDefault("code", ""));
    form.put("client_id", id());
    form.put("redirect_uri", "http://127.0.0.1:5000/cb");
    HttpResponse<String> tokens = house.token(form);
    assertEquals(200, tokens.statusCode(), tokens.body());
    assertEquals(1, fetches.get(), "it is kept for a while");
  }

  @Test
  void fetchesNoKeysForAClientThatBringsNoSignature() throws Exception {
    String keys = id().replace("/client", "/keys");
    document.set(good().replace("\"none\"", "\"private_key_jwt\",\"jwks_uri\":\"" + keys + "\""));
    for (String place : List.of("/signin/token", "/signin/device_authorization")) {
      Map<String, String> form =
          Map.of("client_id", id(), "grant_type", "refresh_token", "refresh_token", "x");
      assertEquals(401, house.post(place, form).statusCode());
    }
    assertEquals(1, fetches.get(), "its document, and nothing else");
  }

  static Stream<String> wrongDocuments() {
    return Stream.of(
        "",
        "[]",
        "{}",
        "{'client_id':'https://another.example/','client_name':'x','redirect_uris':['http://127.0.0.1/cb']}",
        "{'client_id':'ID','redirect_uris':['http://127.0.0.1/cb']}",
        "{'client_id':'ID','client_name':'x'}",
        "{'client_id':'ID','client_name':'x','redirect_uris':['http://evil.example/cb']}",
        "{'client_id':'ID','client_name':'x','redirect_uris':['http://127.0.0.1/cb'],'client_secret':'x'}",
        "{'client_id':'ID','client_name':'x','redirect_uris':['http://127.0.0.1/cb'],'token_endpoint_auth_method':'client_secret_basic'}",
        "{'client_id':'ID','client_id':'ID','client_name':'x','redirect_uris':['http://127.0.0.1/cb']}");
  }

  @ParameterizedTest
  @MethodSource("wrongDocuments")
  void takesNoClientByADocumentThatIsNotItsOwn(String json) throws Exception {
    document.set(json.replace('\'', '"').replace("ID", id()));
    assertEquals(400, asked(id()).statusCode(), json);
    document.set(good());
    assertEquals(200, asked(id()).statusCode(), "a fault is not remembered");
  }

  @Test
  void fetchesNoDocumentFromElsewhere() throws Exception {
    document.set(good() + " ".repeat(20_000));
    assertEquals(503, asked(id()).statusCode(), "too large");
    document.set(good().replace("/client", "/moved"));
    assertEquals(400, asked(id().replace("/client", "/moved")).statusCode());
    int before = fetches.get();
    assertEquals(400, asked(id() + "#x").statusCode());
    assertEquals(400, asked(id().replace("/client", "/a/../client")).statusCode());
    assertEquals(400, asked(id().replace("127.0.0.1", "u@127.0.0.1")).statusCode());
    assertEquals(before, fetches.get());
  }

  static Stream<Map.Entry<String, String>> wrongGrants() {
    return Stream.of(
        Map.entry("\"client_id\":\"web\"", "\"client_id\":\"desk\""),
        Map.entry("\"aud\":\"HOUSE\"", "\"aud\":\"https://another.example\""),
        Map.entry("\"aud\":\"HOUSE\"", "\"aud\":[\"HOUSE\",\"https://another.example\"]"),
        Map.entry("\"iss\":\"PROVIDER\"", "\"iss\":\"https://evil.example\""),
        Map.entry("\"resource\":\"HOUSE/mcp\"", "\"resource\":\"https://evil.example\""),
        Map.entry("\"jti\":\"one\",", ""),
        Map.entry("\"exp\":SOON", "\"exp\":1"),
        Map.entry("\"exp\":SOON", "\"exp\":9999999999"),
        Map.entry("\"sub\":\"id-of-ada\",", ""),
        Map.entry("\"preferred_username\":\"ada\"", "\"preferred_username\":\"app:web\""),
        Map.entry("\"jti\":\"one\"", "\"jti\":\"one\",\"cnf\":{\"jkt\":\"x\"}"),
        Map.entry("\"jti\":\"one\"", "\"jti\":\"one\",\"act\":{\"sub\":\"x\"}"),
        Map.entry("\"resource\":\"HOUSE/mcp\"", "\"resource\":{\"a\":1}"),
        Map.entry("\"resource\":\"HOUSE/mcp\"", "\"resource\":[]"),
        Map.entry("oauth-id-jag+jwt", "JWT"));
  }

  @ParameterizedTest
  @MethodSource("wrongGrants")
  void takesNoGrantThatIsNotGoodForThisClientHere(Map.Entry<String, String> change)
      throws Exception {
    assertEquals("invalid_grant", brought(change.getKey(), change.getValue()));
    assertEquals("", brought("nothing", "nothing"), "the same without the change");
  }

  private String brought(String from, String to) throws Exception {
    long now = System.currentTimeMillis() / 1000;
    String claims =
        """
        {"iss":"PROVIDER","sub":"id-of-ada","preferred_username":"ada","aud":"HOUSE",
        "client_id":"web","jti":"one","iat":NOW,"exp":SOON,"resource":"HOUSE/mcp",
        "scope":"mcp:use"}
        """
            .replace(from, to)
            .replace("HOUSE", house.issuer)
            .replace("PROVIDER", provider.issuer())
            .replace("NOW", String.valueOf(now))
            .replace("SOON", String.valueOf(now + 300));
    String type = "oauth-id-jag+jwt".replace(from, to);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", Grant.JWT_BEARER.word());
    form.put("assertion", provider.signed(type, claims));
    HttpResponse<String> response =
        house.token(form, "Authorization", SigninHouse.basic("web", "a-secret-of-the-web-client"));
    return SigninHouse.json(response).getString("error", "");
  }
}
