/**
 * Tells identifiers of persons and accounts from other rows of digits and letters: by checksums,
 * dates and structure, as the authority that issues them has it.
 *
 * <p>An {@link dev.gatehouse.policies.detect.id.Identifier} says how its number is spelled, which
 * of the spellings tell it by themselves, near which words the others are it, and what its check
 * is. One or two check digits let one in ten to one in a hundred numbers through: such kinds need a
 * word beside them or a spelling that nothing else has, or order numbers would be hidden.
 *
 * <p>Called by detection, with letters in capitals and without what stands between groups. Calls
 * nothing. Contract: pure functions, each bounded by the length of its identifier; nothing is kept.
 */
@NullMarked
package dev.gatehouse.policies.detect.id;

import org.jspecify.annotations.NullMarked;
