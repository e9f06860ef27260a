package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.IdentitySettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A gateway that commands ask.
 *
 * @param endpoint where it is asked
 * @param name by which people sign in to it
 */
record KnownGateway(URI endpoint, URI name) {

  /** The one at this address. */
  static KnownGateway at(URI address) {
    return new KnownGateway(address, address);
  }

  /** The one with this configuration: where it is, or was last, or would be. */
  static KnownGateway of(Configuration read) {
    URI endpoint =
        RunningGateway.noted(read.recordings().directory())
            .flatMap(RunningGateway::url)
            .orElseGet(() -> read.address(read.listen().port()).resolve("/mcp"));
    Optional<URI> resource =
        read.identity() instanceof IdentitySettings.Tokens tokens
            ? tokens.resource()
            : Optional.empty();
    return new KnownGateway(endpoint, resource.orElse(endpoint));
  }

  /**
   * Where it is asked by who shows this. What was given at a sign-in leaves only for the place that
   * it is for: a note may be old, and a configuration another person's.
   */
  URI endpointFor(Bearer bearer) {
    return bearer instanceof Bearer.Kept(var _, var login) && !login.isFor(endpoint)
        ? name
        : endpoint;
  }

  /** The one that has noted itself in this directory. */
  static Optional<KnownGateway> noted(Path directory) {
    return RunningGateway.noted(directory).flatMap(RunningGateway::url).map(KnownGateway::at);
  }
}
