package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.credentials.CredentialSettings;
import dev.gatehouse.gateway.credentials.OAuthSettings;
import dev.gatehouse.gateway.credentials.OAuthSettings.ClientKey;
import dev.gatehouse.gateway.credentials.OAuthSettings.Grant;
import dev.gatehouse.gateway.credentials.OAuthSettings.Server;
import dev.gatehouse.gateway.credentials.PersonSettings;
import dev.gatehouse.gateway.credentials.Secret;
import dev.gatehouse.gateway.credentials.SigningKey;
import dev.gatehouse.gateway.identity.Challenges;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads how tokens for an upstream are got by OAuth. Confined to one thread. */
final class OAuthReader {
  private static final String BY_UPSTREAM = "discovered";
  private static final String AUTHORIZATION_CODE = "authorization-code";

  private final Function<Scalar, Optional<String>> secrets;
  private final boolean callersBringTokens;
  private final boolean nobodySignsIn;

  /**
   * By what else the file says.
   *
   * @param callersBringTokens whether there are any to be exchanged
   * @param nobodySignsIn whether there are people of whom no page could tell who they are
   */
  OAuthReader(
      Function<Scalar, Optional<String>> secrets,
      boolean callersBringTokens,
      boolean nobodySignsIn) {
    this.secrets = secrets;
    this.callersBringTokens = callersBringTokens;
    this.nobodySignsIn = nobodySignsIn;
  }

  Optional<CredentialSettings> read(MappingReader reader) {
    reader.require("grant");
    Optional<String> word =
        reader.choice("grant", "client-credentials", "token-exchange", AUTHORIZATION_CODE);
    return word.equals(Optional.of(AUTHORIZATION_CODE))
        ? person(reader).map(CredentialSettings.Person::new)
        : own(reader, word).map(CredentialSettings.OAuth::new);
  }

  /** What each person lets us do, in a browser. */
  private Optional<PersonSettings> person(MappingReader reader) {
    if (nobodySignsIn) {
      reader.problem(
          "grant",
          "people can show who they are, before they connect an upstream, only where the gateway"
              + " signs them in: `signin`");
    }
    Optional<Server> server =
        reader.has("issuer") ? server(reader) : Optional.of(new Server.ByUpstream());
    if (reader.has("token-endpoint")) {
      reader.problemAtKey("token-endpoint", "people are asked elsewhere; expected `issuer`");
    }
    Optional<String> id = reader.optionalString("client-id");
    Optional<Secret> secret =
        reader.has("client-secret")
            ? reader.text("client-secret").flatMap(secrets).map(Secret::new)
            : Optional.empty();
    if (secret.isPresent() && id.isEmpty()) {
      reader.problemAtKey("client-secret", "a `client-secret` belongs to a `client-id`");
    }
    Optional<URI> document =
        reader
            .optionalString("client-document")
            .flatMap(text -> Addresses.http(reader, "client-document", text));
    if (document.isPresent() && !isDocument(document.get())) {
      reader.problem("client-document", "`client-document` should be an https address with a path");
    }
    List<String> scopes = scopes(reader);
    Optional<String> resource = resource(reader);
    reader.end();
    return server.map(it -> new PersonSettings(it, id, secret, document, scopes, resource));
  }

  private static boolean isDocument(URI uri) {
    return uri.getScheme().equals("https") && uri.getRawPath().length() > 1;
  }

  private Optional<OAuthSettings> own(MappingReader reader, Optional<String> found) {
    Optional<Grant> grant =
        found.map(
            word ->
                word.equals("token-exchange") ? Grant.TOKEN_EXCHANGE : Grant.CLIENT_CREDENTIALS);
    Optional<Server> server = server(reader);
    Optional<String> id = reader.string("client-id");
    Optional<ClientKey> key = key(reader);
    List<String> scopes = scopes(reader);
    Optional<String> resource = resource(reader);
    Optional<String> audience = reader.optionalString("audience");
    if (grant.equals(Optional.of(Grant.TOKEN_EXCHANGE))) {
      checkExchange(reader, server);
    }
    reader.end();
    return grant.isPresent() && server.isPresent() && id.isPresent() && key.isPresent()
        ? Optional.of(
            new OAuthSettings(
                grant.get(), server.get(), id.get(), key.get(), scopes, resource, audience))
        : Optional.empty();
  }

  private static List<String> scopes(MappingReader reader) {
    List<String> scopes = reader.has("scopes") ? reader.strings("scopes") : List.of();
    for (String scope : scopes) {
      if (!scope.matches(Challenges.SCOPE)) {
        reader.problem(
            "scopes",
            "expected a scope such as `crm:read`, without blanks and quotes, found "
                + Problem.quote(scope));
      }
    }
    return scopes;
  }

  private static Optional<String> resource(MappingReader reader) {
    Optional<String> resource = reader.optionalString("resource");
    resource.ifPresent(text -> Addresses.http(reader, "resource", text));
    return resource;
  }

  private void checkExchange(MappingReader reader, Optional<Server> server) {
    if (!callersBringTokens) {
      reader.problem(
          "grant", "a token exchange needs callers who bring tokens: `mode: oidc` in `identity`");
    }
    if (server.isPresent() && server.get() instanceof Server.ByUpstream) {
      reader.problem(
          "issuer", "callers' tokens should go to an issuer that is named here, not by upstreams");
    }
  }

  private static Optional<Server> server(MappingReader reader) {
    boolean hasIssuer = reader.has("issuer");
    Optional<URI> endpoint =
        reader
            .optionalString("token-endpoint")
            .flatMap(text -> Addresses.confidential(reader, "token-endpoint", text));
    Optional<String> issuer = hasIssuer ? reader.string("issuer") : Optional.empty();
    if (issuer.equals(Optional.of(BY_UPSTREAM))) {
      if (reader.has("token-endpoint")) {
        reader.problem("issuer", "expected an address where `token-endpoint` is given");
      }
      return Optional.of(new Server.ByUpstream());
    }
    Optional<String> named =
        issuer.flatMap(text -> Addresses.confidential(reader, "issuer", text).map(_ -> text));
    if (!hasIssuer && !reader.has("token-endpoint")) {
      reader.problem("expected `issuer` or `token-endpoint`, found neither");
    }
    return endpoint
        .<Server>map(uri -> new Server.At(uri, named))
        .or(() -> named.map(Server.Named::new));
  }

  private Optional<ClientKey> key(MappingReader reader) {
    boolean hasSecret = reader.has("client-secret");
    boolean hasKey = reader.has("private-key");
    Optional<String> keyId = reader.optionalString("key-id");
    if (hasSecret == hasKey) {
      reader.problem(
          "expected either `client-secret` or `private-key`, found "
              + (hasKey ? "both" : "neither"));
      return Optional.empty();
    }
    if (hasSecret) {
      return reader
          .text("client-secret")
          .flatMap(secrets)
          .map(text -> new ClientKey.Shared(new Secret(text)));
    }
    Optional<String> pem = reader.text("private-key").flatMap(secrets);
    if (pem.isEmpty() || pem.get().isEmpty()) {
      // It is missing, and that is said; or secrets are not looked up, and none is needed.
      return pem.map(text -> new ClientKey.Shared(new Secret(text)));
    }
    Optional<SigningKey> key = SigningKey.read(pem.get());
    if (key.isEmpty()) {
      reader.problem(
          "private-key",
          "`private-key` should be a PKCS #8 key in PEM: RSA, EC on P-256, P-384 or P-521, or"
              + " Ed25519");
    }
    return key.map(each -> keyId.map(each::known).orElse(each)).map(ClientKey.Signing::new);
  }
}
