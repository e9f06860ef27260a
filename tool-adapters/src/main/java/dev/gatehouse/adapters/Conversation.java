package dev.gatehouse.adapters;

/**
 * Whose call it is, as far as an upstream must know: calls of one conversation may share a session
 * with the upstream, calls of two never do.
 *
 * @param key opaque; equal for the same client's session, or for the same principal and client
 *     where there are no sessions
 * @param metadata what the client says of itself
 * @param subject for whom it is held
 */
public record Conversation(String key, RequestMetadata metadata, Subject subject) {
  /** One that the gateway holds for itself. */
  public Conversation(String key, RequestMetadata metadata) {
    this(key, metadata, new Subject.Gateway());
  }

  /** Without the key, by which others could take a session over. */
  @Override
  public String toString() {
    return "Conversation[protocolVersion=" + metadata.protocolVersion() + "]";
  }
}
