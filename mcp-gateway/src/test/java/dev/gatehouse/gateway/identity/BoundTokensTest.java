package dev.gatehouse.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A token that is bound to a key works for whoever proves to hold it, and for nobody else. */
class BoundTokensTest {
  private static final URI REQUEST = URI.create("https://mcp.example.com/mcp");

  private TestIssuer issuer;
  private TokenIdentifier identifier;
  private EllipticCurveJsonWebKey key;
  private String token;

  @BeforeEach
  void start() throws Exception {
    issuer = TestIssuer.start();
    identifier = Issuers.identifier(List.of(Issuers.settings(issuer)), List.of());
    key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    token = boundTo(key);
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private String boundTo(JsonWebKey holder) throws Exception {
    String thumbprint = holder.calculateBase64urlEncodedThumbprint("SHA-256");
    return issuer.token(claims -> claims.setClaim("cnf", Map.of("jkt", thumbprint)));
  }

  @Test
  void knowsWhoProvesToHoldTheKey() throws Exception {
    assertEquals("known", with(proof(_ -> {})));
    assertEquals("known", with(proof(c -> c.setClaim("htu", "HTTPS://MCP.example.com:443/mcp"))));
    assertEquals("known", with(proof(c -> c.setIssuedAt(secondsAgo(290)))));
    assertEquals("known", with(proof(c -> c.setIssuedAt(secondsAgo(-290)))));
  }

  @Test
  void refusesATokenWhoseKeyNobodyProvesToHold() {
    assertEquals("no-proof", reason(Credentials.bearer(token, "p")));
  }

  @Test
  void refusesAProofOfSomethingElse() throws Exception {
    assertEquals("proof-of-another-request", with(proof(c -> c.setClaim("htm", "GET"))));
    assertEquals("proof-of-another-request", with(proof(c -> c.setClaim("htu", REQUEST + "/crm"))));
    assertEquals(
        "proof-of-another-request", with(proof(c -> c.setClaim("htu", "http://mcp.example.com"))));
    assertEquals("proof-of-another-request", with(proof(c -> c.setClaim("htu", "::"))));
    assertEquals("proof-of-another-request", with(proof(c -> c.unsetClaim("htu"))));
    assertEquals("proof-of-another-token", with(proof(c -> c.unsetClaim("ath"))));
    assertEquals(
        "proof-of-another-token", with(proof(c -> c.setClaim("ath", Hashes.sha256("another")))));
    assertEquals("proof-untimely", with(proof(c -> c.setIssuedAt(secondsAgo(310)))));
    assertEquals("proof-untimely", with(proof(c -> c.setIssuedAt(secondsAgo(-310)))));
    assertEquals("proof-unreadable", with(proof(c -> c.unsetClaim("iat"))));
    assertEquals("proof-unreadable", with(proof(c -> c.unsetClaim("jti"))));
    assertEquals("proof-unreadable", with(proof(c -> c.setJwtId("x".repeat(300)))));
    assertEquals("proof-unreadable", with("no proof at all"));
    assertEquals("proof-count", with("x".repeat(9000)));
  }

  @Test
  void refusesAProofByAnotherKey() throws Exception {
    EllipticCurveJsonWebKey other = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    assertEquals("proof-of-another-key", with(proof(other, other, "dpop+jwt", _ -> {})));
    // Signed by one, and showing the other.
    assertEquals("proof-of-another-key", with(proof(other, key, "dpop+jwt", _ -> {})));
    assertEquals("proof-unreadable", with(proof(key, key, "JWT", _ -> {})));
    JsonWebSignature shown = signature(key, "dpop+jwt", _ -> {});
    shown
        .getHeaders()
        .setObjectHeaderValue("jwk", key.toParams(OutputControlLevel.INCLUDE_PRIVATE));
    assertEquals("proof-unreadable", with(shown.getCompactSerialization()));
  }

  @Test
  void takesAProofOnceOnly() throws Exception {
    String proof = proof(c -> c.setJwtId("once"));
    assertEquals("known", with(proof));
    assertEquals("proof-replayed", with(proof));
    assertEquals("proof-replayed", with(proof(c -> c.setJwtId("once"))));
    assertEquals("proof-count", reason(credentials(token, proof(_ -> {}), proof(_ -> {}))));
  }

  @Test
  void refusesAProofWithATokenThatIsBoundToNothing() throws Exception {
    String free = issuer.token(_ -> {});
    assertEquals("not-bound", reason(credentials(free, proof(_ -> {}))));
  }

  @Test
  void saysHowAProofIsMadeWhereOneIsWrong() {
    Identification found = identifier.identify(credentials(token, "x"));
    String challenge = assertInstanceOf(Identification.Challenged.class, found).challenge();
    assertTrue(challenge.startsWith("DPoP error=\"invalid_dpop_proof\""), challenge);
    assertTrue(challenge.contains("algs=\"ES256 "), challenge);
  }

  private String with(String proof) {
    return reason(credentials(token, proof));
  }

  private static Credentials credentials(String token, String... proofs) {
    AccessToken.Proof proof = new AccessToken.Proof(List.of(proofs), "POST", REQUEST);
    return new Credentials(
        Optional.of(new AccessToken(token, Optional.of(proof))), Optional.empty(), "192.0.2.1");
  }

  private String reason(Credentials credentials) {
    return switch (identifier.identify(credentials)) {
      case Identification.Known _ -> "known";
      case Identification.Challenged challenged -> challenged.reason();
    };
  }

  private String proof(Consumer<JwtClaims> change) throws Exception {
    return proof(key, key, "dpop+jwt", change);
  }

  private String proof(
      EllipticCurveJsonWebKey signing,
      EllipticCurveJsonWebKey shown,
      String kind,
      Consumer<JwtClaims> change)
      throws Exception {
    JsonWebSignature signature = signature(signing, kind, change);
    signature
        .getHeaders()
        .setObjectHeaderValue("jwk", shown.toParams(OutputControlLevel.PUBLIC_ONLY));
    return signature.getCompactSerialization();
  }

  private JsonWebSignature signature(
      EllipticCurveJsonWebKey signing, String kind, Consumer<JwtClaims> change) {
    JwtClaims claims = new JwtClaims();
    claims.setJwtId(UUID.randomUUID().toString());
    claims.setIssuedAt(secondsAgo(0));
    claims.setClaim("htm", "POST");
    claims.setClaim("htu", REQUEST.toString());
    claims.setClaim("ath", Hashes.sha256(token));
    change.accept(claims);
    JsonWebSignature signature = new JsonWebSignature();
    signature.setHeader("typ", kind);
    signature.setAlgorithmHeaderValue("ES256");
    signature.setKey(signing.getPrivateKey());
    signature.setPayload(claims.toJson());
    return signature;
  }

  private static NumericDate secondsAgo(long seconds) {
    return NumericDate.fromMilliseconds(System.currentTimeMillis() - (seconds * 1000));
  }
}
