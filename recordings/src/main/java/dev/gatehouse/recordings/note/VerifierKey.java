package dev.gatehouse.recordings.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A named Ed25519 key that verifies notes. Immutable, thread-safe.
 *
 * <p>Shape: {@code gatehouse.local+530d903a+AekyeRrm…}: name, key id in hex, base64 of 0x01 ‖ the
 * 32 bytes of the key. Source: C2SP signed-note v1.0.0, "Verifier keys".
 */
public final class VerifierKey {
  private static final byte ED25519 = 1;
  private static final int KEY_BYTES = 32;

  /** What X.509 writes before the 32 bytes of an Ed25519 key. */
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String name;
  private final byte[] keyBytes;
  private final PublicKey key;

  private VerifierKey(String name, byte[] keyBytes) throws MalformedNoteException {
    this.name = KeyNames.require(name);
    this.keyBytes = keyBytes;
    byte[] encoded = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + KEY_BYTES);
    System.arraycopy(keyBytes, 0, encoded, SPKI_PREFIX.length, KEY_BYTES);
    try {
      this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new MalformedNoteException("key of `" + name + "` is no Ed25519 key", e);
    }
  }

  /** The key of {@code name} that verifies what {@code publicKey}'s private half signs. */
  static VerifierKey of(String name, PublicKey publicKey) throws MalformedNoteException {
    byte[] encoded = publicKey.getEncoded();
    return new VerifierKey(
        name, Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
  }

  /** The key written as {@code text}. */
  public static VerifierKey parse(String text) throws MalformedNoteException {
    int keyStart = text.indexOf('+', text.indexOf('+') + 1) + 1;
    if (keyStart < 2) {
      throw new MalformedNoteException("verifier key expected to be name+id+key");
    }
    byte[] typed = StrictBase64.decode(text.substring(keyStart));
    if (typed.length != 1 + KEY_BYTES || typed[0] != ED25519) {
      throw new MalformedNoteException("verifier key expected to be an Ed25519 key");
    }
    VerifierKey parsed =
        new VerifierKey(
            text.substring(0, text.indexOf('+')), Arrays.copyOfRange(typed, 1, typed.length));
    if (!parsed.text().equals(text)) {
      throw new MalformedNoteException("the id in the verifier key is not that of its key");
    }
    return parsed;
  }

  public String name() {
    return name;
  }

  /** The first four bytes of SHA-256(name ‖ LF ‖ type ‖ key), big-endian. */
  public int id() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((name + "\n").getBytes(UTF_8));
      digest.update(ED25519);
      return ByteBuffer.wrap(digest.digest(keyBytes)).getInt();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The key as {@link #parse} reads it. */
  public String text() {
    byte[] typed = new byte[1 + KEY_BYTES];
    typed[0] = ED25519;
    System.arraycopy(keyBytes, 0, typed, 1, KEY_BYTES);
    return "%s+%08x+%s".formatted(name, id(), Base64.getEncoder().encodeToString(typed));
  }

  /** Whether {@code signature} is this key's over {@code message}. */
  boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      // The JDK throws for signatures of the wrong length or with numbers out of range.
      return false;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
