/**
 * Decides what may happen to a call: permit, mask, hold, refuse or throttle.
 *
 * <p>A {@code PolicySet} is read from YAML files, all problems at once, and never changes; a {@code
 * PolicyEngine} judges facts by it and remembers only the rate of calls. Nothing here knows HTTP,
 * MCP transports or storage: the caller translates its messages into facts and leaves, and applies
 * the masks that come back.
 *
 * <p>Called by the gateway between finding a tool and recording the call. Contract: the same facts
 * and the same past give the same decision with the same reasons in the same order; whatever cannot
 * be evaluated is refused.
 */
@NullMarked
package dev.gatehouse.policies;

import org.jspecify.annotations.NullMarked;
