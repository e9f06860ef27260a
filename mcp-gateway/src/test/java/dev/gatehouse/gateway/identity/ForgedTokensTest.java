package dev.gatehouse.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.Key;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody would try who has no token, or one that was not meant for here. */
class ForgedTokensTest {
  private static TestIssuer issuer;
  private static TestIssuer stranger;
  private static TokenIdentifier identifier;
  private static Map<String, String> forged;

  @BeforeAll
  static void forge() throws Exception {
    issuer = TestIssuer.start();
    stranger = TestIssuer.start();
    identifier = Issuers.identifier(List.of(Issuers.settings(issuer)), List.of());
    assertInstanceOf(
        Identification.Known.class,
        identifier.identify(Credentials.bearer(issuer.token(_ -> {}), "192.0.2.1")));
    forged = new LinkedHashMap<>();
    unsigned();
    byWrongKeys();
    byTricksOfTheHeader();
    withWrongClaims();
    mangled();
  }

  @AfterAll
  static void stop() {
    issuer.close();
    stranger.close();
  }

  static Stream<String> forgeries() {
    return forged.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void isRefusedAndToldNoMoreThanItMust(String how) {
    String token = forged.getOrDefault(how, "");
    Identification found = identifier.identify(Credentials.bearer(token, "192.0.2.1"));
    var challenged = assertInstanceOf(Identification.Challenged.class, found, how);
    assertEquals(401, challenged.status());
    String told = how.startsWith("expired") ? "has expired" : "is not accepted";
    assertEquals(
        "Bearer error=\"invalid_token\", resource_metadata=\""
            + Issuers.METADATA
            + "\", error_description=\"the token "
            + told
            + "\"",
        challenged.challenge());
    assertTrue(challenged.reason().matches("[a-z-]{1,30}"), challenged.reason());
    assertFalse(token.length() > 8 && challenged.toString().contains(token));
  }

  @org.junit.jupiter.api.Test
  void thereAreEnoughOfThem() {
    assertTrue(forged.size() >= 60, "only " + forged.size());
  }

  private static void unsigned() {
    String payload = issuer.payload(_ -> {});
    for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
      forged.put("alg " + none, part("{\"alg\":\"" + none + "\"}") + "." + part(payload) + ".");
    }
    forged.put("no alg", part("{}") + "." + part(payload) + ".");
    forged.put(
        "alg none with a signature", part("{\"alg\":\"none\"}") + "." + part(payload) + ".AAAA");
    forged.put("signature cut off", issuerToken(_ -> {}).replaceAll("[^.]*$", ""));
  }

  private static void byWrongKeys() throws Exception {
    String payload = issuer.payload(_ -> {});
    String id = "\"kid\":\"" + issuer.key().getKeyId() + "\"";
    RsaJsonWebKey own = RsaJwkGenerator.generateJwk(2048);
    EllipticCurveJsonWebKey curve = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    byte[] publicKey = issuer.key().getPublicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(publicKey)
            + "\n-----END PUBLIC KEY-----\n";
    String jwk = issuer.key().toJson(OutputControlLevel.PUBLIC_ONLY);
    for (String algorithm : List.of("HS256", "HS384", "HS512")) {
      put(algorithm + " with the public key", id, payload, algorithm, new HmacKey(publicKey));
    }
    put("HS256 with the public key in PEM", id, payload, "HS256", new HmacKey(pem.getBytes(UTF_8)));
    put("HS256 with the public key as JWK", id, payload, "HS256", new HmacKey(jwk.getBytes(UTF_8)));
    put("HS256 with nothing but zeros", id, payload, "HS256", new HmacKey(new byte[32]));
    put("another key under the issuer's id", id, payload, "RS256", own.getPrivateKey());
    put("another key and no id", "\"x\":1", payload, "RS256", own.getPrivateKey());
    put("another kind of key", id, payload, "ES256", curve.getPrivateKey());
    put("an algorithm that is not allowed", id, payload, "RS512", issuer.key().getPrivateKey());
    put("a padding that is not allowed", id, payload, "PS256", issuer.key().getPrivateKey());
    put("a stranger's key", id, payload, "RS256", stranger.key().getPrivateKey());
  }

  private static void byTricksOfTheHeader() throws Exception {
    String payload = issuer.payload(_ -> {});
    RsaJsonWebKey own = RsaJwkGenerator.generateJwk(2048);
    Key key = own.getPrivateKey();
    Key real = issuer.key().getPrivateKey();
    String id = "\"kid\":\"" + issuer.key().getKeyId() + "\"";
    put(
        "a key brought along",
        "\"jwk\":" + own.toJson(OutputControlLevel.PUBLIC_ONLY),
        payload,
        "RS256",
        key);
    put("a set of keys named", "\"jku\":\"" + stranger.uri() + "/keys\"", payload, "RS256", key);
    put("a certificate named", "\"x5u\":\"" + stranger.uri() + "/cert\"", payload, "RS256", key);
    put("a certificate brought along", "\"x5c\":[\"MIIB\"]", payload, "RS256", key);
    put("an id that is a path", "\"kid\":\"../../../../dev/null\"", payload, "RS256", key);
    put("an id that is a statement", "\"kid\":\"x' OR '1'='1\"", payload, "RS256", key);
    put(
        "an id that is an address",
        "\"kid\":\"" + stranger.uri() + "/keys\"",
        payload,
        "RS256",
        key);
    put("an id of nobody", "\"kid\":\"nobody\"", payload, "RS256", real);
    put(
        "something that must be understood",
        id + ",\"crit\":[\"x\"],\"x\":1",
        payload,
        "RS256",
        real);
    for (String kind :
        List.of(
            "dpop+jwt",
            "logout+jwt",
            "oauth-id-jag+jwt",
            "secevent+jwt",
            "token-introspection+jwt")) {
      put("a token of kind " + kind, id + ",\"typ\":\"" + kind + "\"", payload, "RS256", real);
    }
    String inner = issuerToken(_ -> {});
    put("a token inside a token", id + ",\"cty\":\"JWT\"", inner, "RS256", real);
  }

