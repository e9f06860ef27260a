package dev.gatehouse.gateway.login;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Somebody's sign-in, as it is kept.
 *
 * @param resource what its tokens are for, by the name that the gateway has for itself
 * @param issuer who gave them
 * @param token where they are renewed
 * @param revocation where they are given back, if anywhere
 * @param client what we are to the issuer
 * @param signedIn when
 * @param authorities a PEM file of authorities that are trusted beside the usual ones
 */
public record KeptLogin(
    String resource,
    String issuer,
    URI token,
    Optional<URI> revocation,
    Client client,
    Tokens tokens,
    Instant signedIn,
    Optional<Path> authorities) {

  /** Whether it is for the gateway at this address. */
  public boolean isFor(URI gateway) {
    return Places.isAbout(resource, gateway);
  }

  /** The scopes that were granted, in order. */
  public Set<String> scopes() {
    return new TreeSet<>(tokens.scopes());
  }

  /** When the access token ends, where that is known. */
  public Optional<Instant> expires() {
    return tokens.expires();
  }

  /** Whether it is renewed when its access token ends. */
  public boolean isRenewed() {
    return tokens.refresh().isPresent();
  }

  /** Whether it is of use at this time. */
  public boolean isGood(Instant now) {
    return isRenewed() || tokens.isGood(now);
  }

  /** Who signed in, as far as the token shows it; to be read by people only, for nobody checks. */
  public Optional<String> name() {
    String[] parts = tokens.access().split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
      Optional<JsonObject> claims = JsonText.object(new String(payload, StandardCharsets.UTF_8));
      return Stream.of("preferred_username", "name", "email", "sub")
          .flatMap(claim -> claims.flatMap(all -> JsonText.text(all, claim)).stream())
          .findFirst();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  KeptLogin with(Tokens other) {
    return new KeptLogin(resource, issuer, token, revocation, client, other, signedIn, authorities);
  }

  /** As it is written down. */
  JsonObject json() {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("resource", resource)
            .add("issuer", issuer)
            .add("token_endpoint", token.toString())
            .add("client_id", client.id())
            .add("signed_in", signedIn.getEpochSecond())
            .add("access_token", tokens.access())
            .add("scope", String.join(" ", scopes()));
    revocation.ifPresent(uri -> json.add("revocation_endpoint", uri.toString()));
    client.secret().ifPresent(text -> json.add("client_secret", text));
    client.redirect().ifPresent(text -> json.add("redirect_uri", text));
    tokens.refresh().ifPresent(text -> json.add("refresh_token", text));
    tokens.expires().ifPresent(instant -> json.add("expires", instant.getEpochSecond()));
    authorities.ifPresent(file -> json.add("authorities", file.toString()));
    return json.add("client_secret_basic", client.isBasic()).build();
  }

  /** What was written down; nothing where it was not this. */
  static Optional<KeptLogin> of(JsonObject json) {
    Optional<URI> token = JsonText.text(json, "token_endpoint").flatMap(Places::parsed);
    if (token.isEmpty()
        || !Stream.of("resource", "issuer", "client_id", "access_token")
            .allMatch(member -> JsonText.text(json, member).isPresent())) {
      return Optional.empty();
    }
    OptionalLong expires = JsonText.number(json, "expires");
    return Optional.of(
        new KeptLogin(
            json.getString("resource"),
            json.getString("issuer"),
            token.get(),
            JsonText.text(json, "revocation_endpoint").flatMap(Places::parsed),
            new Client(
                json.getString("client_id"),
                JsonText.text(json, "client_secret"),
                json.getBoolean("client_secret_basic", false),
                JsonText.text(json, "redirect_uri")),
            new Tokens(
                json.getString("access_token"),
                JsonText.text(json, "refresh_token"),
                new TreeSet<>(Scopes.words(json.getString("scope", ""))),
                expires.isPresent()
                    ? Optional.of(Instant.ofEpochSecond(expires.getAsLong()))
                    : Optional.empty()),
            Instant.ofEpochSecond(JsonText.number(json, "signed_in").orElse(0)),
            JsonText.text(json, "authorities").map(Path::of)));
  }

  /** What for and by whom; the rest is secret. */
  @Override
  public String toString() {
    return "KeptLogin[resource=" + resource + ", issuer=" + issuer + "]";
  }
}
