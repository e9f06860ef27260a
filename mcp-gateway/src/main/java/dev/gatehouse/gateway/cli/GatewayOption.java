package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.ListenAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which running gateway is meant, and who asks. */
final class GatewayOption {
  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The gateway's MCP endpoint (default: the one that the configuration names).")
  private Optional<URI> url = Optional.empty();

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "A bearer token, where the gateway asks for one (default: $GATEHOUSE_TOKEN).")
  private Optional<String> token = Optional.empty();

  /** The endpoint; empty, and the reason printed, if it cannot be known. */
  Optional<URI> endpoint(Terminal terminal) {
    return url.isPresent() ? url : configuration.lookedUp(terminal).map(GatewayOption::endpoint);
  }

  /** What proves who asks, as headers. */
  Map<String, String> credentials(Terminal terminal) {
    String bearer = token.orElse(terminal.environment().getOrDefault("GATEHOUSE_TOKEN", ""));
    return bearer.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + bearer);
  }

  /** Where a gateway with this configuration is, or was last, or would be. */
  static URI endpoint(Configuration read) {
    ListenAddress listen = read.listen();
    return RunningGateway.noted(read.recordings().directory())
        .flatMap(RunningGateway::url)
        .orElseGet(() -> listen.httpUri(listen.port()).resolve("/mcp"));
  }
}
