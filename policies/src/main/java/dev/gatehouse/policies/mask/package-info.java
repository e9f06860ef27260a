/**
 * Says which parts of a message to hide, and by what.
 *
 * <p>The caller walks its own JSON and passes scalars and object keys as leaves; a plan answers
 * with edits, which the caller splices into its text. So this room needs no JSON, and everything
 * that is not masked stays byte for byte as it was. A plan selects by path, by detector, or by
 * both.
 *
 * <p>Called by the gateway before a message is forwarded or stored; plans come from the decision.
 * Calls {@code detect}.
 */
@NullMarked
package dev.gatehouse.policies.mask;

import org.jspecify.annotations.NullMarked;
