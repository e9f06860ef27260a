package dev.gatehouse.adapters.jsonrpc;

import java.util.Optional;

/** A peer broke the protocol; it is answered with this error. */
public final class JsonRpcException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient JsonRpcError error;
  private final transient Optional<RequestId> id;

  /** Without an id, because none could be read. */
  public JsonRpcException(JsonRpcError error) {
    this(error, Optional.empty());
  }

  /** In answer to a request. */
  public JsonRpcException(JsonRpcError error, RequestId id) {
    this(error, Optional.of(id));
  }

  private JsonRpcException(JsonRpcError error, Optional<RequestId> id) {
    super(error.message());
    this.error = error;
    this.id = id;
  }

  /** What to answer. */
  public JsonRpcError error() {
    return error;
  }

  /** The request that is answered, where its id could be read. */
  public Optional<RequestId> id() {
    return id;
  }

  /** The whole answer. */
  public String response() {
    return id.map(error::response).orElseGet(error::responseWithoutId);
  }
}
