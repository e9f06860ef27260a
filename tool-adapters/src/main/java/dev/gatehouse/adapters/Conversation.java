package dev.gatehouse.adapters;

/**
 * Whose call it is, as far as an upstream must know: calls of one conversation may share a session
 * with the upstream, calls of two never do.
 *
 * @param key opaque; equal for the same client's session, or for the same principal and client
 *     where there are no sessions
 * @param metadata what the client says of itself
 */
public record Conversation(String key, RequestMetadata metadata) {
  /** Without the key, by which others could take a session over. */
  @Override
  public String toString() {
    return "Conversation[protocolVersion=" + metadata.protocolVersion() + "]";
  }
}
