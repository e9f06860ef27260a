package dev.gatehouse.recordings.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key in {@code master.key} that wraps the payload keys and hides the names of subjects.
 * Immutable. Shape of the file: base64 of 32 bytes, LF.
 */
final class MasterKey {
  private static final int BYTES = 32;

  private final SecretKey key;

  private MasterKey(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, "AES");
  }

  /** Makes a new one, whatever was there. */
  static MasterKey create(DataDirectory directory) throws IOException {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    String text = Base64.getEncoder().encodeToString(bytes) + "\n";
    directory.write(directory.masterKey(), text.getBytes(US_ASCII), "rw-------");
    return new MasterKey(bytes);
  }

  static MasterKey read(DataDirectory directory) throws IOException {
    if (!Files.isRegularFile(directory.masterKey())) {
      throw new IOException(directory.masterKey().getFileName() + " is missing");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(Files.readString(directory.masterKey(), US_ASCII).strip());
    } catch (IllegalArgumentException e) {
      throw new IOException(directory.masterKey() + " expected to be base64", e);
    }
    if (bytes.length != BYTES) {
      throw new IOException(directory.masterKey() + " expected to be base64 of 32 bytes");
    }
    return new MasterKey(bytes);
  }

  /** What seals the payload keys. */
  SecretKey wrapping() {
    return key;
  }

  /** What a subject is called where its name must not stand. */
  byte[] digest(String subject) throws GeneralSecurityException {
    return mac("subject " + subject);
  }

  /** A key of its own for a purpose other than the log's. */
  SecretKey derived(String purpose) throws GeneralSecurityException {
    return new SecretKeySpec(mac("key for " + purpose), "HmacSHA256");
  }

  /** What tells this key from another without helping anybody to find it: base64. */
  String fingerprint() throws GeneralSecurityException {
    return Base64.getEncoder().encodeToString(mac("fingerprint"));
  }

  private byte[] mac(String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(key);
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
