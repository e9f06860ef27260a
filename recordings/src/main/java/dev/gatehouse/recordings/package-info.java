/**
 * The tamper-evident log: entries go in, and are durable and provable when the call returns.
 *
 * <p>The gateway calls {@link EntryLog#append} before anything goes upstream and again before
 * anything goes back to a client; one sequencer thread writes what is queued in one transaction and
 * releases the callers after its fsync. {@link LogReader} reads beside a running writer.
 *
 * <p>Calls {@code merkle}, {@code note}, {@code leaf} and {@code store}; is called by the gateway
 * and by {@code export}. Contract: an acknowledged entry is on disk, in the tree, at an index that
 * never changes; when that cannot be said, {@code append} throws and goes on throwing.
 */
@NullMarked
package dev.gatehouse.recordings;

import org.jspecify.annotations.NullMarked;
