package dev.gatehouse.gateway;

import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.IdentitySettings;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.transport.HttpSettings;
import jakarta.json.Json;
import java.net.URI;
import java.util.Optional;

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
        configuration.identity() instanceof IdentitySettings.Oidc oidc
            ? Optional.of(metadata(configuration, oidc))
            : Optional.empty());
  }

  /** Where clients find what {@link #metadata} says; RFC 9728 §3.1. */
  static URI metadataUri(Configuration configuration, IdentitySettings.Oidc oidc) {
    URI resource = resource(configuration, oidc);
    return resource.resolve(HttpSettings.METADATA_PATH + resource.getRawPath());
  }

  private static String metadata(Configuration configuration, IdentitySettings.Oidc oidc) {
    return Json.createObjectBuilder()
        .add("resource", resource(configuration, oidc).toString())
        .add("authorization_servers", Json.createArrayBuilder().add(oidc.issuer().toString()))
        .add("bearer_methods_supported", Json.createArrayBuilder().add("header"))
        .add("resource_name", "Gatehouse")
        .build()
        .toString();
  }

  private static URI resource(Configuration configuration, IdentitySettings.Oidc oidc) {
    return oidc.resource()
        .orElseGet(
            () ->
                URI.create(
                    configuration.listen().httpUri(configuration.listen().port())
                        + Endpoint.FEDERATED_PATH));
  }
}
