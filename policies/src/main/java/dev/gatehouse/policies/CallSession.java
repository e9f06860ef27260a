package dev.gatehouse.policies;

import java.time.Instant;

/**
 * The session in which a client calls.
 *
 * @param id the gateway's own name for it
 * @param protocol the protocol revision that client and gateway agreed on
 */
public record CallSession(String id, Instant started, String protocol) {}
