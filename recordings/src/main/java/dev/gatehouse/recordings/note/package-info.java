/**
 * Signed notes and checkpoints, as C2SP has them. Pure but for the randomness of a new key.
 *
 * <p>Called by the log, which signs, and by the verifier; calls {@code merkle} for root hashes.
 * Contract: what parses is exactly what the format allows, and no other spelling of it.
 */
@NullMarked
package dev.gatehouse.recordings.note;

import org.jspecify.annotations.NullMarked;
