package dev.gatehouse.gateway.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.adapters.dial.Dialler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Web sites of clients and issuers that are away for a while, or say something else than before.
 */
class PassingTroubleTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
  private final AtomicReference<String> body = new AtomicReference<>("");
  private final AtomicInteger status = new AtomicInteger(200);
  private final AtomicInteger fetches = new AtomicInteger();
  private HttpServer site;
  private ClientDocuments documents;
  private KeySets sets;

  @BeforeEach
  void start() throws Exception {
    site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          fetches.incrementAndGet();
          byte[] bytes = body.get().getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status.get(), bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    site.start();
    Fetching here = new Fetching(Fetching.Reach.THIS_MACHINE, Dialler.standard());
    documents = new ClientDocuments(here, true, now::get);
    sets = new KeySets(here, now::get);
    body.set(
        """
        {"client_id":"%s","client_name":"Ide","redirect_uris":["http://127.0.0.1/cb"]}
        """
            .formatted(id()));
  }

  @AfterEach
  void stop() {
    site.stop(0);
  }

  private String id() {
    return "http://127.0.0.1:" + site.getAddress().getPort() + "/client";
  }

  private void pass(Duration time) {
    now.updateAndGet(it -> it.plus(time));
  }

  private String found(String peer) throws Exception {
    return documents.find(id(), peer).map(Client::name).orElse("none");
  }

  private void assertLater(String id, String peer) {
    RefusedException later =
        assertThrows(RefusedException.class, () -> documents.find(id, peer), id);
    assertEquals("temporarily_unavailable", later.error());
    assertEquals(503, later.status());
  }

  @Test
  void saysNeitherYesNorNoOfAClientWhoseSiteIsAway() throws Exception {
    status.set(503);
    assertLater(id(), "peer");
    status.set(404);
    assertEquals("none", found("peer"));
    status.set(200);
    assertEquals("Ide", found("peer"));
  }

  @Test
  void keepsAClientForADayWhileItsSiteIsAway() throws Exception {
    assertEquals("Ide", found("peer"));
    status.set(502);
    pass(Duration.ofHours(24));
    assertEquals("Ide", found("peer"));
    assertEquals(2, fetches.get(), "it was asked again");
    status.set(404);
    assertEquals("none", found("peer"), "what its site takes back is over");
    status.set(502);
    assertLater(id(), "peer");
  }

  @Test
  void tellsAPeerThatAskedForTooManyToComeBack() throws Exception {
    status.set(404);
    for (int i = 0; i < 30; i++) {
      assertEquals(Optional.empty(), documents.find(id() + i, "one"));
    }
    status.set(200);
    assertLater(id(), "one");
    assertEquals("Ide", found("another"));
    assertEquals("Ide", found("one"));
  }

  @Test
  void fetchesKeysAgainForOneThatIsNew() throws Exception {
    EllipticCurveJsonWebKey first = key("first");
    EllipticCurveJsonWebKey second = key("second");
    publish(first);
    assertTrue(isGood(first));
    publish(second);
    pass(Duration.ofSeconds(9));
    assertFalse(isGood(second), "its set is of now");
    pass(Duration.ofSeconds(1));
    assertTrue(isGood(second));
    assertFalse(isGood(first));
    assertFalse(isGood(key("second")), "another key of the same name");
    assertEquals(2, fetches.get());
  }

  @Test
  void saysNothingOfAKeyWhileItsSetIsAwayAndAsksSeldom() throws Exception {
    EllipticCurveJsonWebKey first = key("first");
    EllipticCurveJsonWebKey second = key("second");
    status.set(500);
    assertAway(first);
    assertAway(first);
    assertEquals(1, fetches.get(), "a failure is remembered");
    status.set(200);
    publish(first);
    pass(Duration.ofSeconds(30));
    assertTrue(isGood(first));
    status.set(500);
    pass(Duration.ofHours(23));
    assertTrue(isGood(first), "the last that was had counts");
    assertAway(second);
    pass(Duration.ofHours(1));
    assertAway(first);
  }

  private static EllipticCurveJsonWebKey key(String id) throws Exception {
    EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    key.setKeyId(id);
    return key;
  }

  private void publish(EllipticCurveJsonWebKey key) {
    body.set(new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY));
  }

  private void assertAway(EllipticCurveJsonWebKey key) {
    InvalidJwtException failure = assertThrows(InvalidJwtException.class, () -> check(key));
    assertTrue(KeySets.AwayException.isBehind(failure), failure.toString());
  }

  private boolean isGood(EllipticCurveJsonWebKey key) throws Exception {
    try {
      check(key);
      return true;
    } catch (InvalidJwtException e) {
      assertFalse(KeySets.AwayException.isBehind(e), e.toString());
      return false;
    }
  }

  private void check(EllipticCurveJsonWebKey key) throws Exception {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setAlgorithmHeaderValue("ES256");
    signature.setPayload("{\"sub\":\"x\"}");
    var _ =
        new JwtConsumerBuilder()
            .setVerificationKeyResolver(sets.at(URI.create(id())))
            .build()
            .processToClaims(signature.getCompactSerialization());
  }
}
