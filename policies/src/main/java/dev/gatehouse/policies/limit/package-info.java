/**
 * How much of each limit is used, and who may still pass.
 *
 * <p>A rule's limits become needs: this call needs a share of that count. All needs of a call are
 * taken at once or none is. Where the counts lie is a {@link
 * dev.gatehouse.policies.limit.LimitStore store}'s business: in memory here; in a file, or in a
 * database that several gateways share, in the gateway.
 *
 * <p>Called by the engine; calls nobody. What a count is named by is hashed with a key before a
 * store sees it, so that no store holds anything of a call.
 */
@NullMarked
package dev.gatehouse.policies.limit;

import org.jspecify.annotations.NullMarked;
