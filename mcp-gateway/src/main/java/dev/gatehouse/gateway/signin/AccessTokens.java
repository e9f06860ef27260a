package dev.gatehouse.gateway.signin;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Makes access tokens: signed, short-lived, for one resource.
 *
 * <p>Source: RFC 9068. Thread-safe.
 */
final class AccessTokens {
  private final SigninSettings settings;
  private final SigningKeys keys;
  private final InstantSource clock;

  AccessTokens(SigninSettings settings, SigningKeys keys, InstantSource clock) {
    this.settings = settings;
    this.keys = keys;
    this.clock = clock;
  }

  /** How long they are good. */
  Duration life() {
    return settings.tokenLife();
  }

  /**
   * A new one.
   *
   * @param id of the token, which is no secret
   */
  String make(Granted granted, String id) throws SQLException {
    Instant now = clock.instant();
    JsonObject claims =
        Json.createObjectBuilder()
            .add("iss", settings.issuer())
            .add("aud", granted.resource())
            .add("sub", granted.person().subject())
            .add("name", granted.person().name())
            .add("groups", Json.createArrayBuilder(granted.person().groups()))
            .add("client_id", granted.client())
            .add("scope", granted.scope())
            .add("iat", now.getEpochSecond())
            .add("exp", now.plus(life()).getEpochSecond())
            .add("jti", id)
            .build();
    return keys.sign("at+jwt", claims.toString());
  }
}
