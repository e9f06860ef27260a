/**
 * Where the counts of limits lie, so that a restart does not hand everybody a fresh budget.
 *
 * <p>One gateway keeps them in a file of its data directory; several gateways that share a log in
 * PostgreSQL share the counts there too. Both hold names of counts as keyed digests, never anything
 * of a call.
 *
 * <p>Made by the root package, asked by the policy engine through {@link
 * dev.gatehouse.policies.limit.LimitStore}; calls nobody. A store that cannot be opened keeps the
 * gateway from starting, and one that cannot count keeps the call.
 */
@NullMarked
package dev.gatehouse.gateway.limits;

import org.jspecify.annotations.NullMarked;
