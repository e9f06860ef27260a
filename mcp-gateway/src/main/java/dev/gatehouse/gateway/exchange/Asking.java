package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.approval.Approvals;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * How people are asked about held calls.
 *
 * @param approvals that stand
 * @param hold how long a call is held before its client is told to come back; shorter than the time
 *     after which clients give up
 * @param page where a person decides about the approval with this id; nothing where there is none
 */
public record Asking(Approvals approvals, Duration hold, Function<String, Optional<URI>> page) {}
