package dev.gatehouse.recordings.store;

import dev.gatehouse.recordings.merkle.Hash;

/**
 * A leaf as it is stored: its bytes, and beside them the hash they had when they were written.
 * Immutable, by its callers' restraint.
 */
public final class StoredLeaf {
  private final long index;
  private final Hash hash;
  private final byte[] statement;

  public StoredLeaf(long index, Hash hash, byte[] statement) {
    this.index = index;
    this.hash = hash;
    this.statement = statement;
  }

  public long index() {
    return index;
  }

  /** The stored hash; whether the bytes still have it is for the reader to check. */
  public Hash hash() {
    return hash;
  }

  /** The bytes that were hashed; do not write to them. */
  public byte[] statement() {
    return statement;
  }
}
