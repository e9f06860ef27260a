package dev.gatehouse.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenIdentifierTest {
  private TestIssuer issuer;
  private TokenIdentifier identifier;

  @BeforeEach
  void start() throws Exception {
    issuer = TestIssuer.start();
    identifier = Issuers.identifier(List.of(Issuers.settings(issuer)), List.of());
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void knowsWhoBringsAGoodToken() throws Exception {
    Identification known = identify(issuer.token(_ -> {}));
    Principal principal = assertInstanceOf(Identification.Known.class, known).principal();
    assertEquals("ada", principal.name());
    assertEquals(List.of("finance", "staff"), principal.groups());
    assertEquals(Optional.of(issuer.uri().toString()), principal.issuer());
    assertTrue(principal.verified());
    assertEquals("7", principal.claims().getString("badge"));
  }

  @Test
  void saysWhereTokensComeFromWhenThereIsNone() {
    Identification challenged = identifier.identify(Credentials.none("192.0.2.1"));
    assertEquals(
        new Identification.Challenged(
            401, "Bearer resource_metadata=\"" + Issuers.METADATA + "\"", "no-token"),
        challenged);
  }

  @Test
  void refusesATokenThatIsNotMeantForIt() throws Exception {
    assertChallenged("wrong-audience", claims -> claims.setAudience("another"));
    assertChallenged("wrong-audience", claims -> claims.unsetClaim("aud"));
    assertChallenged("wrong-issuer", claims -> claims.setIssuer("https://evil.example"));
  }

  @Test
  void refusesATokenAtTheWrongTime() throws Exception {
    assertChallenged(
        "expired", claims -> claims.setExpirationTime(NumericDate.fromSeconds(now() - 60)));
    assertChallenged(
        "not-yet-valid", claims -> claims.setNotBefore(NumericDate.fromSeconds(now() + 60)));
    assertChallenged("invalid", claims -> claims.unsetClaim("exp"));
  }

  @Test
  void refusesATokenWithoutAName() throws Exception {
    assertChallenged("no-name", claims -> claims.unsetClaim("preferred_username"));
    assertChallenged("no-name", claims -> claims.setStringClaim("preferred_username", " "));
  }

  @Test
  void refusesSignaturesThatProveNothing() throws Exception {
    String good = issuer.token(_ -> {});
    String payload = good.split("\\.", -1)[1];
    String none = "eyJhbGciOiJub25lIn0." + payload + ".";
    assertInstanceOf(Identification.Challenged.class, identify(none));
    assertInstanceOf(
        Identification.Challenged.class, identify(issuer.signedWithPublicKeyAsSecret()));
    assertInstanceOf(
        Identification.Challenged.class,
        identify(good.substring(0, good.length() - 8) + "AAAAAAAA"));
    assertInstanceOf(Identification.Challenged.class, identify("no token at all"));
    assertInstanceOf(Identification.Challenged.class, identify("x".repeat(1 << 20)));
  }

  @Test
  void takesAStrangersKeyForNoKey() throws Exception {
    try (TestIssuer other = TestIssuer.start()) {
      String forged = other.token(claims -> claims.setIssuer(issuer.uri().toString()));
      assertInstanceOf(Identification.Challenged.class, identify(forged));
    }
  }

  @Test
  void fetchesTheKeysAFewTimesHoweverManyMadeUpOnesAreNamed() throws Exception {
    identify(issuer.token(_ -> {}));
    int before = issuer.keyFetches();
    for (int i = 0; i < 20; i++) {
      issuer.rotate();
      identify(issuer.token(_ -> {}));
    }
    assertTrue(issuer.keyFetches() - before <= 5, "fetched " + issuer.keyFetches());
  }

  @Test
  void takesAKeyThatIsNewerThanTheFetchThatIsUnderWay() throws Exception {
    identify(issuer.token(_ -> {}));
    CountDownLatch ready = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    issuer.beforeKeysAreSent =
        () -> {
          ready.countDown();
          await(goOn);
        };
    try (TestIssuer other = TestIssuer.start()) {
      other.rotate();
      String forged = other.token(claims -> claims.setIssuer(issuer.uri().toString()));
      Thread stranger = Thread.ofPlatform().start(() -> identify(forged));
      await(ready);
      issuer.rotate();
      String good = issuer.token(_ -> {});
      AtomicReference<Optional<Identification>> said = new AtomicReference<>(Optional.empty());
      Thread caller = Thread.ofPlatform().start(() -> said.set(Optional.of(identify(good))));
      while (caller.isAlive() && caller.getState() != Thread.State.TIMED_WAITING) {
        Thread.sleep(1);
      }
      goOn.countDown();
      caller.join();
      stranger.join();
      assertInstanceOf(Identification.Known.class, said.get().orElseThrow());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(5, TimeUnit.SECONDS), "waited in vain");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Test
  void knowsThroughWhomSomebodyActsAndForHowLong() throws Exception {
    String token =
        issuer.token(
            claims -> {
              claims.setStringClaim("azp", "desktop-agent");
              claims.setStringClaim("scope", "mcp:use crm:write");
              claims.setClaim(
                  "act", Map.of("sub", "planner", "act", Map.of("sub", "ide", "iss", "https://x")));
            });
    Principal principal = known(identify(token));
    assertEquals(Optional.of("desktop-agent"), principal.application());
    assertEquals(
        List.of(new Actor("planner", Optional.empty()), new Actor("ide", Optional.of("https://x"))),
        principal.actors());
    assertEquals(Set.of("mcp:use", "crm:write"), principal.scopes());
    long left = principal.expires().orElseThrow().getEpochSecond() - now();
    assertTrue(left > 300 && left <= 310, "expires in " + left);
  }

  @Test
  void refusesAChainOfActorsThatIsNone() throws Exception {
    assertChallenged("actors", claims -> claims.setStringClaim("act", "planner"));
    assertChallenged("actors", claims -> claims.setClaim("act", Map.of("name", "planner")));
    assertChallenged("actors", claims -> claims.setClaim("act", nested(9)));
    assertEquals(
        8, known(identify(issuer.token(c -> c.setClaim("act", nested(8))))).actors().size());
  }

  private static Map<String, Object> nested(int depth) {
    Map<String, Object> actor = new HashMap<>(Map.of("sub", "a" + depth));
    if (depth > 1) {
      actor.put("act", nested(depth - 1));
    }
    return actor;
  }

  @Test
  void holdsATokenAgainstTheOneIssuerThatItNames() throws Exception {
    try (TestIssuer other = TestIssuer.start()) {
      TokenIdentifier both =
          Issuers.identifier(List.of(Issuers.settings(issuer), Issuers.settings(other)), List.of());
      assertEquals(
          other.uri().toString(),
          known(both.identify(Credentials.bearer(other.token(_ -> {}), "p"))).issuer().get());
      String crossed = other.token(claims -> claims.setIssuer(issuer.uri().toString()));
      assertInstanceOf(
          Identification.Challenged.class, both.identify(Credentials.bearer(crossed, "192.0.2.1")));
    }
  }

  @Test
  void asksForTheScopesThatEveryCallNeeds() throws Exception {
    TokenIdentifier scoped =
        Issuers.identifier(List.of(Issuers.settings(issuer)), List.of("mcp:use"));
    String without = issuer.token(claims -> claims.setStringClaim("scope", "openid a\"b"));
    assertEquals(
        new Identification.Challenged(
            403,
            "Bearer error=\"insufficient_scope\", scope=\"mcp:use openid\", resource_metadata=\""
                + Issuers.METADATA
                + "\"",
            "scope"),
        scoped.identify(Credentials.bearer(without, "192.0.2.1")));
    String with = issuer.token(claims -> claims.setStringClaim("scope", "mcp:use"));
    known(scoped.identify(Credentials.bearer(with, "192.0.2.1")));
  }

  @Test
  void putsNothingOfATokenIntoItsText() throws Exception {
    String token = issuer.token(_ -> {});
    assertFalse(Credentials.bearer(token, "192.0.2.1").toString().contains(token));
  }

  private static Principal known(Identification found) {
    return assertInstanceOf(Identification.Known.class, found).principal();
  }

  private void assertChallenged(String reason, Consumer<JwtClaims> change) throws Exception {
    Identification found = identify(issuer.token(change));
    Identification.Challenged challenged = assertInstanceOf(Identification.Challenged.class, found);
    assertEquals(reason, challenged.reason());
    assertEquals(401, challenged.status());
    assertTrue(challenged.challenge().startsWith("Bearer error=\"invalid_token\""));
  }

  private Identification identify(String token) {
    return identifier.identify(Credentials.bearer(token, "192.0.2.1"));
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }
}
