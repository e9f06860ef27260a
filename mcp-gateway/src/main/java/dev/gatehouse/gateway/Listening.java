package dev.gatehouse.gateway;

import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.FrontSettings;
import dev.gatehouse.gateway.config.IdentitySettings;
import dev.gatehouse.gateway.identity.IssuerSettings;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.tls.FrontTls;
import dev.gatehouse.gateway.tls.PemException;
import dev.gatehouse.gateway.transport.HttpSettings;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How the HTTP edge listens, as a configuration says. */
final class Listening {
  private Listening() {}

  static HttpSettings settings(Configuration configuration) {
    return new HttpSettings(
        configuration.listen().host(),
        configuration.listen().port(),
        configuration.listen().isLoopback(),
        configuration.limits().bodyBytesMax(),
        configuration.limits().concurrentCallsMax(),
        configuration.limits().streamsMax(),
        configuration.limits().silenceMax(),
        configuration.offersSse(),
        configuration.allowedOrigins(),
        configuration.allowedHosts(),
        configuration.identity() instanceof IdentitySettings.Tokens tokens
            ? Optional.of(metadata(configuration, tokens))
            : Optional.empty(),
        origin(configuration),
        configuration.tls().map(Listening::tls));
  }

  /** The address by which clients know us, without a path. */
  static URI origin(Configuration configuration) {
    return configuration.identity() instanceof IdentitySettings.Tokens tokens
        ? resource(configuration, tokens).resolve("/")
        : URI.create(configuration.address(configuration.listen().port()) + "/");
  }

  private static FrontTls tls(FrontSettings front) {
    try {
      return FrontTls.open(front.files(), InstantSource.system());
    } catch (PemException e) {
      // Its message says which file.
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Where clients find what {@link #metadata} says; RFC 9728 §3.1. */
  static URI metadataUri(Configuration configuration, IdentitySettings.Tokens tokens) {
    URI resource = resource(configuration, tokens);
    return resource.resolve(HttpSettings.METADATA_PATH + resource.getRawPath());
  }

  private static String metadata(Configuration configuration, IdentitySettings.Tokens tokens) {
    // Clients take the first: where we sign people in ourselves, that is meant for them.
    List<String> issuers =
        Stream.concat(
                configuration.signin().stream().map(it -> it.settings().issuer()),
                tokens.issuers().stream().map(IssuerSettings::issuer))
            .toList();
    JsonObjectBuilder metadata =
        Json.createObjectBuilder()
            .add("resource", resource(configuration, tokens).toString())
            .add("authorization_servers", Json.createArrayBuilder(issuers))
            .add("bearer_methods_supported", Json.createArrayBuilder().add("header"))
            .add("resource_name", "Gatehouse");
    if (!tokens.scopes().all().isEmpty()) {
      metadata.add("scopes_supported", Json.createArrayBuilder(tokens.scopes().all()));
    }
    return metadata.build().toString();
  }

  private static URI resource(Configuration configuration, IdentitySettings.Tokens tokens) {
    return tokens
        .resource()
        .orElseGet(
            () ->
                URI.create(
                    configuration.address(configuration.listen().port())
                        + Endpoint.FEDERATED_PATH));
  }
}