  private static void withWrongClaims() {
    wrong("another issuer", c -> c.setIssuer("https://evil.example"));
    wrong("another tenant of the host", c -> c.setIssuer(issuer.uri() + "/tenant"));
    wrong("the issuer with a slash", c -> c.setIssuer(issuer.uri() + "/"));
    wrong(
        "the issuer in capitals",
        c -> c.setIssuer(issuer.uri().toString().toUpperCase(java.util.Locale.ROOT)));
    wrong("no issuer", c -> c.unsetClaim("iss"));
    wrong("issuers", c -> c.setClaim("iss", List.of(issuer.uri().toString())));
    wrong("another audience", c -> c.setAudience("another"));
    wrong("the audience and more", c -> c.setAudience("gatehouse-admin"));
    wrong("other audiences", c -> c.setAudience("a", "b"));
    wrong("no audience", c -> c.unsetClaim("aud"));
    wrong("an audience that is an object", c -> c.setClaim("aud", Map.of("gatehouse", true)));
    wrong("expired a minute ago", c -> c.setExpirationTime(NumericDate.fromSeconds(now() - 60)));
    wrong("expired long ago", c -> c.setExpirationTime(NumericDate.fromSeconds(1)));
    wrong("no end", c -> c.unsetClaim("exp"));
    wrong("an end that is a text", c -> c.setStringClaim("exp", "never"));
    wrong("not yet", c -> c.setNotBefore(NumericDate.fromSeconds(now() + 60)));
    wrong("no subject", c -> c.unsetClaim("sub"));
    wrong("no name", c -> c.unsetClaim("preferred_username"));
    wrong("a blank name", c -> c.setStringClaim("preferred_username", " "));
    wrong("a name that is a list", c -> c.setStringListClaim("preferred_username", "ada", "bob"));
    wrong("a chain of actors that is none", c -> c.setStringClaim("act", "ada"));
    wrong(
        "bound to a key that nobody proves to hold",
        c -> c.setClaim("cnf", Map.of("jkt", "x".repeat(43))));
    wrong(
        "bound to a certificate that nobody brings",
        c -> c.setClaim("cnf", Map.of("x5t#S256", "x".repeat(43))));
  }

  private static void mangled() throws Exception {
    String good = issuerToken(_ -> {});
    String[] parts = good.split("\\.", -1);
    forged.put("nothing", "x");
    forged.put("no token at all", "no token at all");
    forged.put("dots", "..");
    forged.put("two parts", parts[0] + "." + parts[1]);
    forged.put("four parts", good + ".AAAA");
    forged.put("five parts, as if encrypted", good + ".AAAA.AAAA");
    forged.put(
        "a payload of another",
        parts[0]
            + "."
            + part(issuer.payload(c -> c.setStringClaim("preferred_username", "root")))
            + "."
            + parts[2]);
    forged.put(
        "a signature of another",
        parts[0] + "." + parts[1] + "." + issuerToken(c -> c.setSubject("1")).split("\\.", -1)[2]);
    forged.put("an end cut off", good.substring(0, good.length() - 5));
    forged.put("a beginning cut off", good.substring(5));
    forged.put("a payload that is no object", put("[]"));
    forged.put("a payload that is no JSON", put("ada"));
    forged.put(
        "a claim twice",
        put("{\"iss\":\"https://x.example\"," + issuer.payload(_ -> {}).substring(1)));
    forged.put("too long", good + "A".repeat(20_000));
    forged.put("a line end inside", good.substring(0, 20) + "\n" + good.substring(20));
  }

  private static String put(String payload) throws Exception {
    return TestIssuer.signed(
        "{\"kid\":\"" + issuer.key().getKeyId() + "\"}",
        payload,
        "RS256",
        issuer.key().getPrivateKey());
  }

  private static void put(String how, String header, String payload, String algorithm, Key key)
      throws Exception {
    forged.put(how, TestIssuer.signed("{" + header + "}", payload, algorithm, key));
  }

  private static void wrong(String how, Consumer<JwtClaims> change) {
    forged.put(how, issuerToken(change));
  }

  private static String issuerToken(Consumer<JwtClaims> change) {
    try {
      return issuer.token(change);
    } catch (org.jose4j.lang.JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }
}
