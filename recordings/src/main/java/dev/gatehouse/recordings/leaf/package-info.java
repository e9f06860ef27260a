/**
 * What the tree hashes: the leaf as a small JSON statement, and the salted commitments by which it
 * speaks of payloads that it does not hold. Pure but for the randomness of salts.
 *
 * <p>Called by the log, by exports and by the verifier; calls nothing. Contract: a leaf has exactly
 * one spelling, and nothing in it but fixed words, bounded tokens, numbers and commitments.
 */
@NullMarked
package dev.gatehouse.recordings.leaf;

import org.jspecify.annotations.NullMarked;
