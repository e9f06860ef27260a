package dev.gatehouse.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;

/**
 * Checks the proofs of possession that come with tokens which are bound to a key, and remembers
 * them, so that each works once. Thread-safe.
 *
 * <p>Source: RFC 9449 §4.3, §7.1.
 */
final class Proofs {
  private static final int PROOF_CHARS_MAX = 8 << 10;
  private static final int ID_CHARS_MAX = 256;

  /** How far a client's clock may be off, as the MCP profile of DPoP asks for. */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  /** Of about 150 bytes each: a hundred proofs a second for as long as each is remembered. */
  private static final long REMEMBERED_MAX = 60_000;

  /** What the algorithms are that can sign a proof; a shared secret proves nothing. */
  static final List<String> ALGORITHMS =
      List.of("ES256", "ES384", "ES512", "RS256", "PS256", "EdDSA");

  private final InstantSource clock;
  private final Cache<String, Boolean> seen =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED_MAX)
          .expireAfterWrite(WINDOW.multipliedBy(2))
          .build();

  Proofs(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What is wrong with a proof, in one word; nothing where it is good.
   *
   * @param token that it came with
   * @param thumbprint of the key that the token is bound to; RFC 7638
   */
  Optional<String> fault(AccessToken.Proof proof, String token, String thumbprint) {
    if (proof.headers().size() != 1 || proof.headers().getFirst().length() > PROOF_CHARS_MAX) {
      return Optional.of("proof-count");
    }
    try {
      JsonWebSignature signature = new JsonWebSignature();
      signature.setCompactSerialization(proof.headers().getFirst());
      signature.setAlgorithmConstraints(
          new AlgorithmConstraints(
              AlgorithmConstraints.ConstraintType.PERMIT, ALGORITHMS.toArray(String[]::new)));
      PublicJsonWebKey key = signature.getHeaders().getPublicJwkHeaderValue("jwk", null);
      if (key == null
          || key.getPrivateKey() != null
          || !"dpop+jwt".equals(signature.getHeader("typ"))) {
        return Optional.of("proof-unreadable");
      }
      signature.setKey(key.getPublicKey());
      if (!signature.verifySignature() || !thumbprint.equals(thumbprint(key))) {
        return Optional.of("proof-of-another-key");
      }
      return fault(JwtClaims.parse(signature.getPayload()), proof, token, thumbprint);
    } catch (JoseException | InvalidJwtException | MalformedClaimException e) {
      return Optional.of("proof-unreadable");
    }
  }

  private Optional<String> fault(
      JwtClaims claims, AccessToken.Proof proof, String token, String thumbprint)
      throws MalformedClaimException {
    String id = claims.getJwtId();
    if (id == null || id.isBlank() || id.length() > ID_CHARS_MAX || claims.getIssuedAt() == null) {
      return Optional.of("proof-unreadable");
    }
    if (!proof.method().equals(claims.getStringClaimValue("htm"))
        || !isSame(claims.getStringClaimValue("htu"), proof.uri())) {
      return Optional.of("proof-of-another-request");
    }
    if (!Hashes.sha256(token).equals(claims.getStringClaimValue("ath"))) {
      return Optional.of("proof-of-another-token");
    }
    long age = clock.instant().getEpochSecond() - claims.getIssuedAt().getValue();
    if (Math.abs(age) > WINDOW.toSeconds()) {
      return Optional.of("proof-untimely");
    }
    return seen.asMap().putIfAbsent(Hashes.sha256(thumbprint + ' ' + id), true) == null
        ? Optional.empty()
        : Optional.of("proof-replayed");
  }

  private static String thumbprint(JsonWebKey key) {
    return key.calculateBase64urlEncodedThumbprint("SHA-256");
  }

  /** Scheme and host in any case, a port that goes without saying, no query: RFC 9449 §4.3. */
  private static boolean isSame(String claimed, URI request) {
    try {
      return claimed != null && plain(URI.create(claimed)).equals(plain(request));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String plain(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    int port = uri.getPort() < 0 ? usual : uri.getPort();
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return scheme
        + "://"
        + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT)
        + ":"
        + port
        + path;
  }
}
