/**
 * What those who operate the gateway ask it: whether it can do its work.
 *
 * <p>Called by the transports; asks the log and {@code policy}.
 */
@NullMarked
package dev.gatehouse.gateway.ops;

import org.jspecify.annotations.NullMarked;
