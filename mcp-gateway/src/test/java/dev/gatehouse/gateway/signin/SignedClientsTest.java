package dev.gatehouse.gateway.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that show who they are by a signature. */
class SignedClientsTest {
  private static final String REDIRECT = "http://127.0.0.1/cb";

  @TempDir static Path folder;
  private static FakeOidc provider;
  private static SigninHouse house;
  private static HttpServer site;
  private static EllipticCurveJsonWebKey key;

  @BeforeAll
  static void start() throws Exception {
    provider = FakeOidc.start();
    house = SigninHouse.in(folder, provider);
    key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    key.setKeyId("its");
    site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String document =
        """
        {"client_id":"%s","client_name":"Signer","redirect_uris":["%s"],
        "token_endpoint_auth_method":"private_key_jwt","jwks":%s}
        """
            .formatted(
                id(), REDIRECT, new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY));
    site.createContext(
        "/",
        exchange -> {
          byte[] body = document.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    site.start();
  }

  @AfterAll
  static void stop() {
    site.stop(0);
    house.close();
    provider.close();
  }

  private static String id() {
    return "http://127.0.0.1:" + site.getAddress().getPort() + "/signer";
  }

  @Test
  void takesASignatureOnce() throws Exception {
    String assertion = assertion(key, _ -> {});
    assertEquals("", error(house.token(form(assertion))));
    assertEquals("invalid_client", error(house.token(form(assertion))));
    assertEquals("", error(house.token(form(assertion(key, _ -> {})))));
  }

  @Test
  void takesNoSignatureByAnotherKeyAndNoneAtAll() throws Exception {
    EllipticCurveJsonWebKey another = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    another.setKeyId("its");
    assertEquals("invalid_client", error(house.token(form(assertion(another, _ -> {})))));
    Map<String, String> without = form("");
    without.remove("client_assertion");
    without.remove("client_assertion_type");
    assertEquals("invalid_client", error(house.token(without)));
    Map<String, String> untyped = form(assertion(key, _ -> {}));
    untyped.remove("client_assertion_type");
    assertEquals("invalid_client", error(house.token(untyped)));
    String unsigned = assertion(key, _ -> {}).replaceFirst("\\.[^.]*$", ".");
    assertEquals("invalid_client", error(house.token(form(unsigned))));
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        row("audience", it -> it.setAudience("https://another.example")),
        row("two audiences", it -> it.setAudience(house.issuer, "https://another.example")),
        row("issuer", it -> it.setIssuer("desk")),
        row("subject", it -> it.setSubject("desk")),
        row("expired", it -> it.setExpirationTime(NumericDate.fromSeconds(1))),
        row("long", it -> it.setExpirationTimeMinutesInTheFuture(60)),
        row("no id", it -> it.unsetClaim("jti")),
        row("no end", it -> it.unsetClaim("exp")));
  }

  private static Arguments row(String name, Consumer<JwtClaims> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void takesNoSignatureOverSomethingElse(String name, Consumer<JwtClaims> change) throws Exception {
    assertEquals("invalid_client", error(house.token(form(assertion(key, change)))), name);
  }

  private static Map<String, String> form(String assertion) throws Exception {
    house.cookies.clear();
    Map<String, String> asking = house.asking();
    asking.put("client_id", id());
    asking.put("redirect_uri", REDIRECT);
    Map<String, String> form =
        house.exchanging(house.arrive(house.authorize(asking)).getOrDefault("code", ""));
    form.put("redirect_uri", REDIRECT);
    form.put("client_id", id());
    form.put("client_assertion", assertion);
    form.put("client_assertion_type", ClientProofs.ASSERTION_TYPE);
    return form;
  }

  private static String assertion(EllipticCurveJsonWebKey by, Consumer<JwtClaims> change)
      throws Exception {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(id());
    claims.setSubject(id());
    claims.setAudience(house.issuer);
    claims.setExpirationTimeMinutesInTheFuture(5);
    claims.setGeneratedJwtId();
    change.accept(claims);
    JsonWebSignature signature = new JsonWebSignature();
    signature.setKey(by.getPrivateKey());
    signature.setKeyIdHeaderValue(by.getKeyId());
    signature.setAlgorithmHeaderValue("ES256");
    signature.setPayload(claims.toJson());
    return signature.getCompactSerialization();
  }

  private static String error(HttpResponse<String> response) {
    return SigninHouse.json(response).getString("error", "");
  }
}
