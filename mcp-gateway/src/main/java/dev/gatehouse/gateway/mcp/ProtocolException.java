package dev.gatehouse.gateway.mcp;

import dev.gatehouse.adapters.jsonrpc.JsonRpcError;

/** A client broke the protocol in a way that the transport shows too. */
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient JsonRpcError error;
  private final int status;

  /**
   * Answered with this error.
   *
   * @param status of HTTP
   */
  public ProtocolException(int status, JsonRpcError error) {
    super(error.message());
    this.status = status;
    this.error = error;
  }

  /** What to answer. */
  public JsonRpcError error() {
    return error;
  }

  /** The status of HTTP to answer with. */
  public int status() {
    return status;
  }
}
