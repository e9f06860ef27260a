/**
 * The tree: RFC 6962 hashing, its right edge as it grows, its tiles, and proofs of inclusion and
 * consistency. Pure: no clock, no file.
 *
 * <p>Called by everything that writes, reads or checks a log; calls nothing. Contract: the same
 * leaves give the same hashes as in any other implementation of RFC 6962 and of C2SP tlog-tiles.
 */
@NullMarked
package dev.gatehouse.recordings.merkle;

import org.jspecify.annotations.NullMarked;
