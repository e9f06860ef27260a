package dev.gatehouse.recordings.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A payload key as it is stored. Immutable, by its callers' restraint. */
final class WrappedKey {
  private final byte[] subject;
  private final String bucket;
  private final byte[] wrapped;

  WrappedKey(byte[] subject, String bucket, byte[] wrapped) {
    this.subject = subject;
    this.bucket = bucket;
    this.wrapped = wrapped;
  }

  /** Wraps {@code key} so that it unwraps only under its own subject and month. */
  static WrappedKey wrap(
      PayloadCipher cipher, SecretKey master, byte[] subject, String bucket, byte[] key)
      throws GeneralSecurityException {
    return new WrappedKey(subject, bucket, cipher.seal(master, context(subject, bucket), key));
  }

  SecretKey unwrap(PayloadCipher cipher, SecretKey master) throws GeneralSecurityException {
    return new SecretKeySpec(cipher.open(master, context(subject, bucket), wrapped), "AES");
  }

  private static byte[] context(byte[] subject, String bucket) {
    String context = "payload key " + HexFormat.of().formatHex(subject) + " " + bucket;
    return context.getBytes(US_ASCII);
  }

  byte[] subject() {
    return subject;
  }

  String bucket() {
    return bucket;
  }

  byte[] wrapped() {
    return wrapped;
  }
}
