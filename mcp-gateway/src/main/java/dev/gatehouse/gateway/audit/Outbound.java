package dev.gatehouse.gateway.audit;

import dev.gatehouse.adapters.UpstreamCall;

/**
 * A request for one upstream, not yet recorded.
 *
 * @param upstream by its configured name
 * @param call what to send
 */
public record Outbound(String upstream, UpstreamCall call) {}
