/**
 * What the host's clock is worth: the kernel's word on whether it is synchronised, and jumps of the
 * wall clock against monotonic time.
 *
 * <p>Called by the log, which writes a {@code clock} entry for each statement; calls {@code leaf}
 * for JSON strings. Contract: where the kernel cannot be asked, that is what is said; nothing fails
 * for it.
 */
@NullMarked
package dev.gatehouse.recordings.clock;

import org.jspecify.annotations.NullMarked;
