package dev.gatehouse.gateway.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.adapters.dial.Authorities;
import dev.gatehouse.adapters.dial.DialRules;
import dev.gatehouse.adapters.dial.Dialler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that names a company's provider, which says of itself this or that. */
@Timeout(60)
class CompanyIssuerTest {
  private static final String RESOURCE = "/.well-known/oauth-protected-resource/mcp";
  private static final String METADATA = "/realms/acme/.well-known/openid-configuration";
  private static final String GIVEN =
      "{\"access_token\":\"opaque\",\"token_type\":\"bearer\",\"expires_in\":60}";

  private static final String RENEWED = GIVEN.replace("}", ",\"refresh_token\":\"again\"}");

  @TempDir private Path folder;
  private HttpServer server;
  private final Map<String, String> documents = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");

  /** Who only looks at what is shown. */
  private static final class Onlooker implements Person {
    private final List<String> shown = new ArrayList<>();

    @Override
    public void begins(URI gateway, String issuer, Set<String> scopes) {
      shown.add(gateway + " " + issuer + " " + scopes);
    }

    @Override
    public void visit(URI address) {
      throw new AssertionError("no browser was to be opened: " + address);
    }

    @Override
    public void enter(Code code) {
      shown.add(code.address() + " " + code.text());
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    documents.put(
        RESOURCE, "{\"resource\":\"O/mcp\",\"authorization_servers\":[\"O/realms/acme\"]}");
    documents.put(
        METADATA,
        """
        {"issuer":"O/realms/acme","token_endpoint":"O/token","authorization_endpoint":"O/authorize",
        "device_authorization_endpoint":"O/device","code_challenge_methods_supported":["S256"]}
        """);
    documents.put(
        "/device",
        """
        {"device_code":"d","user_code":"WDJB-MJHT","verification_uri":"O/type","expires_in":20,
        "interval":1}
        """);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    String said = path.equals("/token") ? answers.poll() : documents.get(path);
    int status = said == null ? 404 : said.startsWith("{\"error\"") ? 400 : 200;
    if (path.equals("/mcp")) {
      status = 401;
      exchange.getResponseHeaders().set("WWW-Authenticate", documents.getOrDefault(path, "Bearer"));
      said = "";
    }
    String text = said == null ? "" : said.replace("\"O/", "\"" + origin() + "/");
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Logins logins() {
    return new Logins(
        folder.resolve("logins"),
        _ -> new Dialler(DialRules.ANY, Authorities.with(List.of())),
        () -> now,
        new SecureRandom(),
        length -> {
          pauses.add(length);
          now = now.plus(length);
        });
  }

  private Wish wish(Optional<String> clientId) {
    return new Wish(
        URI.create(origin() + "/mcp"),
        Optional.empty(),
        clientId,
        List.of("tools"),
        Wish.Way.DEVICE,
        Optional.empty());
  }

  private String failure() {
    return assertThrows(
            LoginException.class, () -> logins().signIn(wish(Optional.of("cli")), new Onlooker()))
        .reason();
  }

  @Test
  void asksAsOftenAsTheProviderLikes() throws Exception {
    Onlooker person = new Onlooker();
    answers.add("{\"error\":\"authorization_pending\"}");
    answers.add("{\"error\":\"slow_down\"}");
    answers.add("{\"error\":\"authorization_pending\"}");
    answers.add(GIVEN);
    KeptLogin login = logins().signIn(wish(Optional.of("cli")), person);
    assertEquals(
        List.of(
            origin() + "/mcp " + origin() + "/realms/acme [tools]", origin() + "/type WDJB-MJHT"),
        person.shown);
    assertEquals(List.of(1L, 1L, 6L, 6L), pauses.stream().map(Duration::toSeconds).toList());
    assertEquals(Set.of("tools"), login.scopes());
    assertEquals(origin() + "/realms/acme", login.issuer());
    assertEquals(Optional.empty(), login.name());
    assertEquals("opaque", logins().token(login));
    now = now.plusSeconds(61);
    assertTrue(
        assertThrows(LoginException.class, () -> logins().token(login)).reason().contains("over"));
  }

  @Test
  void givesUpWhenTheCodeEnds() {
    for (int i = 0; i < 30; i++) {
      answers.add("{\"error\":\"authorization_pending\"}");
    }
    assertEquals("nobody signed in while the code was good", failure());
    assertEquals(20, pauses.size());
    answers.clear();
    answers.add("{\"error\":\"expired_token\"}");
    assertEquals("nobody signed in while the code was good", failure());
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_client", "temporarily_unavailable", "invalid_target"})
  void triesAgainWhereTheProviderIsInTrouble(String error) throws Exception {
    answers.add(RENEWED);
    KeptLogin login = logins().signIn(wish(Optional.of("cli")), new Onlooker());
    now = now.plusSeconds(61);
    answers.add("{\"error\":\"" + error + "\"}");
    String reason = assertThrows(LoginException.class, () -> logins().token(login)).reason();
    assertTrue(reason.startsWith("the sign-in cannot be renewed now: "), reason);
    assertTrue(reason.contains(error), reason);
    answers.add(RENEWED);
    assertEquals("opaque", logins().token(login));
    now = now.plusSeconds(61);
    answers.add("{\"error\":\"invalid_grant\"}");
    String over = assertThrows(LoginException.class, () -> logins().token(login)).reason();
    assertTrue(over.contains("is over"), over);
  }

  @Test
  void sendsNobodyToAnotherIssuersPageWhoseAnswersNameNobody() {
    documents.computeIfPresent(
        METADATA, (_, text) -> text.replace("O/authorize", "https://victim.example/authorize"));
    assertTrue(byBrowser(Optional.empty()).contains("victim.example, and its answers do not say"));
    // Who names the issuer knows it.
    assertThrows(AssertionError.class, () -> byBrowser(Optional.of(origin() + "/realms/acme")));
    documents.computeIfPresent(
        METADATA,
        (_, text) ->
            text.replace(
                "{\"issuer", "{\"authorization_response_iss_parameter_supported\":true,\"issuer"));
    assertThrows(AssertionError.class, () -> byBrowser(Optional.empty()), "it is asked");
  }

  /** Why nobody signs in by browser; an error where one is to be opened. */
  private String byBrowser(Optional<String> issuer) {
    Wish wish =
        new Wish(
            URI.create(origin() + "/mcp"),
            issuer,
            Optional.of("cli"),
            List.of(),
            Wish.Way.BROWSER,
            Optional.empty());
    try {
      logins().signIn(wish, new Onlooker());
      return "";
    } catch (LoginException e) {
      return e.reason();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void keepsNothingWhereTheUserHasNoFolder() {
    assertEquals(
        Optional.of(Path.of("/home/ada/.config/gatehouse/logins")),
        Logins.folder(Map.of("HOME", "/home/ada", "XDG_CONFIG_HOME", "here")));
    String before = System.getProperty("user.home");
    System.setProperty("user.home", "?");
    try {
      assertEquals(Optional.empty(), Logins.folder(Map.of("HOME", "")));
    } finally {
      System.setProperty("user.home", before);
    }
  }

  @Test
  void looksWhereMetadataMayBe() {
    documents.remove(METADATA);
    failure();
    assertEquals(
        List.of(
            "/mcp",
            RESOURCE,
            "/.well-known/oauth-authorization-server/realms/acme",
            "/.well-known/openid-configuration/realms/acme",
            METADATA),
        asked);
  }

  @Test
  void asksForAClientWhereNoneCanRegister() {
    String reason =
        assertThrows(
                LoginException.class, () -> logins().signIn(wish(Optional.empty()), new Onlooker()))
            .reason();
    assertTrue(reason.contains("name it by --client-id"), reason);
  }

  static Stream<List<String>> wrongWords() {
    String elsewhere = "https://elsewhere.example";
    return Stream.of(
        List.of(RESOURCE, "\"O/mcp\"", "\"O/other\"", "is not where it was asked"),
        List.of(RESOURCE, "\"O/mcp\"", "\"" + elsewhere + "/mcp\"", "is not where it was asked"),
        List.of(RESOURCE, "\"O/mcp\"", "\"O/mcp?a=$(id)\"", "has a name with characters"),
        List.of(RESOURCE, "[\"O/realms/acme\"]", "[]", "does not say where to sign in"),
        List.of(RESOURCE, "O/realms/acme", "http://sso.example/acme", "not reached by https"),
        List.of(METADATA, "\"O/realms/acme\"", "\"O/realms/acme/\"", "bear another name"),
        List.of(METADATA, "O/token", "http://sso.example/token", "not reached by https"),
        List.of(METADATA, "O/device", "ftp://sso.example/device", "not reached by https"),
        List.of(METADATA, "S256", "plain", "does not say that it takes PKCE"),
        List.of(METADATA, "device_auth", "other_auth", "does not sign people in by a code"),
        List.of("/device", "WDJB-MJHT", "\\u001b[2J", "gives no code to type"),
        List.of("/device", "O/type", "javascript:alert(1)", "gives no code to type"));
  }

  @ParameterizedTest
  @MethodSource("wrongWords")
  void refusesWhoSaysWhatCannotBe(List<String> wrong) {
    documents.computeIfPresent(wrong.get(0), (_, text) -> text.replace(wrong.get(1), wrong.get(2)));
    String reason = failure();
    assertTrue(reason.contains(wrong.get(3)), reason);
    assertTrue(answers.isEmpty() && !asked.contains("/token"), asked::toString);
  }

  @Test
  void readsMetadataOfTheGatewayAtTheGatewayOnly() {
    documents.put("/mcp", "Bearer resource_metadata=\"http://127.0.0.1:9/metadata\"");
    assertTrue(failure().contains("at another server"), failure());
  }

  @ParameterizedTest
  @MethodSource("noTokens")
  void takesNothingElseForAToken(String answer) {
    answers.add(answer);
    assertTrue(failure().contains("gives no token: "));
  }

  static Stream<String> noTokens() {
    return Stream.of(
        "{}",
        GIVEN.replace("bearer", "DPoP"),
        GIVEN.replace("opaque", "two words"),
        GIVEN.replace("opaque", "line\\nbreak"),
        "{\"error\":\"invalid_grant\"}");
  }
}
