/**
 * Verification: re-checks a log or a bundle from bytes alone.
 *
 * <p>Called by the command line; calls {@code merkle}, {@code note}, {@code leaf} and the read side
 * of {@code store}, never the writer. Contract: what is accepted is exactly what was signed.
 */
@NullMarked
package dev.gatehouse.recordings.verify;

import org.jspecify.annotations.NullMarked;
