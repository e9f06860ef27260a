package dev.gatehouse.gateway;

import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.Upstream;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.mcp.HttpSettings;
import dev.gatehouse.adapters.mcp.HttpUpstream;
import dev.gatehouse.adapters.mcp.StdioSettings;
import dev.gatehouse.adapters.mcp.StdioUpstream;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.UpstreamSettings;
import dev.gatehouse.gateway.credentials.UpstreamCredentials;
import dev.gatehouse.gateway.upstream.Dispatcher;
import java.time.InstantSource;
import java.util.List;

/** The upstreams that a configuration names. Nothing is connected or started yet. */
final class Upstreams {
  private Upstreams() {}

  static List<Dispatcher.Target> of(Configuration configuration, InstantSource clock) {
    Dialler dialler = Outbound.dialler(configuration);
    return configuration.upstreams().stream()
        .map(
            settings ->
                new Dispatcher.Target(upstream(settings, clock, dialler), settings.timeout()))
        .toList();
  }

  private static Upstream upstream(
      UpstreamSettings settings, InstantSource clock, Dialler dialler) {
    return switch (settings) {
      case UpstreamSettings.Http http ->
          HttpUpstream.of(
              HttpSettings.of(http.name(), http.url())
                  .withHeaders(http.headers())
                  .withAuthorization(authorization(http, clock, dialler))
                  .withConnectTimeout(http.connectTimeout())
                  .withMessages(JsonLimits.STANDARD),
              dialler);
      case UpstreamSettings.Stdio stdio ->
          StdioUpstream.of(
              StdioSettings.of(stdio.name(), stdio.command(), stdio.directory())
                  .withEnvironment(stdio.environment())
                  .withMessages(JsonLimits.STANDARD));
    };
  }

  private static Authorization authorization(
      UpstreamSettings.Http http, InstantSource clock, Dialler dialler) {
    return http.credentials()
        .map(each -> UpstreamCredentials.of(http.name(), http.url(), each, clock, dialler))
        .orElse(Authorization.Unchanging.NONE);
  }
}
