package dev.gatehouse.adapters.jsonrpc;

import java.util.Optional;

/**
 * An error as JSON-RPC states it.
 *
 * <p>Shape: {@code {"code":-32601,"message":"…","data":…}}.
 *
 * @param data JSON, or nothing
 */
public record JsonRpcError(int code, String message, Optional<String> data) {
  /** The text was not JSON. */
  public static final int PARSE_ERROR = -32700;

  /** The JSON was no JSON-RPC message. */
  public static final int INVALID_REQUEST = -32600;

  /** No such method. */
  public static final int METHOD_NOT_FOUND = -32601;

  /** The method does not take these params. */
  public static final int INVALID_PARAMS = -32602;

  /** A fault on this side. */
  public static final int INTERNAL_ERROR = -32603;

  /** An error without data. */
  public static JsonRpcError of(int code, String message) {
    return new JsonRpcError(code, message, Optional.empty());
  }

  /** The error object. */
  public String json() {
    return "{\"code\":"
        + code
        + ",\"message\":"
        + JsonStrings.quote(message)
        + data.map(value -> ",\"data\":" + value).orElse("")
        + "}";
  }

  /** A whole response that carries this error. */
  public String response(RequestId id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id.json() + ",\"error\":" + json() + "}";
  }

  /** A whole response to something whose id could not be read. */
  public String responseWithoutId() {
    return "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":" + json() + "}";
  }
}
