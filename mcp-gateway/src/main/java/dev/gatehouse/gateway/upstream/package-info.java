/**
 * Carrying out what was recorded.
 *
 * <p>Step 8 of the way of a call: a {@link dev.gatehouse.gateway.audit.Recorded.Call} goes to the
 * upstream that it names, with a deadline. Called by the exchange; calls the adapters.
 */
@NullMarked
package dev.gatehouse.gateway.upstream;

import org.jspecify.annotations.NullMarked;
