package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Credential;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a person let the gateway do at an upstream. Immutable; shows no token.
 *
 * @param ask for whom and where, with the scopes that were asked for
 * @param source who gave it
 * @param tokens of now
 * @param connected when the person did so
 */
record PersonGrant(Ask ask, Source source, Tokens tokens, Instant connected) {

  /**
   * Who gave a grant, to whom, and for what.
   *
   * @param upstream the address that it is for
   * @param issuer the name of the authorization server
   * @param tokens where forms are posted
   * @param revocation where tokens are given back
   * @param client as whom the gateway is known there
   * @param resource that the tokens are for, letter by letter
   */
  record Source(
      String upstream,
      String issuer,
      URI tokens,
      Optional<URI> revocation,
      CodeClient client,
      String resource) {}

  /**
   * The tokens of a grant.
   *
   * @param scopes that were given
   * @param given when
   * @param expires when the access token ends, where that is known
   */
  record Tokens(
      Secret access,
      Optional<Secret> refresh,
      List<String> scopes,
      Instant given,
      Optional<Instant> expires) {
    Tokens {
      scopes = List.copyOf(scopes);
    }

    /** Whether a call that begins with them now can be expected to end with them. */
    boolean isFresh(Instant now) {
      if (expires.isEmpty()) {
        return true;
      }
      Duration tenth = Duration.between(given, expires.get()).dividedBy(10);
      Duration early = tenth.compareTo(EARLY_MAX) < 0 ? tenth : EARLY_MAX;
      return now.isBefore(expires.get().minus(early));
    }

    /** Whether they are good for nothing any more. */
    boolean hasEnded(Instant now) {
      return expires.filter(end -> !now.isBefore(end)).isPresent();
    }
  }

  /** A call that begins with a token should end with it, and clocks differ. */
  private static final Duration EARLY_MAX = Duration.ofSeconds(60);

  /** What a request shows. */
  Credential credential() {
    return Credential.bearer(tokens.access().text());
  }

  /** The same with other tokens. */
  PersonGrant with(Tokens others) {
    return new PersonGrant(ask, source, others, connected);
  }

  /** By which it is kept: one for each person and upstream. */
  static String id(String owner, String upstream) {
    return Nonces.digest(upstream + ' ' + owner);
  }

  String id() {
    return id(ask.owner(), ask.upstream());
  }

  /** As it is kept, encrypted. */
  String json() {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("owner", ask.owner())
            .add("person", ask.person())
            .add("upstream", ask.upstream())
            .add("address", source.upstream())
            .add("asked", Json.createArrayBuilder(ask.scopes()))
            .add("issuer", source.issuer())
            .add("tokens", source.tokens().toString())
            .add("client", source.client().json())
            .add("resource", source.resource())
            .add("access", tokens.access().text())
            .add("scopes", Json.createArrayBuilder(tokens.scopes()))
            .add("given", tokens.given().toString())
            .add("connected", connected.toString());
    source.revocation().ifPresent(uri -> json.add("revocation", uri.toString()));
    tokens.refresh().ifPresent(token -> json.add("refresh", token.text()));
    tokens.expires().ifPresent(instant -> json.add("expires", instant.toString()));
    return json.build().toString();
  }

  /** Reads what {@link #json()} wrote; nothing where it is not such. */
  static Optional<PersonGrant> of(String text) {
    try {
      return MetadataDocuments.object(text).map(PersonGrant::of);
    } catch (RuntimeException _) {
      // A member is missing, or of another type: it was written by another version.
      return Optional.empty();
    }
  }

  private static PersonGrant of(JsonObject json) {
    return new PersonGrant(
        new Ask(
            json.getString("owner"),
            json.getString("person"),
            json.getString("upstream"),
            texts(json.getJsonArray("asked"))),
        new Source(
            json.getString("address"),
            json.getString("issuer"),
            URI.create(json.getString("tokens")),
            text(json, "revocation").map(URI::create),
            CodeClient.of(json.getJsonObject("client")),
            json.getString("resource")),
        new Tokens(
            new Secret(json.getString("access")),
            text(json, "refresh").map(Secret::new),
            texts(json.getJsonArray("scopes")),
            Instant.parse(json.getString("given")),
            text(json, "expires").map(Instant::parse)),
        Instant.parse(json.getString("connected")));
  }

  private static Optional<String> text(JsonObject json, String member) {
    return json.get(member) instanceof JsonString text
        ? Optional.of(text.getString())
        : Optional.empty();
  }

  private static List<String> texts(JsonArray array) {
    return array.getValuesAs(JsonString::getString);
  }
}
