package dev.gatehouse.recordings;

import java.time.Instant;

/**
 * The receipt of a durable append: where the entry stands and how its leaf hashes.
 *
 * <p>Units and ranges: {@code index} counts from 0; {@code time} is the leaf's, in microseconds.
 */
public record Appended(long index, LeafHash leafHash, Instant time) {}
