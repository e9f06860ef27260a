package dev.gatehouse.policies.check;

import dev.gatehouse.policies.CallSession;
import dev.gatehouse.policies.Caller;
import java.time.Instant;
import java.util.Optional;

/**
 * Who calls, and when.
 *
 * @param approvers of calls that wait for people
 */
record Given(Caller caller, Optional<CallSession> session, Instant time, Approvers approvers) {}
