/**
 * Reads recorded calls back as what policies were asked about, and holds a candidate against them.
 *
 * <p>Called by the command line, for {@code policy replay} and {@code policy explain}. Calls {@code
 * recordings} to read, {@code exchange} for the words in which messages are put to policies, and
 * {@code policies.check} to compare. Contract: nothing is written, nothing is sent, and no value of
 * a call leaves this but the names that the log shows anyway.
 */
@NullMarked
package dev.gatehouse.gateway.replay;

import org.jspecify.annotations.NullMarked;
