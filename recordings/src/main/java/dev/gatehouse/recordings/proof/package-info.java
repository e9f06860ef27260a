/**
 * Evidence for one entry that stands alone: {@code .tlog-proof} files, and the receipts that
 * clients hold. Pure: no clock, no file.
 *
 * <p>Called by exports, which write proof files, and by whoever checks a single entry; calls {@code
 * merkle} for the arithmetic, {@code note} for checkpoints and {@code leaf} for the spelling of
 * strings. Contract: what is read is refused with a reason, or is what its form allows and no other
 * spelling of it; and nothing counts as shown that does not end in a signed root.
 */
@NullMarked
package dev.gatehouse.recordings.proof;

import org.jspecify.annotations.NullMarked;
