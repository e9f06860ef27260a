package dev.gatehouse.gateway.signin.oidc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.gateway.signin.JsonDocuments;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;

/**
 * Checks what the provider says of who signed in.
 *
 * <p>Source: OpenID Connect Core 1.0 §3.1.3.7, §12.2.
 */
record IdTokens(OidcSettings settings) {
  private static final List<String> ALGORITHMS =
      List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA");

  /** What other tokens of a provider say they are. */
  private static final List<String> KINDS = List.of("", "jwt", "jose");

  /** What checking one gives. */
  sealed interface Checked {
    /** It is good, and says this. */
    record Good(JsonObject claims) implements Checked {}

    /** It is not, for a reason in one word. */
    record Bad(String reason) implements Checked {}
  }

  /** Not by a key that is known: the provider may have a new one. */
  static final Checked.Bad UNSIGNED = new Checked.Bad("signature");

  /**
   * Checks one.
   *
   * @param nonce of the sign-in; at a refresh there is none
   */
  Checked check(
      String token, List<JsonWebKey> keys, Optional<String> nonce, Optional<String> accessToken) {
    try {
      JwtContext context =
          new JwtConsumerBuilder()
              .setRequireExpirationTime()
              .setRequireIssuedAt()
              .setRequireSubject()
              .setExpectedIssuer(settings.issuer())
              .setExpectedAudience(settings.clientId())
              .setAllowedClockSkewInSeconds((int) settings.skew().toSeconds())
              .setJwsAlgorithmConstraints(
                  new AlgorithmConstraints(
                      AlgorithmConstraints.ConstraintType.PERMIT,
                      ALGORITHMS.toArray(String[]::new)))
              .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
              .build()
              .process(token);
      String kind = context.getJoseObjects().getFirst().getHeader("typ");
      if ((context.getJoseObjects().size() != 1)
          || !KINDS.contains(kind == null ? "" : kind.toLowerCase(Locale.ROOT))) {
        return new Checked.Bad("kind");
      }
      JsonObject claims = JsonDocuments.object(context.getJwtClaims().getRawJson());
      String algorithm = context.getJoseObjects().getFirst().getAlgorithmHeaderValue();
      return checked(claims, algorithm, nonce, accessToken);
    } catch (InvalidJwtException e) {
      return e.hasErrorCode(ErrorCodes.SIGNATURE_INVALID) || isWithoutKey(e)
          ? UNSIGNED
          : new Checked.Bad(e.hasExpired() ? "expired" : "id-token");
    } catch (JsonException | ClassCastException _) {
      return new Checked.Bad("id-token");
    }
  }

  private static boolean isWithoutKey(InvalidJwtException e) {
    return e.hasErrorCode(ErrorCodes.MISCELLANEOUS)
        || e.getCause() instanceof org.jose4j.lang.UnresolvableKeyException;
  }

  private Checked checked(
      JsonObject claims, String algorithm, Optional<String> nonce, Optional<String> accessToken) {
    boolean isForSeveral = claims.get("aud") instanceof JsonArray all && all.size() > 1;
    String party = claims.getString("azp", isForSeveral ? "" : settings.clientId());
    if (!party.equals(settings.clientId())) {
      return new Checked.Bad("azp");
    }
    if (nonce.isPresent() && !nonce.get().equals(claims.getString("nonce", ""))) {
      return new Checked.Bad("nonce");
    }
    boolean isBound =
        !claims.containsKey("at_hash")
            || accessToken
                .filter(text -> claims.getString("at_hash").equals(half(text, algorithm)))
                .isPresent();
    return isBound ? new Checked.Good(claims) : new Checked.Bad("at-hash");
  }

  /** The left half of the digest that goes with an algorithm. */
  static String half(String text, String algorithm) {
    String digest =
        algorithm.endsWith("256") ? "SHA-256" : (algorithm.endsWith("384") ? "SHA-384" : "SHA-512");
    try {
      byte[] whole = MessageDigest.getInstance(digest).digest(text.getBytes(US_ASCII));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(whole, whole.length / 2));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + digest, e);
    }
  }
}
