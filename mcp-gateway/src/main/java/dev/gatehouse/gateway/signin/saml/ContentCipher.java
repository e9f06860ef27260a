package dev.gatehouse.gateway.signin.saml;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/** How the content of an encrypted element is encrypted. */
enum ContentCipher {
  AES128_GCM(SamlNames.ENCRYPTION_11 + "aes128-gcm", 16, true),
  AES256_GCM(SamlNames.ENCRYPTION_11 + "aes256-gcm", 32, true),
  AES128_CBC(SamlNames.ENCRYPTION + "aes128-cbc", 16, false),
  AES256_CBC(SamlNames.ENCRYPTION + "aes256-cbc", 32, false);

  private static final int TAG_BITS = 128;

  private final String uri;
  private final int keyBytes;
  private final boolean authenticated;

  ContentCipher(String uri, int keyBytes, boolean authenticated) {
    this.uri = uri;
    this.keyBytes = keyBytes;
    this.authenticated = authenticated;
  }

  static Optional<ContentCipher> of(String uri) {
    return Arrays.stream(values()).filter(cipher -> cipher.uri.equals(uri)).findFirst();
  }

  String uri() {
    return uri;
  }

  /** Whether altered content is noticed before any of it comes out. */
  boolean isAuthenticated() {
    return authenticated;
  }

  /** The content: its initialization vector comes first. */
  byte[] decrypt(byte[] content, SecretKey key) throws GeneralSecurityException {
    if (key.getEncoded().length != keyBytes) {
      throw new InvalidKeyException("of another length than its algorithm's");
    }
    int vectorBytes = authenticated ? 12 : 16;
    if (content.length <= vectorBytes) {
      throw new GeneralSecurityException("too short");
    }
    Cipher cipher =
        Cipher.getInstance(authenticated ? "AES/GCM/NoPadding" : "AES/CBC/ISO10126Padding");
    AlgorithmParameterSpec vector =
        authenticated
            ? new GCMParameterSpec(TAG_BITS, content, 0, vectorBytes)
            : new IvParameterSpec(content, 0, vectorBytes);
    cipher.init(Cipher.DECRYPT_MODE, key, vector);
    return cipher.doFinal(content, vectorBytes, content.length - vectorBytes);
  }
}
