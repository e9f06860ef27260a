package dev.gatehouse.recordings.store;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
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

  private final SecureRandom random = new SecureRandom();

  byte[] seal(SecretKey key, byte[] context, byte[] plain) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context);
    byte[] sealed = new byte[NONCE_BYTES + cipher.getOutputSize(plain.length)];
    System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
    cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
    return sealed;
  }

  byte[] open(SecretKey key, byte[] context, byte[] sealed) throws GeneralSecurityException {
    if (sealed.length < NONCE_BYTES) {
      throw new GeneralSecurityException("sealed bytes without a nonce");
    }
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context);
    return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
  }
}
