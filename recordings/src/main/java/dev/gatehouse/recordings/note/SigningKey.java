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

/**
 * A named key that signs notes. Immutable, thread-safe.
 *
 * <p>Source: C2SP signed-note v1.0.0, "Ed25519 signatures"; tlog-cosignature (July 2026).
 */
public final class SigningKey {
  private static final String PEM_BEGIN = "-----BEGIN PRIVATE KEY-----\n";
  private static final String PEM_END = "\n-----END PRIVATE KEY-----\n";

  private final PrivateKey key;
  private final VerifierKey verifierKey;

  private SigningKey(PrivateKey key, VerifierKey verifierKey) {
    this.key = key;
    this.verifierKey = verifierKey;
  }

  /** A new Ed25519 key called {@code name} that signs notes. */
  public static SigningKey generate(String name) throws MalformedNoteException {
    return generate(name, KeyType.ED25519);
  }

  /** A new key of {@code type} called {@code name}. */
  public static SigningKey generate(String name, KeyType type) throws MalformedNoteException {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair();
      return new SigningKey(pair.getPrivate(), VerifierKey.of(name, type, pair.getPublic()));
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
      PrivateKey key =
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      SigningKey signingKey = new SigningKey(key, verifierKey);
      byte[] probe = "probe\n".getBytes(UTF_8);
      if (!verifierKey.verifies(probe, signingKey.signature(probe))) {
        throw new MalformedNoteException(
            "the signing key is not the other half of `" + verifierKey.text() + "`");
      }
      return signingKey;
    } catch (GeneralSecurityException e) {
      throw new MalformedNoteException("the signing key is no PKCS#8 " + algorithm + " key", e);
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

  public byte[] pkcs8() {
    return key.getEncoded();
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
      Signature signer = Signature.getInstance(verifierKey.type().algorithm());
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with the key of " + verifierKey.name(), e);
    }
  }
}
