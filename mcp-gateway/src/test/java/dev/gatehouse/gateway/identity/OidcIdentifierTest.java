package dev.gatehouse.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OidcIdentifierTest {
  private TestIssuer issuer;
  private OidcIdentifier identifier;

  @BeforeEach
  void start() throws Exception {
    issuer = TestIssuer.start();
    identifier =
        new OidcIdentifier(
            new OidcSettings(
                issuer.uri(),
                "gatehouse",
                "preferred_username",
                "groups",
                List.of(AlgorithmIdentifiers.RSA_USING_SHA256),
                Duration.ofSeconds(5),
                URI.create("https://mcp.example.com/.well-known/oauth-protected-resource/mcp")));
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
            401,
            "Bearer"
                + " resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource/mcp\"",
            "no-token"),
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
  void fetchesTheKeysOnceHoweverManyMadeUpOnesAreNamed() throws Exception {
    identify(issuer.token(_ -> {}));
    int before = issuer.keyFetches();
    for (int i = 0; i < 20; i++) {
      issuer.rotate();
      identify(issuer.token(_ -> {}));
    }
    assertTrue(issuer.keyFetches() - before <= 1, "fetched " + issuer.keyFetches());
  }

  @Test
  void putsNothingOfATokenIntoItsText() throws Exception {
    String token = issuer.token(_ -> {});
    assertFalse(Credentials.bearer(token, "192.0.2.1").toString().contains(token));
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
