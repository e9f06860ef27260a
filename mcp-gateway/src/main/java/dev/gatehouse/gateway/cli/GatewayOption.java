package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.dial.Authorities;
import dev.gatehouse.adapters.dial.DialRules;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.login.LoginException;
import dev.gatehouse.gateway.tls.PemCertificates;
import dev.gatehouse.gateway.tls.PemException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
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
      description =
          "A bearer token, where the gateway asks for one (default: $GATEHOUSE_TOKEN, or what"
              + " `gatehouse login` has kept).")
  private Optional<String> token = Optional.empty();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Authorities in PEM to trust beside those that this Java trusts.")
  private Optional<Path> authorities = Optional.empty();

  /** The gateway, to be asked; empty, and the reason printed, if it cannot be known. */
  Optional<GatewayClient> client(Terminal terminal) {
    Optional<KnownGateway> gateway =
        url.isPresent()
            ? url.map(KnownGateway::at)
            : configuration.lookedUp(terminal).map(KnownGateway::of);
    if (gateway.isEmpty()) {
      return Optional.empty();
    }
    try {
      Bearer bearer = Bearer.of(token, terminal, gateway);
      return Optional.of(
          new GatewayClient(
              gateway.get().endpointFor(bearer),
              new BearerAuthorization(bearer, gateway.get().name()),
              dialler()));
    } catch (PemException | LoginException e) {
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
}
