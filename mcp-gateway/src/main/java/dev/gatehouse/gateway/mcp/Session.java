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
 */
public record Session(
    String id, String principal, String endpoint, RequestMetadata metadata, Instant began) {}
