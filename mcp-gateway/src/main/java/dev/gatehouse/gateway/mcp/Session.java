package dev.gatehouse.gateway.mcp;

import dev.gatehouse.adapters.RequestMetadata;
import java.time.Instant;

/**
 * What a legacy client said once, when its session began, and what holds for each of its requests.
 *
 * @param id unguessable, ours
 * @param principal whose session it is: nobody else may use it
 * @param endpoint the path that it was opened on
 * @param metadata stamped on each request
 * @param began when it was opened
 * @param hasSubscribed whether its client subscribed to a resource at some time
 */
public record Session(
    String id,
    String principal,
    String endpoint,
    RequestMetadata metadata,
    Instant began,
    boolean hasSubscribed) {

  /** The same with what its client says of itself now. */
  public Session with(RequestMetadata other) {
    return new Session(id, principal, endpoint, other, began, hasSubscribed);
  }

  /** The same, where its client subscribed to a resource. */
  Session subscribing() {
    return new Session(id, principal, endpoint, metadata, began, true);
  }
}
