/**
 * The verifier as a program of its own, for whoever has an export and no gateway.
 *
 * <p>Called by a person; calls {@code verify}. Contract: exit code 0 where everything is as it was
 * signed, 1 where something is not, 2 where the command line is wrong.
 */
@NullMarked
package dev.gatehouse.recordings.standalone;

import org.jspecify.annotations.NullMarked;
