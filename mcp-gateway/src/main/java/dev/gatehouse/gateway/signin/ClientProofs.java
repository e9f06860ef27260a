package dev.gatehouse.gateway.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URLDecoder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;

/**
 * Which client asks for a token, as it can show: by its secret, in the header or the form, or by a
 * signature; one that keeps no secret says its id.
 *
 * <p>Source: RFC 6749 §2.3; RFC 7523 §3. Thread-safe.
 */
final class ClientProofs {
  static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** Of a signature, whose time is five minutes in the clients that we know. */
  static final List<String> ALGORITHMS = List.of("ES256", "RS256", "PS256", "EdDSA");

  private static final Duration LIFE_MAX = Duration.ofMinutes(10);
  private static final int SKEW_SECONDS = 30;
  private static final long SEEN_MAX = 100_000;

  /** Of one client, so that none pushes out what others used. */
  private static final int OF_A_CLIENT_MAX = 2000;

  private final SigninSettings settings;
  private final Clients clients;
  private final KeySets keySets;
  private final KeySets trusted;
  private final PeerLimit signatures = new PeerLimit(OF_A_CLIENT_MAX, LIFE_MAX.plusMinutes(2));
  private final Cache<String, Boolean> seen =
      Caffeine.newBuilder().maximumSize(SEEN_MAX).expireAfterWrite(LIFE_MAX.plusMinutes(2)).build();

  /**
   * Proofs.
   *
   * @param keySets of clients that describe themselves
   * @param trusted of those that the configuration names
   */
  ClientProofs(SigninSettings settings, Clients clients, KeySets keySets, KeySets trusted) {
    this.settings = settings;
    this.clients = clients;
    this.keySets = keySets;
    this.trusted = trusted;
  }

  /**
   * What a request says of its client.
   *
   * @param secrets what its secret may be: clients encode it in the header, or do not
   */
  private record Claimed(String id, List<String> secrets, Optional<String> assertion) {
    @Override
    public String toString() {
      return "Claimed[" + id + "]";
    }
  }

  /** The client that asks; throws {@code invalid_client} where it is not shown. */
  Client asking(Asked asked, Fields fields) throws RefusedException, SQLException {
    Claimed claimed = claimed(asked, fields);
    Client client =
        clients.find(claimed.id(), asked.peer()).orElseThrow(() -> invalid("client-unknown"));
    boolean isShown =
        switch (client.proof()) {
          case Client.Proof.None() -> claimed.secrets().isEmpty() && claimed.assertion().isEmpty();
          case Client.Proof.Secret(String digest) ->
              claimed.secrets().stream()
                  .anyMatch(it -> !it.isEmpty() && Handles.same(Handles.digest(it), digest));
          case Client.Proof.Keys(String jwks) -> isSigned(claimed, resolver(jwks));
          case Client.Proof.KeysAt(var address) ->
              // Whoever brings no signature makes us fetch nothing.
              claimed.assertion().isPresent()
                  && isSigned(
                      claimed,
                      (client.origin() == Client.Origin.CONFIGURED ? trusted : keySets)
                          .at(address));
        };
    if (!isShown) {
      throw invalid("client-not-shown");
    }
    return client;
  }

  private static RefusedException invalid(String reason) {
    return new RefusedException("invalid_client", reason, "the client is not known by this");
  }

  private static Claimed claimed(Asked asked, Fields fields) throws RefusedException {
    Optional<String> header = asked.header("authorization");
    Optional<String> secret = fields.get("client_secret");
    Optional<String> assertion = fields.get("client_assertion");
    int ways =
        (header.isPresent() ? 1 : 0)
            + (secret.isPresent() ? 1 : 0)
            + (assertion.isPresent() ? 1 : 0);
    if (ways > 1) {
      throw RefusedException.request("client-twice", "one way to show the client at a time");
    }
    if (header.isPresent()) {
      return basic(header.get(), fields);
    }
    if (assertion.isPresent()) {
      if (!fields.get("client_assertion_type").equals(Optional.of(ASSERTION_TYPE))) {
        throw invalid("assertion-type");
      }
      String subject = subject(assertion.get());
      if (!fields.get("client_id").orElse(subject).equals(subject)) {
        throw invalid("another-id");
      }
      return new Claimed(subject, List.of(), assertion);
    }
    return new Claimed(
        fields.get("client_id").orElseThrow(() -> invalid("no-client")),
        secret.stream().toList(),
        Optional.empty());
  }

  private static Claimed basic(String header, Fields fields) throws RefusedException {
    try {
      if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
        throw invalid("scheme");
      }
      String pair = new String(Base64.getDecoder().decode(header.substring(6).strip()), UTF_8);
      int colon = pair.indexOf(':');
      if (colon < 1) {
        throw invalid("basic");
      }
      String id = decoded(pair.substring(0, colon));
      if (!fields.get("client_id").orElse(id).equals(id)) {
        throw invalid("another-id");
      }
      String secret = pair.substring(colon + 1);
      return new Claimed(id, List.of(secret, decoded(secret)), Optional.empty());
    } catch (IllegalArgumentException _) {
      throw invalid("basic");
    }
  }

  /** As in a form; the same where it is not encoded so. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  private static String subject(String assertion) throws RefusedException {
    try {
      JwtClaims claims =
          new JwtConsumerBuilder()
              .setSkipAllValidators()
              .setDisableRequireSignature()
              .setSkipSignatureVerification()
              .build()
              .processToClaims(assertion);
      String subject = claims.getSubject();
      if (subject == null || !subject.equals(claims.getIssuer())) {
        throw invalid("assertion");
      }
      return subject;
    } catch (InvalidJwtException | MalformedClaimException _) {
      throw invalid("assertion");
    }
  }

  private static VerificationKeyResolver resolver(String jwks) throws RefusedException {
    try {
      return new JwksVerificationKeyResolver(new JsonWebKeySet(jwks).getJsonWebKeys());
    } catch (JoseException _) {
      throw invalid("client-keys");
    }
  }

  private boolean isSigned(Claimed claimed, VerificationKeyResolver keys) throws RefusedException {
    if (claimed.assertion().isEmpty()) {
      return false;
    }
    try {
      JwtClaims claims =
          new JwtConsumerBuilder()
              .setRequireExpirationTime()
              .setMaxFutureValidityInMinutes((int) LIFE_MAX.toMinutes())
              .setExpectedIssuer(claimed.id())
              .setExpectedSubject(claimed.id())
              .setRequireJwtId()
              .setExpectedAudience(
                  settings.issuer(), settings.issuer() + "/", settings.at("/token"))
              .setAllowedClockSkewInSeconds(SKEW_SECONDS)
              .setJwsAlgorithmConstraints(
                  new AlgorithmConstraints(
                      AlgorithmConstraints.ConstraintType.PERMIT,
                      ALGORITHMS.toArray(String[]::new)))
              .setVerificationKeyResolver(keys)
              .build()
              .processToClaims(claimed.assertion().get());
      if (!signatures.admits(claimed.id())) {
        throw RefusedException.later("too-many", "come back later");
      }
      String id = Handles.digest(claimed.id() + " " + claims.getJwtId());
      return (claims.getAudience().size() == 1)
          && seen.asMap().putIfAbsent(id, Boolean.TRUE) == null;
    } catch (InvalidJwtException e) {
      if (KeySets.AwayException.isBehind(e)) {
        throw RefusedException.later("keys-away", "the client's keys cannot be read now");
      }
      return false;
    } catch (MalformedClaimException _) {
      return false;
    }
  }
}
