package dev.gatehouse.gateway.credentials;

import dev.gatehouse.gateway.credentials.OAuthSettings.Server;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How people let the gateway act for them at an upstream: each connects it once, in a browser.
 *
 * @param server where they are asked; never {@link Server.At}, which has no page for people
 * @param clientId under which the gateway is known there; else it makes itself known
 * @param clientSecret by which it shows that it is the gateway, where it has one
 * @param clientDocument the address of a document that describes the gateway, which is its client
 *     id where a server takes such
 * @param scopes asked for; where there are none, those that the upstream names
 * @param resource that tokens are asked for, letter by letter; else as the upstream's metadata says
 */
public record PersonSettings(
    Server server,
    Optional<String> clientId,
    Optional<Secret> clientSecret,
    Optional<URI> clientDocument,
    List<String> scopes,
    Optional<String> resource) {
  public PersonSettings {
    scopes = List.copyOf(scopes);
  }
}
