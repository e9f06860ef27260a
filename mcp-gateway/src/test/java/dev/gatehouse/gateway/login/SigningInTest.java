package dev.gatehouse.gateway.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.dial.Authorities;
import dev.gatehouse.adapters.dial.DialRules;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.signin.FakeOidc;
import dev.gatehouse.gateway.signin.SigninHouse;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person who signs in at the gateway's own sign-in, and what is kept of it. */
@Timeout(60)
class SigningInTest {
  @TempDir private Path folder;
  private FakeOidc provider;
  private SigninHouse house;
  private Visitor visitor;
  private final AtomicInteger pauses = new AtomicInteger();
  private volatile Duration later = Duration.ZERO;

  @BeforeEach
  void start() throws Exception {
    provider = FakeOidc.start();
    house = SigninHouse.in(folder, provider);
    visitor = new Visitor(house);
  }

  @AfterEach
  void stop() {
    house.close();
    provider.close();
  }

  private Path kept() {
    return folder.resolve("home/gatehouse/logins");
  }

  private Logins logins() {
    InstantSource clock = () -> Instant.now().plus(later);
    return new Logins(
        kept(),
        _ -> new Dialler(DialRules.ANY, Authorities.with(List.of())),
        clock,
        new SecureRandom(),
        length -> Thread.sleep(pauses.getAndIncrement() == 0 ? Duration.ofSeconds(1) : length));
  }

  private URI gateway() {
    return URI.create(house.issuer + "/mcp");
  }

  private Wish wish(Wish.Way way, String... scopes) {
    return new Wish(
        gateway(), Optional.empty(), Optional.empty(), List.of(scopes), way, Optional.empty());
  }

  private KeptLogin signIn() throws Exception {
    return logins().signIn(wish(Wish.Way.BROWSER), visitor);
  }

  private String failure(Wish wish) {
    return assertThrows(LoginException.class, () -> logins().signIn(wish, visitor)).reason();
  }

  private static int called(SigninHouse house, String token) throws Exception {
    return house.post("/mcp", Map.of("a", "b"), "Authorization", "Bearer " + token).statusCode();
  }

