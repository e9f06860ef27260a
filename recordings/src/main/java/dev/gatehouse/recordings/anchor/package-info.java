/**
 * What ties a log to the world outside: witnesses that remember its checkpoints, authorities that
 * stamp them, the host's clock.
 *
 * <p>Called by the root, which owns the log and is called back through {@link
 * dev.gatehouse.recordings.anchor.AnchoredLog}; calls {@code witness}, {@code timestamp}, {@code
 * clock}, and the read side of {@code store}. Contract: what a third party said becomes an entry; a
 * witness that contradicts the log halts it.
 */
@NullMarked
package dev.gatehouse.recordings.anchor;

import org.jspecify.annotations.NullMarked;
