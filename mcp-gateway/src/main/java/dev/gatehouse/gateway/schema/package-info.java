/**
 * What tools say of their structured results, as far as masks have to keep to it.
 *
 * <p>Called by {@code gateway.exchange}: it tells what upstreams list, and asks what may stand in
 * the place of a value that is hidden, so that a client which checks a result by its schema does
 * not stumble over a mask. Calls the JSON reader of {@code adapters.jsonrpc}, and names places as
 * {@code policies.mask} does.
 *
 * <p>Schemas come from strangers: their size and the combinations that are followed are bounded,
 * their patterns run on RE2/J.
 */
@NullMarked
package dev.gatehouse.gateway.schema;

import org.jspecify.annotations.NullMarked;
