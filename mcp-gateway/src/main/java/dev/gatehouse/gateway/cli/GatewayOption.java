package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.config.Configuration;
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

  /** The gateway, to be asked; empty, and the reason printed, if it cannot be known. */
  Optional<GatewayClient> client(Terminal terminal) {
    Optional<URI> endpoint =
        url.isPresent() ? url : configuration.lookedUp(terminal).map(GatewayOption::endpoint);
    if (endpoint.isEmpty()) {
      return Optional.empty();
    }
    String bearer =
        token.orElse(terminal.environment().getOrDefault("GATEHOUSE_TOKEN", "")).strip();
    Map<String, String> credentials =
        bearer.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + bearer);
    try {
      return Optional.of(new GatewayClient(endpoint.get(), credentials));
    } catch (IllegalArgumentException e) {
      terminal.misused(
          "expected an address such as http://127.0.0.1:7411/mcp, and a token without spaces");
      return Optional.empty();
    }
  }

  /** Where a gateway with this configuration is, or was last, or would be. */
  private static URI endpoint(Configuration read) {
    return RunningGateway.noted(read.recordings().directory())
        .flatMap(RunningGateway::url)
        .orElseGet(() -> read.address(read.listen().port()).resolve("/mcp"));
  }
}
