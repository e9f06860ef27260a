package dev.gatehouse.gateway.cipher;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.Bytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with a random nonce in front. Thread-safe.
 *
 * <p>Shape: nonce of 12 bytes ‖ ciphertext ‖ tag of 16 bytes. The token is authenticated with it,
 * so that a value that was moved to another token does not open. Units and ranges: a full vault
 * holds far fewer values than the 2^32 that random nonces allow. Source: NIST SP 800-38D.
 */
public final class ValueCipher {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /** By a secret of 32 bytes. */
  public ValueCipher(SecretKey secret) {
    this.key = new SecretKeySpec(secret.getEncoded(), "AES");
  }

  /** Sealed with the token that it is for. */
  public Bytes seal(String token, String value) throws GeneralSecurityException {
    byte[] plain = value.getBytes(UTF_8);
    byte[] sealed = new byte[NONCE_BYTES + plain.length + TAG_BITS / Byte.SIZE];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
    cipher(Cipher.ENCRYPT_MODE, token, nonce).doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
    return Bytes.of(sealed);
  }

  /** The value; throws where it was sealed by another key, for another token, or not at all. */
  public String open(String token, Bytes sealed) throws GeneralSecurityException {
    byte[] bytes = sealed.toArray();
    if (bytes.length < NONCE_BYTES) {
      throw new GeneralSecurityException("sealed bytes without a nonce");
    }
    byte[] nonce = new byte[NONCE_BYTES];
    System.arraycopy(bytes, 0, nonce, 0, NONCE_BYTES);
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, token, nonce);
    return new String(cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES), UTF_8);
  }

  private Cipher cipher(int mode, String token, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(token.getBytes(UTF_8));
    return cipher;
  }
}
