package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.credentials.OAuthSettings;
import dev.gatehouse.gateway.credentials.OAuthSettings.ClientKey;
import dev.gatehouse.gateway.credentials.OAuthSettings.Grant;
import dev.gatehouse.gateway.credentials.OAuthSettings.Server;
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

  private final Function<Scalar, Optional<String>> secrets;
  private final boolean callersBringTokens;

  OAuthReader(Function<Scalar, Optional<String>> secrets, boolean callersBringTokens) {
    this.secrets = secrets;
    this.callersBringTokens = callersBringTokens;
  }

  Optional<OAuthSettings> read(MappingReader reader) {
    reader.require("grant");
    Optional<Grant> grant =
        reader
            .choice("grant", "client-credentials", "token-exchange")
            .map(
                word ->
                    word.equals("token-exchange")
                        ? Grant.TOKEN_EXCHANGE
                        : Grant.CLIENT_CREDENTIALS);
    Optional<Server> server = server(reader);
    Optional<String> id = reader.string("client-id");
    Optional<ClientKey> key = key(reader);
    List<String> scopes = reader.has("scopes") ? reader.strings("scopes") : List.of();
    for (String scope : scopes) {
      if (!scope.matches(Challenges.SCOPE)) {
        reader.problem(
            "scopes",
            "expected a scope such as `crm:read`, without blanks and quotes, found "
                + Problem.quote(scope));
      }
    }
    Optional<String> resource = reader.optionalString("resource");
    resource.ifPresent(text -> Addresses.http(reader, "resource", text));
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
