package dev.gatehouse.recordings.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A named key that signs notes. Immutable, thread-safe.
 *
 * <p>Source: C2SP signed-note v1.0.0, "Ed25519 signatures"; tlog-cosignature (July 2026).
 */
public final class SigningKey {
  private static final String PEM_BEGIN = "-----BEGIN PRIVATE KEY-----\n";
  private static final String PEM_END = "\n-----END PRIVATE KEY-----\n";

  private final Optional<PrivateKey> key;
  private final Signer signer;
  private final VerifierKey verifierKey;

  private SigningKey(Optional<PrivateKey> key, Signer signer, VerifierKey verifierKey) {
    this.key = key;
    this.signer = signer;
    this.verifierKey = verifierKey;
  }

  /** Signs messages by a key that may be where nobody can read it. */
  public interface Signer {
    byte[] sign(byte[] message) throws GeneralSecurityException;
  }

  private static SigningKey here(PrivateKey key, VerifierKey verifierKey) {
    String algorithm = verifierKey.type().algorithm();
    return new SigningKey(
        Optional.of(key),
        message -> {
          Signature signature = Signature.getInstance(algorithm);
          signature.initSign(key);
          signature.update(message);
          return signature.sign();
        },
        verifierKey);
  }

  /** A new Ed25519 key called {@code name} that signs notes. */
  public static SigningKey generate(String name) throws MalformedNoteException {
    return generate(name, KeyType.ED25519);
  }

  /** A new key of {@code type} called {@code name}. */
  public static SigningKey generate(String name, KeyType type) throws MalformedNoteException {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair();
      return here(pair.getPrivate(), VerifierKey.of(name, type, pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK from 24 on has " + type.algorithm(), e);
    }
  }

  /**
   * The key in {@code pkcs8}, whose public half is {@code verifierKey}.
   *
   * <p>Errors: {@link MalformedNoteException} where it is no key, or not the other half.
   */
  public static SigningKey of(byte[] pkcs8, VerifierKey verifierKey) throws MalformedNoteException {
    String algorithm = verifierKey.type().algorithm();
    try {
      return of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)),
          verifierKey);
    } catch (GeneralSecurityException e) {
      throw new MalformedNoteException("the signing key is no PKCS#8 " + algorithm + " key", e);
    }
  }

  /**
   * The same for a key that was read.
   *
   * <p>Errors: {@link MalformedNoteException} where it is of another type, or not the other half.
   */
  public static SigningKey of(PrivateKey key, VerifierKey verifierKey)
      throws MalformedNoteException {
    return tried(here(key, verifierKey));
  }

  /**
   * The key by which {@code signer} signs, whose public half is {@code verifierKey}.
   *
   * <p>Errors: {@link MalformedNoteException} where it signs nothing, or is not the other half.
   */
  public static SigningKey of(Signer signer, VerifierKey verifierKey)
      throws MalformedNoteException {
    return tried(new SigningKey(Optional.empty(), signer, verifierKey));
  }

  private static SigningKey tried(SigningKey key) throws MalformedNoteException {
    byte[] probe = "probe\n".getBytes(UTF_8);
    VerifierKey verifierKey = key.verifierKey();
    try {
      if (!verifierKey.verifies(probe, key.signer.sign(probe))) {
        throw new MalformedNoteException(
            "the signing key is not the other half of `" + verifierKey.text() + "`");
      }
      return key;
    } catch (GeneralSecurityException e) {
      throw new MalformedNoteException(
          "the signing key cannot sign as "
              + verifierKey.type().algorithm()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /**
   * The key in {@code pem}, whose public half is {@code verifierKey}.
   *
   * <p>Errors: {@link MalformedNoteException} where it is no key, or not the other half.
   */
  public static SigningKey ofPem(String pem, VerifierKey verifierKey)
      throws MalformedNoteException {
    if (!pem.startsWith(PEM_BEGIN) || !pem.endsWith(PEM_END)) {
      throw new MalformedNoteException("the signing key expected to be PKCS#8 in PEM");
    }
    String base64 = pem.substring(PEM_BEGIN.length(), pem.length() - PEM_END.length());
    try {
      return of(Base64.getMimeDecoder().decode(base64), verifierKey);
    } catch (IllegalArgumentException e) {
      throw new MalformedNoteException("the signing key expected to be PKCS#8 in PEM", e);
    }
  }

  /**
   * The key itself.
   *
   * <p>Errors: {@code IllegalStateException} where only its owner has it.
   */
  public byte[] pkcs8() {
    return key.orElseThrow(
            () -> new IllegalStateException("the key of " + verifierKey.name() + " is not here"))
        .getEncoded();
  }

  /** The key as {@link #ofPem} reads it. */
  public String pem() {
    byte[] lineEnd = "\n".getBytes(UTF_8);
    return PEM_BEGIN + Base64.getMimeEncoder(64, lineEnd).encodeToString(pkcs8()) + PEM_END;
  }

  public VerifierKey verifierKey() {
    return verifierKey;
  }

  /**
   * The line with which this key signs {@code text}, which ends in LF.
   *
   * <p>Units: {@code time} is stated in whole seconds by the types that state one, and must come
   * after 1970-01-01T00:00:00Z. Errors: {@link MalformedNoteException} where the type signs
   * checkpoints and the text is none.
   */
  public SignatureLine line(String text, Instant time) throws MalformedNoteException {
    KeyType type = verifierKey.type();
    long seconds = time.getEpochSecond();
    if (type.cosigns() && seconds <= 0) {
      throw new IllegalArgumentException("cannot state the time " + time);
    }
    byte[] bare = signature(SignedMessage.of(type, verifierKey.name(), text, seconds));
    byte[] timed =
        type.cosigns()
            ? ByteBuffer.allocate(8 + bare.length).putLong(seconds).put(bare).array()
            : bare;
    return new SignatureLine(
        verifierKey.name(), verifierKey.id(), Base64.getEncoder().encodeToString(timed));
  }

  /** The note of {@code text}, which ends in LF, signed by this Ed25519 key. */
  public byte[] sign(String text) {
    if (verifierKey.type() != KeyType.ED25519) {
      throw new IllegalStateException(verifierKey.name() + " does not sign without a time");
    }
    String signature = Base64.getEncoder().encodeToString(signature(text.getBytes(UTF_8)));
    SignatureLine line = new SignatureLine(verifierKey.name(), verifierKey.id(), signature);
    return new SignedNote(text, List.of(line)).bytes();
  }

  private byte[] signature(byte[] message) {
    try {
      return signer.sign(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "cannot sign with the key of " + verifierKey.name() + ": " + e.getMessage(), e);
    }
  }
}
