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

/**
 * A named key that verifies notes. Immutable, thread-safe.
 *
 * <p>Shape: {@code gatehouse.local+530d903a+AekyeRrm…}: name, key id in hex, base64 of the type's
 * byte ‖ the key. Source: C2SP signed-note v1.0.0, "Verifier keys".
 */
public final class VerifierKey {
  private final String name;
  private final KeyType type;
  private final byte[] keyBytes;
  private final PublicKey key;
  private final int id;

  private VerifierKey(String name, KeyType type, byte[] keyBytes) throws MalformedNoteException {
    this.name = KeyNames.require(name);
    this.type = type;
    this.keyBytes = keyBytes;
    this.id = id(name, type, keyBytes);
    byte[] prefix = type.spkiPrefix();
    byte[] encoded = Arrays.copyOf(prefix, prefix.length + keyBytes.length);
    System.arraycopy(keyBytes, 0, encoded, prefix.length, keyBytes.length);
    try {
      this.key =
          KeyFactory.getInstance(type.algorithm()).generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new MalformedNoteException("key of `" + name + "` is no " + type.algorithm(), e);
    }
  }

  /**
   * The key of {@code name} that verifies what {@code publicKey}'s private half signs.
   *
   * <p>Errors: {@link MalformedNoteException} where it is not of {@code type}.
   */
  public static VerifierKey of(String name, KeyType type, PublicKey publicKey)
      throws MalformedNoteException {
    byte[] encoded = publicKey.getEncoded();
    byte[] prefix = type.spkiPrefix();
    if (encoded.length != prefix.length + type.keyBytes()
        || !Arrays.equals(encoded, 0, prefix.length, prefix, 0, prefix.length)) {
      throw new MalformedNoteException("key of `" + name + "` is no " + type.algorithm());
    }
    return of(name, type, Arrays.copyOfRange(encoded, prefix.length, encoded.length));
  }

  /**
   * The key of {@code name} that consists of {@code keyBytes}.
   *
   * <p>Errors: {@link MalformedNoteException} where they are no key of {@code type}.
   */
  public static VerifierKey of(String name, KeyType type, byte[] keyBytes)
      throws MalformedNoteException {
    if (keyBytes.length != type.keyBytes()) {
      throw new MalformedNoteException("key of `" + name + "` is no " + type.algorithm());
    }
    return new VerifierKey(name, type, keyBytes.clone());
  }

  /** The key written as {@code text}, of any of the types. */
  public static VerifierKey parse(String text) throws MalformedNoteException {
    int keyStart = text.indexOf('+', text.indexOf('+') + 1) + 1;
    if (keyStart < 2) {
      throw new MalformedNoteException("verifier key expected to be name+id+key");
    }
    byte[] typed = StrictBase64.decode(text.substring(keyStart));
    if (typed.length == 0) {
      throw new MalformedNoteException("verifier key without a key");
    }
    KeyType type =
        KeyType.of(typed[0])
            .orElseThrow(
                () ->
                    new MalformedNoteException(
                        "verifier key of type 0x%02x, expected 01, 04 or 06".formatted(typed[0])));
    if (typed.length != 1 + type.keyBytes()) {
      throw new MalformedNoteException("verifier key expected to be an " + type.algorithm());
    }
    VerifierKey parsed =
        new VerifierKey(
            text.substring(0, text.indexOf('+')), type, Arrays.copyOfRange(typed, 1, typed.length));
    if (!parsed.text().equals(text)) {
      throw new MalformedNoteException("the id in the verifier key is not that of its key");
    }
    return parsed;
  }

  public String name() {
    return name;
  }

  public KeyType type() {
    return type;
  }

  /** The first four bytes of SHA-256(name ‖ LF ‖ type ‖ key), big-endian. */
  public int id() {
    return id;
  }

  private static int id(String name, KeyType type, byte[] keyBytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((name + "\n").getBytes(UTF_8));
      digest.update(type.identifier());
      return ByteBuffer.wrap(digest.digest(keyBytes)).getInt();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The key as {@link #parse} reads it. */
  public String text() {
    byte[] typed = new byte[1 + keyBytes.length];
    typed[0] = type.identifier();
    System.arraycopy(keyBytes, 0, typed, 1, keyBytes.length);
    return "%s+%08x+%s".formatted(name, id, Base64.getEncoder().encodeToString(typed));
  }

  /** Whether both verify with the same numbers, be their names and types the same or not. */
  boolean sharesKeyWith(VerifierKey other) {
    return Arrays.equals(keyBytes, other.keyBytes);
  }

  /** Whether {@code signature} is this key's over {@code message}. */
  boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(type.algorithm());
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
