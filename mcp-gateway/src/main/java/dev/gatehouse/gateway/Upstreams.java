package dev.gatehouse.gateway;

import dev.gatehouse.adapters.Upstream;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.mcp.HttpSettings;
import dev.gatehouse.adapters.mcp.HttpUpstream;
import dev.gatehouse.adapters.mcp.StdioSettings;
import dev.gatehouse.adapters.mcp.StdioUpstream;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.UpstreamSettings;
import dev.gatehouse.gateway.upstream.Dispatcher;
import java.util.List;

/** The upstreams that a configuration names. Nothing is connected or started yet. */
final class Upstreams {
  private Upstreams() {}

  static List<Dispatcher.Target> of(Configuration configuration) {
    return configuration.upstreams().stream()
        .map(settings -> new Dispatcher.Target(upstream(settings), settings.timeout()))
        .toList();
  }

  private static Upstream upstream(UpstreamSettings settings) {
    return switch (settings) {
      case UpstreamSettings.Http http ->
          HttpUpstream.of(
              HttpSettings.of(http.name(), http.url())
                  .withHeaders(http.headers())
                  .withConnectTimeout(http.connectTimeout())
                  .withMessages(JsonLimits.STANDARD));
      case UpstreamSettings.Stdio stdio ->
          StdioUpstream.of(
              StdioSettings.of(stdio.name(), stdio.command(), stdio.directory())
                  .withEnvironment(stdio.environment())
                  .withMessages(JsonLimits.STANDARD));
    };
  }
}
