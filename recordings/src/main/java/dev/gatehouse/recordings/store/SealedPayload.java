package dev.gatehouse.recordings.store;

/**
 * An entry's payload as it is stored: all of its parts, encrypted for its leaf. Immutable, by its
 * callers' restraint.
 */
public final class SealedPayload {
  private final long keyId;
  private final byte[] sealed;

  public SealedPayload(long keyId, byte[] sealed) {
    this.keyId = keyId;
    this.sealed = sealed;
  }

  /** Which payload key opens it. */
  public long keyId() {
    return keyId;
  }

  byte[] sealed() {
    return sealed;
  }
}
