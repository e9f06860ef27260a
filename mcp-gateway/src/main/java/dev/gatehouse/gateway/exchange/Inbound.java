package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.mcp.Headers;
import dev.gatehouse.gateway.routing.Endpoint;

/** One message as a transport received it, with nothing of it read yet. Confined to its thread. */
public final class Inbound {
  private final byte[] body;
  private final Headers headers;
  private final Credentials credentials;
  private final Endpoint endpoint;

  /**
   * As received.
   *
   * @param body the message; not to be written to any more
   */
  public Inbound(byte[] body, Headers headers, Credentials credentials, Endpoint endpoint) {
    this.body = body;
    this.headers = headers;
    this.credentials = credentials;
    this.endpoint = endpoint;
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
