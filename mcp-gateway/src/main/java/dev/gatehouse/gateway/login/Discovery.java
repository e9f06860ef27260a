package dev.gatehouse.gateway.login;

import dev.gatehouse.adapters.dial.Documents;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out who gives tokens for a gateway.
 *
 * <p>Guarantee: the gateway's metadata are read at the gateway only, and count only where they are
 * about it; an issuer's count only where they bear its name.
 *
 * <p>Source: RFC 9728; RFC 8414 §3; MCP 2026-07-28
 * basic/authorization/authorization-server-discovery.
 */
final class Discovery {
  private static final String PING =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{}}";

  /** An address without a query, and without what means something to a shell. */
  private static final String HARMLESS = "[A-Za-z0-9:/._~%@+,=\\[\\]-]{1,1000}";

  /**
   * What was found.
   *
   * @param resource the gateway's name for itself, letter by letter
   * @param scopes that it wants
   */
  record Found(AuthorizationServer server, String resource, List<String> scopes) {
    Found {
      scopes = List.copyOf(scopes);
    }
  }

  private final Web web;

  Discovery(Web web) {
    this.web = web;
  }

  /**
   * Asks the gateway.
   *
   * @param wanted the issuer, where one is meant
   */
  Found find(URI gateway, Optional<String> wanted) throws LoginException {
    if (!Places.isConfidential(gateway)) {
      throw new LoginException(
          "a sign-in at " + gateway + " could be read on the way: expected an https address");
    }
    Challenge challenge = challenge(gateway);
    JsonObject metadata = metadata(gateway, challenge);
    List<String> issuers = JsonText.texts(metadata, "authorization_servers");
    if (issuers.isEmpty()) {
      throw new LoginException(gateway + " does not say where to sign in");
    }
    if (wanted.isPresent() && !issuers.contains(wanted.get())) {
      throw new LoginException(
          "%s does not take tokens of `%s`; it names %s"
              .formatted(gateway, wanted.get(), String.join(", ", issuers)));
    }
    List<String> scopes =
        challenge.scopes().isEmpty()
            ? Scopes.words(String.join(" ", JsonText.texts(metadata, "scopes_supported")))
            : challenge.scopes();
    return new Found(
        server(wanted.orElse(issuers.getFirst()), gateway), metadata.getString("resource"), scopes);
  }

  private Challenge challenge(URI gateway) throws LoginException {
    Documents.Answer answer =
        web.postJson(gateway, PING, Map.of("Accept", "application/json, text/event-stream"));
    return switch (answer.status()) {
      case 401 -> Challenge.in(answer.headers().getOrDefault("www-authenticate", ""));
      case 404 -> throw new LoginException("there is no gateway at " + gateway);
      default ->
          throw new LoginException(
              "%s asks nobody who they are (HTTP status %d): there is nothing to sign in to"
                  .formatted(gateway, answer.status()));
    };
  }

  private JsonObject metadata(URI gateway, Challenge challenge) throws LoginException {
    for (URI address : addresses(gateway, challenge)) {
      Documents.Answer answer = web.get(address);
      Optional<JsonObject> document =
          answer.status() == 200 ? JsonText.object(answer.body()) : Optional.empty();
      if (document.isPresent()) {
        if (!Places.isAbout(document.get().getString("resource", ""), gateway)) {
          throw new LoginException(
              "%s says that its sign-in is for `%s`, which is not where it was asked; use that"
                      .formatted(gateway, document.get().getString("resource", ""))
                  + " address, or mend `resource` under `identity` of the gateway");
        }
        requireHarmless(document.get().getString("resource"), gateway);
        return document.get();
      }
    }
    throw new LoginException(gateway + " asks for a token, but does not say where to sign in");
  }

  /** It stands in commands that we suggest, and people copy those. */
  private static void requireHarmless(String resource, URI gateway) throws LoginException {
    if (!resource.matches(HARMLESS)) {
      throw new LoginException(
          gateway + " has a name with characters that an address of a gateway has no use for");
    }
  }

  private static List<URI> addresses(URI gateway, Challenge challenge) throws LoginException {
    if (challenge.metadata().isPresent()) {
      Optional<URI> address = challenge.metadata().flatMap(Places::parsed);
      if (address.isEmpty() || !Places.isSame(address.get(), gateway)) {
        throw new LoginException(
            gateway + " says that its metadata are at another server; use its public address");
      }
      return List.of(address.get());
    }
    List<URI> addresses = new ArrayList<>();
    String path = Places.path(gateway);
    if (!path.isEmpty()) {
      addresses.add(gateway.resolve("/.well-known/oauth-protected-resource" + path));
    }
    addresses.add(gateway.resolve("/.well-known/oauth-protected-resource"));
    return addresses;
  }

  /** The authorization server of this name, on the word of the gateway. */
  private AuthorizationServer server(String issuer, URI gateway) throws LoginException {
    Optional<URI> base = Places.parsed(issuer).filter(uri -> Places.isUsable(uri, gateway));
    if (base.isEmpty()) {
      throw new LoginException(
          "%s names `%s` for signing in, which is not reached by https".formatted(gateway, issuer));
    }
    for (URI address : addresses(base.get())) {
      Documents.Answer answer = web.get(address);
      Optional<JsonObject> document =
          answer.status() == 200 ? JsonText.object(answer.body()) : Optional.empty();
      if (document.isPresent()) {
        if (!document.get().getString("issuer", "").equals(issuer)) {
          throw new LoginException(
              "the metadata of %s bear another name: `%s`"
                  .formatted(issuer, document.get().getString("issuer", "")));
        }
        return AuthorizationServer.of(document.get(), issuer, base.get());
      }
    }
    throw new LoginException(issuer + " does not say how to sign in: it has no metadata");
  }

  /** Where a server of this name has its metadata, the first that is there. */
  private static List<URI> addresses(URI issuer) {
    String path = Places.path(issuer);
    URI oauth = issuer.resolve("/.well-known/oauth-authorization-server" + path);
    URI openid = issuer.resolve("/.well-known/openid-configuration" + path);
    return path.isEmpty()
        ? List.of(oauth, openid)
        : List.of(oauth, openid, issuer.resolve(path + "/.well-known/openid-configuration"));
  }
}
