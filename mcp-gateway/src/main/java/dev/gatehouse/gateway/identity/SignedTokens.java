package dev.gatehouse.gateway.identity;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;

/**
 * Checks the signed tokens of one issuer: kind, signature, issuer, audience, expiry and not-before.
 * Thread-safe.
 *
 * <p>Source: RFC 7519, RFC 8725, RFC 9068.
 */
final class SignedTokens {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  /** What access tokens say they are, where they do; others are proofs, grants and the like. */
  private static final List<String> KINDS = List.of("", "jwt", "at+jwt", "jose");

  private final JwtConsumer consumer;

  /** Fetches nothing yet: the issuer need not be up when the gateway starts. */
  SignedTokens(IssuerSettings settings, IssuerKeys keys) {
    this.consumer =
        new JwtConsumerBuilder()
            .setRequireExpirationTime()
            .setRequireSubject()
            .setExpectedIssuer(settings.issuer())
            .setExpectedAudience(settings.audiences().toArray(String[]::new))
            .setAllowedClockSkewInSeconds((int) settings.skew().toSeconds())
            .setJwsAlgorithmConstraints(
                new AlgorithmConstraints(
                    AlgorithmConstraints.ConstraintType.PERMIT,
                    settings.algorithms().toArray(String[]::new)))
            .setVerificationKeyResolver(keys)
            .build();
  }

  Checked check(String token) {
    try {
      JwtContext context = consumer.process(token);
      if (context.getJoseObjects().size() != 1) {
        return new Checked.Bad("nested");
      }
      String kind = context.getJoseObjects().getFirst().getHeader("typ");
      if (!KINDS.contains(plain(kind == null ? "" : kind))) {
        return new Checked.Bad("wrong-kind");
      }
      return new Checked.Good(claims(context.getJwtClaims().getRawJson()));
    } catch (InvalidJwtException e) {
      return new Checked.Bad(reason(e));
    } catch (JsonException | ClassCastException _) {
      return new Checked.Bad("unreadable-claims");
    }
  }

  private static String plain(String kind) {
    String word = kind.toLowerCase(Locale.ROOT);
    return word.startsWith("application/") ? word.substring("application/".length()) : word;
  }

  /** The object that a token's payload is. */
  static JsonObject claims(String json) {
    try (JsonReader reader = READERS.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }

  private static String reason(InvalidJwtException e) {
    if (e.hasExpired()) {
      return "expired";
    }
    if (e.hasErrorCode(ErrorCodes.AUDIENCE_INVALID)
        || e.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
      return "wrong-audience";
    }
    if (e.hasErrorCode(ErrorCodes.ISSUER_INVALID) || e.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
      return "wrong-issuer";
    }
    if (e.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
      return "not-yet-valid";
    }
    return "invalid";
  }
}
