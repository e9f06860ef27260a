package dev.gatehouse.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.Key;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** A small OpenID Connect issuer: a discovery document, keys, and tokens as a test wants them. */
public final class TestIssuer implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger keyFetches = new AtomicInteger();
  private volatile RsaJsonWebKey key;

  /** Runs when an answer with keys is ready, before it is sent. */
  volatile Runnable beforeKeysAreSent = () -> {};

  private TestIssuer(HttpServer server, RsaJsonWebKey key) {
    this.server = server;
    this.key = key;
  }

  public static TestIssuer start() throws IOException, JoseException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TestIssuer issuer = new TestIssuer(server, newKey("first"));
    server.createContext(
        "/.well-known/openid-configuration",
        exchange ->
            send(
                exchange,
                "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}"
                    .formatted(issuer.uri(), issuer.uri())));
    server.createContext(
        "/keys",
        exchange -> {
          issuer.keyFetches.incrementAndGet();
          String keys =
              new JsonWebKeySet(List.of(issuer.key)).toJson(OutputControlLevel.PUBLIC_ONLY);
          issuer.beforeKeysAreSent.run();
          send(exchange, keys);
        });
    server.start();
    return issuer;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  int keyFetches() {
    return keyFetches.get();
  }

  void rotate() throws JoseException {
    key = newKey("next-" + System.nanoTime());
  }

  /** A token that is good but for what the change does to it. */
  public String token(Consumer<JwtClaims> change) throws JoseException {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    signature.setPayload(claims(change).toJson());
    return signature.getCompactSerialization();
  }

  /** Signs a payload with this key, under a header that says what it likes. */
  static String signed(String header, String payload, String algorithm, Key key)
      throws JoseException {
    JsonWebSignature signature = new JsonWebSignature();
    signature.getHeaders().setFullHeaderAsJsonString(header);
    signature.setAlgorithmHeaderValue(algorithm);
    signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    signature.setKey(key);
    signature.setDoKeyValidation(false);
    signature.setPayload(payload);
    return signature.getCompactSerialization();
  }

  /** The key that signs now. */
  RsaJsonWebKey key() {
    return key;
  }

  /** The claims of a good token, but for what the change does to them, as JSON. */
  String payload(Consumer<JwtClaims> change) {
    return claims(change).toJson();
  }

  /** The old trick: the public key, taken for the secret of a symmetric algorithm. */
  String signedWithPublicKeyAsSecret() throws JoseException {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setKey(new HmacKey(key.getPublicKey().getEncoded()));
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    signature.setPayload(claims(_ -> {}).toJson());
    return signature.getCompactSerialization();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  JwtClaims claims(Consumer<JwtClaims> change) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(uri().toString());
    claims.setAudience("gatehouse");
    claims.setSubject("0815");
    claims.setExpirationTimeMinutesInTheFuture(5);
    claims.setStringClaim("preferred_username", "ada");
    claims.setStringClaim("badge", "7");
    claims.setStringListClaim("groups", "finance", "staff");
    change.accept(claims);
    return claims;
  }

  private static RsaJsonWebKey newKey(String id) throws JoseException {
    RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
    key.setKeyId(id);
    return key;
  }

  private static void send(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
