package dev.gatehouse.gateway.signin;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * The keys by which tokens are signed: one that signs, and those before it for as long as a token
 * of theirs is good. Thread-safe.
 */
final class SigningKeys {
  /** Beyond the life of tokens, for clocks that differ. */
  private static final Duration GRACE = Duration.ofMinutes(10);

  private record Key(EllipticCurveJsonWebKey pair, Instant signsUntil, Instant until) {}

  private final KeptTable table;
  private final Duration signsFor;
  private final Duration servedAfter;
  private final InstantSource clock;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile List<Key> keys = List.of();

  SigningKeys(KeptTable table, Duration signsFor, Duration tokenLife, InstantSource clock) {
    this.table = table;
    this.signsFor = signsFor;
    this.servedAfter = tokenLife.plus(GRACE);
    this.clock = clock;
  }

  /** These claims, signed. */
  String sign(String type, String claims) throws SQLException {
    JsonWebSignature signature = new JsonWebSignature();
    EllipticCurveJsonWebKey pair = signing().pair();
    signature.setKey(pair.getPrivateKey());
    signature.setKeyIdHeaderValue(pair.getKeyId());
    signature.setHeader("typ", type);
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    signature.setPayload(claims);
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("cannot sign a token", e);
    }
  }

  /** The public halves of all keys whose tokens may be good, as a JWK set. */
  String published() throws SQLException {
    try {
      signing();
    } catch (SQLException e) {
      // Tokens by the keys that we know are good, whatever keeps us from making another.
      if (keys.isEmpty()) {
        throw e;
      }
    }
    Instant now = clock.instant();
    return new JsonWebKeySet(
            keys.stream().filter(key -> key.until().isAfter(now)).map(Key::pair).toList())
        .toJson(OutputControlLevel.PUBLIC_ONLY);
  }

  private Key signing() throws SQLException {
    List<Key> known = keys;
    if (known.isEmpty() || !known.getFirst().signsUntil().isAfter(clock.instant())) {
      changing.lock();
      try {
        change();
      } finally {
        changing.unlock();
      }
    }
    return keys.getFirst();
  }

  private void change() throws SQLException {
    Instant now = clock.instant();
    keys = read(now);
    if (keys.isEmpty() || !keys.getFirst().signsUntil().isAfter(now)) {
      EllipticCurveJsonWebKey pair = made();
      // If we crash here there is a key more, which nobody used.
      table.add(
          KeptTable.Kind.KEY,
          pair.getKeyId(),
          pair.toJson(OutputControlLevel.INCLUDE_PRIVATE),
          now.plus(signsFor).plus(servedAfter),
          now);
      keys = read(now);
    }
  }

  private List<Key> read(Instant now) throws SQLException {
    return table.all(KeptTable.Kind.KEY).stream()
        .filter(row -> row.until().isAfter(now))
        .map(row -> new Key(pair(row.text()), row.until().minus(servedAfter), row.until()))
        .sorted(Comparator.comparing(Key::until).reversed())
        .toList();
  }

  private static EllipticCurveJsonWebKey made() {
    try {
      EllipticCurveJsonWebKey pair = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      pair.setKeyId(pair.calculateBase64urlEncodedThumbprint("SHA-256"));
      pair.setAlgorithm(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
      pair.setUse("sig");
      return pair;
    } catch (JoseException e) {
      throw new IllegalStateException("every JDK makes keys of P-256", e);
    }
  }

  private static EllipticCurveJsonWebKey pair(String json) {
    try {
      return (EllipticCurveJsonWebKey) JsonWebKey.Factory.newJwk(json);
    } catch (JoseException _) {
      throw new IllegalStateException("a key of the table of sign-ins is none");
    }
  }
}
