package dev.gatehouse.gateway.login;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a person wants to be signed in to.
 *
 * @param gateway the MCP endpoint
 * @param issuer where to sign in, if the gateway names several
 * @param clientId of a public client that is registered there
 * @param scopes to ask for beside those that the gateway asks for
 * @param way how
 * @param authorities a PEM file of authorities to trust beside the usual ones
 */
public record Wish(
    URI gateway,
    Optional<String> issuer,
    Optional<String> clientId,
    List<String> scopes,
    Way way,
    Optional<Path> authorities) {

  /** How somebody signs in. */
  public enum Way {
    /** In a browser on this machine. */
    BROWSER,
    /** In a browser anywhere. */
    DEVICE,
    /** In a browser anywhere where that is offered, or else in one on this machine. */
    DEVICE_WHERE_OFFERED
  }

  public Wish {
    scopes = List.copyOf(scopes);
  }
}
