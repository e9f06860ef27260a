package dev.gatehouse.gateway.identity;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;

/**
 * Checks bearer tokens that one OpenID Connect issuer signed: signature, issuer, audience, expiry
 * and not-before.
 *
 * <p>Source: RFC 6750, RFC 7519, RFC 9728; MCP 2026-07-28 basic/authorization. Thread-safe.
 */
public final class OidcIdentifier implements Identifier {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  /** Longer ones are refused unread: a header of this size holds hundreds of groups. */
  private static final int TOKEN_CHARS_MAX = 16 << 10;

  private final OidcSettings settings;
  private final JwtConsumer consumer;

  /** Fetches nothing yet: the issuer need not be up when the gateway starts. */
  public OidcIdentifier(OidcSettings settings) {
    this.settings = settings;
    this.consumer =
        new JwtConsumerBuilder()
            .setRequireExpirationTime()
            .setRequireSubject()
            .setExpectedIssuer(settings.issuer().toString())
            .setExpectedAudience(settings.audience())
            .setAllowedClockSkewInSeconds((int) settings.clockSkew().toSeconds())
            .setJwsAlgorithmConstraints(
                new AlgorithmConstraints(
                    AlgorithmConstraints.ConstraintType.PERMIT,
                    settings.algorithms().toArray(String[]::new)))
            .setVerificationKeyResolver(new IssuerKeys(settings.issuer()))
            .build();
  }

  @Override
  public Identification identify(Credentials credentials) {
    if (credentials.token().isEmpty()) {
      return new Identification.Challenged(401, challenge(""), "no-token");
    }
    String token = credentials.token().get().text();
    if (token.length() > TOKEN_CHARS_MAX) {
      return refused("too-long");
    }
    try {
      JwtContext context = consumer.process(token);
      return principal(context.getJwtClaims().getRawJson())
          .<Identification>map(Identification.Known::new)
          .orElseGet(() -> refused("no-name"));
    } catch (InvalidJwtException e) {
      return refused(reason(e));
    } catch (JsonException | ClassCastException _) {
      return refused("unreadable-claims");
    }
  }

  private Optional<Principal> principal(String claimsJson) {
    try (JsonReader reader = READERS.createReader(new StringReader(claimsJson))) {
      JsonObject claims = reader.readObject();
      return claims.get(settings.nameClaim()) instanceof JsonString name
              && !name.getString().isBlank()
          ? Optional.of(
              new Principal(
                  name.getString(),
                  Optional.of(settings.issuer().toString()),
                  groups(claims),
                  Set.of(),
                  Set.of(),
                  Optional.empty(),
                  List.of(),
                  claims,
                  Optional.empty(),
                  true))
          : Optional.empty();
    }
  }

  private List<String> groups(JsonObject claims) {
    JsonValue value = claims.getOrDefault(settings.groupsClaim(), JsonValue.EMPTY_JSON_ARRAY);
    return value.getValueType() == JsonValue.ValueType.ARRAY
        ? value.asJsonArray().stream()
            .filter(JsonString.class::isInstance)
            .map(group -> ((JsonString) group).getString())
            .toList()
        : List.of();
  }

  private Identification refused(String reason) {
    String error =
        "error=\"invalid_token\", error_description=\"" + reason.replace('-', ' ') + "\", ";
    return new Identification.Challenged(401, challenge(error), reason);
  }

  private String challenge(String error) {
    return "Bearer " + error + "resource_metadata=\"" + settings.metadata() + "\"";
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
