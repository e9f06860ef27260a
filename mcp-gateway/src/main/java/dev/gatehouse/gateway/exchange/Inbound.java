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
  private final boolean isPart;

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
    this(body, headers, credentials, endpoint, connection, false);
  }

  private Inbound(
      byte[] body,
      Headers headers,
      Credentials credentials,
      Endpoint endpoint,
      String connection,
      boolean isPart) {
    this.body = body;
    this.headers = headers;
    this.credentials = credentials;
    this.endpoint = endpoint;
    this.connection = connection;
    this.isPart = isPart;
  }

  /** One of the messages of this, which is a batch. */
  Inbound part(byte[] message) {
    return new Inbound(message, headers, credentials, endpoint, connection, true);
  }

  /** Whether it came with others in a batch. */
  boolean isPart() {
    return isPart;
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
