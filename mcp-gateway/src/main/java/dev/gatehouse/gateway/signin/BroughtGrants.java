package dev.gatehouse.gateway.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;

/**
 * Grants that the company's provider gave a client to bring here: its word that this client may act
 * for this person.
 *
 * <p>Each is good once. Source: draft-ietf-oauth-identity-assertion-authz-grant §4.3; MCP
 * enterprise-managed authorization §5.1. Thread-safe.
 */
final class BroughtGrants {
  private static final String KIND = "oauth-id-jag+jwt";
  private static final Duration LIFE_MAX = Duration.ofMinutes(10);
  private static final int SKEW_SECONDS = 30;
  private static final long SEEN_MAX = 100_000;

  private final SigninSettings settings;
  private final KeySets keySets;
  private final AuthorizationRequests requests;
  private final Cache<String, Boolean> seen =
      Caffeine.newBuilder().maximumSize(SEEN_MAX).expireAfterWrite(LIFE_MAX.plusMinutes(2)).build();

  BroughtGrants(SigninSettings settings, KeySets keySets) {
    this.settings = settings;
    this.keySets = keySets;
    this.requests = new AuthorizationRequests(settings);
  }

  boolean areTaken() {
    return settings.grants().isPresent();
  }

  Granted granted(Client client, Fields fields) throws RefusedException {
    if (client.isPublic()) {
      throw new RefusedException(
          "unauthorized_client", "grant-type", "a client without a secret brings no grants");
    }
    SigninSettings.TrustedGrants trusted =
        settings.grants().orElseThrow(() -> RefusedException.grant("grants-off"));
    JsonObject claims = checked(fields.required("assertion"), trusted);
    if (!claims.getString("client_id", "").equals(client.id())) {
      throw RefusedException.grant("grant-of-another");
    }
    String resource = resource(claims, fields.get("resource"));
    Set<String> scopes = scopes(claims, fields.get("scope"));
    Person person =
        new Person(
            claims.getString("sub"),
            claims.getString(trusted.name(), ""),
            groups(claims, trusted.groups()),
            Optional.empty());
    // Somebody who acts for the person, or a key that the client has to have: of both we know
    // nothing.
    if (!person.isNamed() || claims.containsKey("cnf") || claims.containsKey("act")) {
      throw RefusedException.grant("grant-claims");
    }
    // Last, so that what is refused for another reason is not taken for used.
    String id = Handles.digest(trusted.issuer() + " " + claims.getString("jti"));
    if (seen.asMap().putIfAbsent(id, Boolean.TRUE) != null) {
      throw RefusedException.grant("grant-twice");
    }
    return new Granted(client.id(), person, resource, scopes);
  }

  private JsonObject checked(String assertion, SigninSettings.TrustedGrants trusted)
      throws RefusedException {
    try {
      JwtContext context =
          new JwtConsumerBuilder()
              .setExpectedType(true, KIND)
              .setRequireExpirationTime()
              .setRequireIssuedAt()
              .setRequireJwtId()
              .setRequireSubject()
              .setMaxFutureValidityInMinutes((int) LIFE_MAX.toMinutes())
              .setExpectedIssuer(trusted.issuer())
              .setExpectedAudience(settings.issuer())
              .setAllowedClockSkewInSeconds(SKEW_SECONDS)
              .setJwsAlgorithmConstraints(
                  new AlgorithmConstraints(
                      AlgorithmConstraints.ConstraintType.PERMIT,
                      ClientProofs.ALGORITHMS.toArray(String[]::new)))
              .setVerificationKeyResolver(keySets.at(URI.create(trusted.jwks())))
              .build()
              .process(assertion);
      JsonObject claims = JsonDocuments.object(context.getJwtClaims().getRawJson());
      boolean isForOne =
          !(claims.get("aud") instanceof JsonArray audiences) || audiences.size() == 1;
      if (context.getJoseObjects().size() != 1 || !isForOne) {
        throw RefusedException.grant("grant-claims");
      }
      return claims;
    } catch (InvalidJwtException e) {
      throw KeySets.AwayException.isBehind(e)
          ? RefusedException.later("keys-away", "the keys of the provider cannot be read now")
          : RefusedException.grant("grant-not-good");
    } catch (jakarta.json.JsonException _) {
      throw RefusedException.grant("grant-not-good");
    }
  }

  private String resource(JsonObject claims, Optional<String> asked) throws RefusedException {
    String resource = settings.resource(asked);
    Set<String> named = words(claims, "resource", false);
    if (!claims.containsKey("resource") || named.contains(resource)) {
      return resource;
    }
    return settings.resources().stream()
        .filter(named::contains)
        .filter(_ -> asked.isEmpty())
        .findFirst()
        .orElseThrow(() -> RefusedException.grant("grant-resource"));
  }

  private Set<String> scopes(JsonObject claims, Optional<String> asked) throws RefusedException {
    Set<String> named = words(claims, "scope", true);
    Set<String> scopes =
        new LinkedHashSet<>(
            asked.isPresent() || named.isEmpty()
                ? requests.scopes(asked)
                : requests.scopes(Optional.of(String.join(" ", named))));
    if (claims.containsKey("scope")) {
      scopes.retainAll(named);
    }
    return scopes;
  }

  private static List<String> groups(JsonObject claims, String name) {
    return List.copyOf(words(claims, name, false));
  }

  private static Set<String> words(JsonObject claims, String name, boolean isSplit) {
    Set<String> words = new LinkedHashSet<>();
    if (claims.get(name) instanceof JsonString text) {
      words.addAll(isSplit ? List.of(text.getString().split(" +", -1)) : List.of(text.getString()));
    } else if (claims.get(name) instanceof JsonArray array) {
      array.forEach(
          each -> {
            if (each instanceof JsonString text) {
              words.add(text.getString());
            }
          });
    }
    return words;
  }
}
