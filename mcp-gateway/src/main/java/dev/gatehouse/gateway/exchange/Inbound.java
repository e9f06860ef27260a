package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.mcp.Headers;
import dev.gatehouse.gateway.routing.Endpoint;
import java.util.Optional;

/** One message as a transport received it, with nothing of it read yet. Confined to its thread. */
public final class Inbound {
  private final byte[] body;
  private final Headers headers;
  private final Credentials credentials;
  private final Endpoint endpoint;
  private final String connection;

  /**
   * By a transport that cannot tell whether two messages have the same sender.
   *
   * @param body the message; not to be written to any more
   */
  public Inbound(byte[] body, Headers headers, Credentials credentials, Endpoint endpoint) {
    this(body, headers, credentials, endpoint, "");
  }

  /**
   * By a transport with one client.
   *
   * @param body the message; not to be written to any more
   * @param connection names the transport, uniquely
   */
  public Inbound(
      byte[] body, Headers headers, Credentials credentials, Endpoint endpoint, String connection) {
    this.body = body;
    this.headers = headers;
    this.credentials = credentials;
    this.endpoint = endpoint;
    this.connection = connection;
  }

  Optional<String> connection() {
    return Optional.of(connection).filter(name -> !name.isEmpty());
  }

  byte[] body() {
    return body;
  }

  Headers headers() {
    return headers;
  }

  Credentials credentials() {
    return credentials;
  }

  Endpoint endpoint() {
    return endpoint;
  }
}
