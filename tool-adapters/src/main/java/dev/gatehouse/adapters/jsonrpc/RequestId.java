package dev.gatehouse.adapters.jsonrpc;

/**
 * The id by which a response finds its request.
 *
 * <p>Shape: a JSON string or an integer, as spelled: {@code 1} and {@code "1"} differ, and so do
 * {@code 1} and {@code 1.0}. MCP forbids {@code null}.
 *
 * @param json the token
 */
public record RequestId(String json) {
  /** An id of our own, towards an upstream. */
  public static RequestId of(long number) {
    return new RequestId(Long.toString(number));
  }
}
