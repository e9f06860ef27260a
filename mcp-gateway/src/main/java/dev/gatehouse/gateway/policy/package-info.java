/**
 * The policies in force, and how others come in their place while the gateway runs.
 *
 * <p>Beside the way of a call, which asks once, at its beginning, for the {@linkplain
 * dev.gatehouse.gateway.policy.PoliciesInForce#engine() engine in force} and uses that one to its
 * end. A set of policies decides nothing before the log holds it, and files that are wrong replace
 * nothing. Called by the exchange and by the root, which starts the {@linkplain
 * dev.gatehouse.gateway.policy.PolicyWatch watch} over the files; calls the policies module and
 * {@code audit}.
 */
@NullMarked
package dev.gatehouse.gateway.policy;

import org.jspecify.annotations.NullMarked;
