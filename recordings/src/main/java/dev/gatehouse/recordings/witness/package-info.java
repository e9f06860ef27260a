/**
 * Somebody else who remembers how far a log had come: a witness, and the log's side of asking one.
 *
 * <p>{@code Witness} is called by an HTTP edge, {@code WitnessClient} by the log or by whoever
 * feeds a witness; calls {@code note} and {@code merkle} to judge, {@code store} for files that
 * survive a crash. Contract: a witness never cosigns two checkpoints of which one does not continue
 * the other, and what it cosigns is on disk before anybody sees the cosignature.
 */
@NullMarked
package dev.gatehouse.recordings.witness;

import org.jspecify.annotations.NullMarked;
