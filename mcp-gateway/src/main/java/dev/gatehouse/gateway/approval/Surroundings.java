package dev.gatehouse.gateway.approval;

import java.time.Duration;
import java.time.InstantSource;
import javax.crypto.SecretKey;

/**
 * What approvals are given to work with.
 *
 * @param key encrypts what is kept; the same for all gateways that share it
 * @param node this gateway's name among those
 * @param keep how long what is over is kept, and how long a reply waits for its client
 */
public record Surroundings(
    SecretKey key,
    String node,
    Duration keep,
    ApprovalTrail trail,
    Announcer announcer,
    InstantSource clock) {
  public Surroundings {
    if (keep.isNegative() || keep.isZero()) {
      throw new IllegalArgumentException("approvals expected to be kept for some time");
    }
  }
}
