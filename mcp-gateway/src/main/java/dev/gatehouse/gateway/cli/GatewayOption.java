package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.dial.Authorities;
import dev.gatehouse.adapters.dial.DialRules;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.tls.PemCertificates;
import dev.gatehouse.gateway.tls.PemException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
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

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Authorities in PEM to trust beside those that this Java trusts.")
  private Optional<Path> authorities = Optional.empty();

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
      return Optional.of(new GatewayClient(endpoint.get(), credentials, dialler()));
    } catch (PemException e) {
      terminal.misused(String.valueOf(e.getMessage()));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      terminal.misused(
          "expected an address such as http://127.0.0.1:7411/mcp, and a token without spaces");
      return Optional.empty();
    }
  }

  /** Whoever gives an address on the command line means it, wherever it is. */
  private Dialler dialler() throws PemException {
    return new Dialler(
        DialRules.ANY,
        Authorities.with(
            authorities.isPresent() ? PemCertificates.read(authorities.get()) : List.of()));
  }

  /** Where a gateway with this configuration is, or was last, or would be. */
  private static URI endpoint(Configuration read) {
    return RunningGateway.noted(read.recordings().directory())
        .flatMap(RunningGateway::url)
        .orElseGet(() -> read.address(read.listen().port()).resolve("/mcp"));
  }
}