  @Test
  void signsInByBrowserAndKeepsItForThisUserAlone() throws Exception {
    KeptLogin login = signIn();
    assertEquals(200, visitor.page().statusCode());
    assertEquals(gateway().toString(), login.resource());
    assertEquals(house.issuer, login.issuer());
    assertEquals(Optional.of("ada"), login.name());
    assertEquals(Set.of("mcp:use"), login.scopes());
    assertTrue(login.isRenewed());
    assertEquals("gatehouse-login", login.client().id());
    assertEquals(
        "gatehouse-login", SigninHouse.claims(login.tokens().access()).getString("client_id"));
    assertNotEquals(401, called(house, logins().token(login)));
    assertEquals("rwx------", mode(kept()));
    try (var files = Files.list(kept())) {
      for (Path file : files.toList()) {
        assertEquals("rw-------", mode(file), file::toString);
      }
    }
    assertEquals(Optional.of(login), logins().find(gateway()));
    assertEquals(Optional.of(login), logins().find(gateway().resolve("/mcp/crm")));
    assertEquals(Optional.empty(), logins().find(URI.create("http://127.0.0.1:1/mcp")));
    assertFalse(login.toString().contains(login.tokens().access()), login.toString());
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-----w-"})
  void refusesAFileThatOthersMayUse(String mode) throws Exception {
    signIn();
    Path file;
    try (var files = Files.list(kept())) {
      file = files.filter(it -> it.toString().endsWith(".json")).findFirst().orElseThrow();
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    String reason = assertThrows(LoginException.class, () -> logins().find(gateway())).reason();
    assertTrue(reason.contains("chmod go= " + file), reason);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertTrue(logins().find(gateway()).isPresent());
    Files.setPosixFilePermissions(kept(), PosixFilePermissions.fromString("rwx--x---"));
    assertThrows(LoginException.class, () -> logins().find(gateway()));
  }

  @Test
  void signsInByACodeThatIsTypedElsewhere() throws Exception {
    KeptLogin login = logins().signIn(wish(Wish.Way.DEVICE), visitor);
    assertTrue(visitor.visited.orElseThrow().getQuery().startsWith("user_code="));
    assertEquals(Optional.of("ada"), login.name());
    assertNotEquals(401, called(house, logins().token(login)));
    visitor.decision = "deny";
    pauses.set(0);
    assertEquals(
        "the sign-in was refused: access_denied", failure(wish(Wish.Way.DEVICE_WHERE_OFFERED)));
    assertEquals(Optional.of(login), logins().find(gateway()), "what was there stays");
  }

  @Test
  void waitsForTheAnswerThatHasItsState() throws Exception {
    visitor.tampering = address -> address.replaceAll("state=[^&]*", "state=guessed");
    visitor.comesAgain = true;
    KeptLogin login = signIn();
    assertEquals(400, visitor.page().statusCode());
    assertEquals(200, visitor.page().statusCode());
    assertEquals(Optional.of("ada"), login.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iss=[^&]* -> iss=https%3A%2F%2Fevil.example",
        "&iss=[^&]* -> ",
        "iss=([^&]*) -> iss=$1%2F"
      })
  void takesNoCodeFromAnotherIssuer(String change) {
    String[] parts = change.split(" -> ", -1);
    visitor.tampering = address -> address.replaceAll(parts[0], parts[1]);
    String reason = failure(wish(Wish.Way.BROWSER));
    assertTrue(reason.startsWith("what the browser brought is not from " + house.issuer), reason);
    assertFalse(Files.exists(kept()));
  }

  @Test
  void takesNoCodeThatIsNotForIt() {
    visitor.tampering = address -> address.replaceAll("code=[^&]*", "code=stolen");
    assertEquals(house.issuer + " gives no token: invalid_grant", failure(wish(Wish.Way.BROWSER)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/callback -> /other",
        "\\?.* -> ",
        "code= -> state=twice&code=",
        "state= -> state=&other=",
        "127.0.0.1 -> localhost"
      })
  void answersNothingElseThanTheAnswer(String change) throws Exception {
    String[] parts = change.split(" -> ", -1);
    visitor.tampering = address -> address.replaceFirst(parts[0], parts[1]);
    visitor.comesAgain = true;
    signIn();
    assertNotEquals(200, visitor.page().statusCode());
    assertEquals(200, visitor.page().statusCode());
  }

  @Test
  void takesOneAnswerOnly() throws Exception {
    visitor.comesAgain = true;
    signIn();
    assertEquals(200, visitor.page().statusCode());
    assertThrows(
        AssertionError.class,
        () -> assertEquals(200, visitor.page().statusCode()),
        "nobody listens any more");
  }

  @Test
  void saysThatThePersonRefused() {
    visitor.decision = "deny";
    assertEquals("the sign-in was refused: access_denied", failure(wish(Wish.Way.BROWSER)));
  }

  @Test
  void asksForMoreAndKeepsWhatItHad() throws Exception {
    signIn();
    KeptLogin more = logins().signIn(wish(Wish.Way.BROWSER, "crm:write"), visitor);
    assertEquals(Set.of("crm:write", "mcp:use"), more.scopes());
    KeptLogin again = signIn();
    assertEquals(Set.of("crm:write", "mcp:use"), again.scopes());
    assertEquals(more.client(), again.client(), "it registers once");
  }

  @Test
  void renewsAheadOfTheEndAndWhatIsRefused() throws Exception {
    KeptLogin login = signIn();
    String first = logins().token(login);
    assertEquals(first, logins().token(login));
    later = Duration.ofSeconds(9 * 60 + 5);
    String second = logins().token(login);
    assertNotEquals(first, second);
    later = Duration.ZERO;
    assertEquals(second, logins().another(login, first), "another program was faster");
    assertNotEquals(second, logins().another(login, second));
  }

  @Test
  void renewsOnceForAllWhoUseIt() throws Exception {
    KeptLogin login = signIn();
    later = Duration.ofMinutes(11);
    Set<String> tokens = ConcurrentHashMap.newKeySet();
    Logins shared = logins();
    List<Thread> users = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      users.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  tokens.add(shared.another(login, login.tokens().access()));
                } catch (Exception e) {
                  tokens.add(e.toString());
                }
              }));
    }
    for (Thread user : users) {
      user.join();
    }
    // Each token ends before the clock of the test: all but the first are renewed once more.
    assertTrue(tokens.stream().allMatch(text -> text.split("\\.").length == 3), tokens::toString);
    later = Duration.ZERO;
    KeptLogin now = logins().find(gateway()).orElseThrow();
    assertNotEquals(login.tokens().access(), logins().token(now));
    assertTrue(now.isRenewed(), "no refresh token was used twice");
  }

  @Test
  void saysThatTheSignInIsOverWhereTheProviderEndsIt() throws Exception {
    KeptLogin login = signIn();
    provider.refuses();
    later = Duration.ofMinutes(11);
    String reason = assertThrows(LoginException.class, () -> logins().token(login)).reason();
    assertTrue(reason.contains("is over: run `gatehouse login " + gateway() + "`"), reason);
    assertFalse(logins().find(gateway()).orElseThrow().isGood(Instant.now().plus(later)));
  }

  @Test
  void usesNoRefreshTokenUpWhereNothingCanBeKept() throws Exception {
    KeptLogin login = signIn();
    String file = LoginFolder.Key.of(login).name() + ".json.new";
    Path inTheWay = Files.createDirectories(kept().resolve(file).resolve("full"));
    later = Duration.ofSeconds(9 * 60 + 30);
    assertEquals(login.tokens().access(), logins().token(login), "it is good for some seconds");
    later = Duration.ofMinutes(11);
    String reason = assertThrows(LoginException.class, () -> logins().token(login)).reason();
    assertTrue(reason.contains(" cannot be written: "), reason);
    Files.delete(inTheWay);
    assertNotEquals(login.tokens().access(), logins().token(login));
  }

  @Test
  void saysThatItCannotBeRenewedWhileTheGatewayIsAway() throws Exception {
    KeptLogin login = signIn();
    house.close();
    assertEquals(login.tokens().access(), logins().token(login));
    later = Duration.ofSeconds(9 * 60 + 30);
    assertEquals(login.tokens().access(), logins().token(login), "it is good for some seconds");
    later = Duration.ofMinutes(11);
    String reason = assertThrows(LoginException.class, () -> logins().token(login)).reason();
    assertTrue(reason.startsWith("the sign-in cannot be renewed now: "), reason);
    assertTrue(logins().find(gateway()).orElseThrow().isRenewed());
  }

  @Test
  void endsTheSessionWhereItSignsOut() throws Exception {
    KeptLogin login = signIn();
    assertTrue(logins().signOut(login));
    assertEquals(List.of(), logins().all());
    assertThrows(LoginException.class, () -> logins().token(login));
    var refused =
        house.token(
            Map.of(
                "grant_type", "refresh_token",
                "refresh_token", login.tokens().refresh().orElseThrow(),
                "client_id", login.client().id()));
    assertEquals(400, refused.statusCode(), refused.body());
  }

  /** What the gateway answers to who renews this. */
  private int renewed(KeptLogin login) throws Exception {
    return house
        .token(
            Map.of(
                "grant_type", "refresh_token",
                "refresh_token", login.tokens().refresh().orElseThrow(),
                "client_id", login.client().id()))
        .statusCode();
  }

  @Test
  void endsTheSessionOfAnotherClientWhereSomebodySignsInAgain() throws Exception {
    KeptLogin before = signIn();
    KeptLogin after = logins().signIn(lamp(), visitor);
    assertEquals(List.of(after), logins().all());
    assertEquals(400, renewed(before));
    assertEquals(200, renewed(after));
  }

  @Test
  void leavesTheSessionOfTheSameClientWhichMayBeTheNewOne() throws Exception {
    KeptLogin before = signIn();
    KeptLogin after = signIn();
    assertEquals(List.of(after), logins().all());
    assertEquals(200, renewed(before));
    assertEquals(200, renewed(after));
  }

  @Test
  void isTheGatewaysOwnClientInPlaceOfAForgottenOne() throws Exception {
    KeptLogin login = signIn();
    KeptLogin stale =
        new KeptLogin(
            login.resource(),
            login.issuer(),
            login.token(),
            login.revocation(),
            Client.known("r-forgotten"),
            login.tokens(),
            login.signedIn(),
            login.authorities());
    try (LoginFolder.Held held = new LoginFolder(kept()).hold(LoginFolder.Key.of(login))) {
      held.write(stale);
    }
    assertEquals("gatehouse-login", signIn().client().id());
  }

  private Wish lamp() {
    return new Wish(
        gateway(),
        Optional.of(house.issuer),
        Optional.of("lamp"),
        List.of(),
        Wish.Way.DEVICE,
        Optional.empty());
  }

  @Test
  void isTheClientThatThePersonNames() throws Exception {
    assertEquals("lamp", logins().signIn(lamp(), visitor).client().id());
    Wish unknown =
        new Wish(
            gateway(),
            Optional.empty(),
            Optional.of("nobody"),
            List.of(),
            Wish.Way.DEVICE,
            Optional.empty());
    assertTrue(failure(unknown).contains("gives no code to type"), failure(unknown));
  }
}
