/**
 * What those who write policies do with them before they are in force: tests, which say of a call
 * what must become of it, and replays, which say what would become of calls that were recorded.
 *
 * <p>A test file is read strictly, all problems at once, together with the policies that it is
 * about. Its tests are then run, each by itself, on the engine that judges in the gateway: with a
 * clock and limits of their own, without a network, without anything stored.
 *
 * <p>A replay judges recorded calls once more and compares; what is not known of them any more it
 * says, and never guesses.
 *
 * <p>Called by the command line. Calls the engine, {@code mask} to hide what policies hide, and
 * {@code yaml} to read. Contract: nothing here throws for what a file holds; the same file gives
 * the same outcomes, whenever and wherever it runs.
 */
@NullMarked
package dev.gatehouse.policies.check;

import org.jspecify.annotations.NullMarked;
