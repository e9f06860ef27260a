package dev.gatehouse.recordings.store;

/**
 * One part of an entry's payload as it is stored: encrypted. Immutable, by its callers' restraint.
 */
public final class SealedPart {
  private final long index;
  private final String part;
  private final long keyId;
  private final byte[] sealed;

  public SealedPart(long index, String part, long keyId, byte[] sealed) {
    this.index = index;
    this.part = part;
    this.keyId = keyId;
    this.sealed = sealed;
  }

  /** The index of its entry. */
  public long index() {
    return index;
  }

  /** The key of the part in the leaf. */
  public String part() {
    return part;
  }

  long keyId() {
    return keyId;
  }

  byte[] sealed() {
    return sealed;
  }
}
