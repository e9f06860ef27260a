package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.UpstreamException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * How the gateway shows an authorization server who it is. Thread-safe.
 *
 * <p>Source: RFC 6749 §2.3.1, RFC 7523 §2.2, OpenID Connect Core 1.0 §9.
 */
final class ClientProof {
  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** It is used at once; the rest is for clocks that differ. */
  private static final Duration ASSERTION_LASTS = Duration.ofMinutes(5);

  /**
   * What a request says of its sender.
   *
   * @param header named {@code Authorization}
   * @param form parameters
   */
  record Shown(Optional<String> header, Map<String, String> form) {
    /** Nothing of it. */
    @Override
    public String toString() {
      return "Shown";
    }
  }

  private final OAuthSettings settings;
  private final Trouble trouble;
  private final InstantSource clock;

  ClientProof(OAuthSettings settings, Trouble trouble, InstantSource clock) {
    this.settings = settings;
    this.trouble = trouble;
    this.clock = clock;
  }

  /** What to show to this server. */
  Shown to(AuthorizationServer server) throws UpstreamException {
    return switch (settings.key()) {
      case OAuthSettings.ClientKey.Shared(Secret secret) -> shared(secret.text(), server);
      case OAuthSettings.ClientKey.Signing(SigningKey key) ->
          new Shown(
              Optional.empty(),
              Map.of(
                  "client_assertion_type",
                  JWT_BEARER,
                  "client_assertion",
                  assertion(key, server.name())));
    };
  }

  private Shown shared(String secret, AuthorizationServer server) throws UpstreamException {
    if (server.takes("client_secret_basic")) {
      String pair = SmallHttp.encoded(settings.clientId()) + ":" + SmallHttp.encoded(secret);
      byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
      return new Shown(Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes)), Map.of());
    }
    if (server.takes("client_secret_post")) {
      return new Shown(
          Optional.empty(), Map.of("client_id", settings.clientId(), "client_secret", secret));
    }
    throw trouble.forbidden("has an authorization server that takes no client secrets");
  }

  private String assertion(SigningKey key, String audience) throws UpstreamException {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(settings.clientId());
    claims.setSubject(settings.clientId());
    claims.setAudience(audience);
    claims.setGeneratedJwtId();
    claims.setIssuedAt(NumericDate.fromMilliseconds(clock.instant().toEpochMilli()));
    claims.setExpirationTime(
        NumericDate.fromMilliseconds(clock.instant().plus(ASSERTION_LASTS).toEpochMilli()));
    JsonWebSignature signature = new JsonWebSignature();
    signature.setHeader("typ", "JWT");
    signature.setPayload(claims.toJson());
    signature.setAlgorithmHeaderValue(key.algorithm());
    signature.setKey(key.key());
    key.id().ifPresent(signature::setKeyIdHeaderValue);
    try {
      return signature.getCompactSerialization();
    } catch (JoseException _) {
      // Its text may show the key.
      throw trouble.forbidden("has a private key that cannot sign with " + key.algorithm());
    }
  }
}
