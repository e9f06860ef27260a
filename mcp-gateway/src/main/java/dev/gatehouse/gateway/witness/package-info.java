/**
 * The HTTP edge of a witness: bytes in, what {@code recordings} answers out.
 *
 * <p>Called by the command line only; a gateway does not contain a witness, for both would be lost
 * together. Calls {@code recordings.witness}, which judges. Contract: limits on what comes in, and
 * nothing of its own in what goes out.
 */
@NullMarked
package dev.gatehouse.gateway.witness;

import org.jspecify.annotations.NullMarked;
