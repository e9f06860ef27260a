package dev.gatehouse.gateway.credentials;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How tokens for an upstream are got from an authorization server.
 *
 * @param grant for whom
 * @param server where
 * @param clientId under which the gateway is known there
 * @param key by which it shows that it is the gateway
 * @param scopes asked for; where there are none, those that the upstream names
 * @param resource that tokens are asked for, letter by letter; else as the upstream's metadata says
 * @param audience besides, for servers that know audiences and no resources
 */
public record OAuthSettings(
    Grant grant,
    Server server,
    String clientId,
    ClientKey key,
    List<String> scopes,
    Optional<String> resource,
    Optional<String> audience) {

  /** For whom a token is. */
  public enum Grant {
    /** The gateway itself. */
    CLIENT_CREDENTIALS,
    /** The caller, whose own token is exchanged. */
    TOKEN_EXCHANGE
  }

  /** Which authorization server it is. */
  public sealed interface Server {
    /**
     * The one at this address, whose metadata is not asked for.
     *
     * @param issuer what it is called in assertions, where not by the address
     */
    record At(URI tokenEndpoint, Optional<String> issuer) implements Server {}

    /** The one of this name, of which its own metadata say more. */
    record Named(String issuer) implements Server {}

    /** Whichever the upstream names. */
    record ByUpstream() implements Server {}
  }

  /** How the gateway shows who it is; RFC 6749 §2.3.1, RFC 7523 §2.2. */
  public sealed interface ClientKey {
    /** By a secret that both know. */
    record Shared(Secret secret) implements ClientKey {}

    /** By a signature. */
    record Signing(SigningKey key) implements ClientKey {}
  }

  public OAuthSettings {
    scopes = List.copyOf(scopes);
  }
}
