package dev.gatehouse.recordings.store;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with a random nonce in front. Confined to one thread.
 *
 * <p>Shape: nonce of 12 bytes ‖ ciphertext ‖ tag of 16 bytes. The {@code context} is authenticated
 * with it, so that a row put in another's place does not open. Units and ranges: a key serves one
 * subject for one month, far below the 2^32 messages that random nonces allow.
 */
final class PayloadCipher {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** Fetched for many at once: each visit to the generator takes a lock and a hash. */
  private final byte[] nonces = new byte[NONCE_BYTES * 256];

  private final SecureRandom random = new SecureRandom();
  private final Cipher cipher;
  private int noncesUsed = nonces.length;

  PayloadCipher() {
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  byte[] seal(SecretKey key, byte[] context, byte[] plain) throws GeneralSecurityException {
    byte[] sealed = new byte[NONCE_BYTES + plain.length + TAG_BITS / 8];
    putNonce(sealed);
    cipher.init(
        Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES), random);
    cipher.updateAAD(context);
    cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
    return sealed;
  }

  private void putNonce(byte[] sealed) {
    if (noncesUsed == nonces.length) {
      random.nextBytes(nonces);
      noncesUsed = 0;
    }
    System.arraycopy(nonces, noncesUsed, sealed, 0, NONCE_BYTES);
    noncesUsed += NONCE_BYTES;
  }

  byte[] open(SecretKey key, byte[] context, byte[] sealed) throws GeneralSecurityException {
    if (sealed.length < NONCE_BYTES) {
      throw new GeneralSecurityException("sealed bytes without a nonce");
    }
    cipher.init(
        Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES), random);
    cipher.updateAAD(context);
    return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
  }
}
