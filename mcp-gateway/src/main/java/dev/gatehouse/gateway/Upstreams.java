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
import dev.gatehouse.gateway.credentials.CredentialSettings;
import dev.gatehouse.gateway.credentials.PersonGrants;
import dev.gatehouse.gateway.credentials.PersonSettings;
import dev.gatehouse.gateway.credentials.UpstreamCredentials;
import dev.gatehouse.gateway.upstream.Dispatcher;
import java.time.InstantSource;
import java.util.List;

/** The upstreams that a configuration names. Nothing is connected or started yet. */
final class Upstreams {
  private Upstreams() {}

  /** Those of nobody in particular. */
  static List<Dispatcher.Target> of(Configuration configuration, InstantSource clock) {
    return of(
        configuration,
        (http, settings, dialler) ->
            UpstreamCredentials.of(http.name(), http.url(), settings, clock, dialler));
  }

  /** Those of people who connect them, where they may. */
  static List<Dispatcher.Target> of(
      Configuration configuration, InstantSource clock, PersonGrants grants) {
    return of(
        configuration,
        (http, settings, dialler) ->
            settings instanceof CredentialSettings.Person(PersonSettings person)
                ? grants.at(http.name(), http.url(), person, dialler)
                : UpstreamCredentials.of(http.name(), http.url(), settings, clock, dialler));
  }

  /** What an upstream is shown. */
  private interface Shown {
    Authorization of(UpstreamSettings.Http http, CredentialSettings settings, Dialler dialler);
  }

  private static List<Dispatcher.Target> of(Configuration configuration, Shown shown) {
    Dialler dialler = Outbound.dialler(configuration);
    return configuration.upstreams().stream()
        .map(
            settings ->
                new Dispatcher.Target(upstream(settings, shown, dialler), settings.timeout()))
        .toList();
  }

  private static Upstream upstream(UpstreamSettings settings, Shown shown, Dialler dialler) {
    return switch (settings) {
      case UpstreamSettings.Http http ->
          HttpUpstream.of(
              HttpSettings.of(http.name(), http.url())
                  .withHeaders(http.headers())
                  .withAuthorization(
                      http.credentials()
                          .map(each -> shown.of(http, each, dialler))
                          .orElse(Authorization.Unchanging.NONE))
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
}
