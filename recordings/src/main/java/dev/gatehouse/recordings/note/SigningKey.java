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
import java.util.Base64;

/**
 * A named Ed25519 key that signs notes. Immutable, thread-safe.
 *
 * <p>Source: C2SP signed-note v1.0.0, "Ed25519 signatures".
 */
public final class SigningKey {
  private final PrivateKey key;
  private final VerifierKey verifierKey;

  private SigningKey(PrivateKey key, VerifierKey verifierKey) {
    this.key = key;
    this.verifierKey = verifierKey;
  }

  /** A new key called {@code name}. */
  public static SigningKey generate(String name) throws MalformedNoteException {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new SigningKey(pair.getPrivate(), VerifierKey.of(name, pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /**
   * The key in {@code pkcs8}, whose public half is {@code verifierKey}.
   *
   * <p>Errors: {@link MalformedNoteException} where it is no key, or not the other half.
   */
  public static SigningKey of(byte[] pkcs8, VerifierKey verifierKey) throws MalformedNoteException {
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      SigningKey signingKey = new SigningKey(key, verifierKey);
      byte[] probe = "probe\n".getBytes(UTF_8);
      if (!verifierKey.verifies(probe, signingKey.signature(probe))) {
        throw new MalformedNoteException(
            "the signing key is not the other half of `" + verifierKey.text() + "`");
      }
      return signingKey;
    } catch (GeneralSecurityException e) {
      throw new MalformedNoteException("the signing key is no PKCS#8 Ed25519 key", e);
    }
  }

  public byte[] pkcs8() {
    return key.getEncoded();
  }

  public VerifierKey verifierKey() {
    return verifierKey;
  }

  /** The note of {@code text}, which ends in LF, signed by this key. */
  public byte[] sign(String text) {
    byte[] signature = signature(text.getBytes(UTF_8));
    byte[] withId =
        ByteBuffer.allocate(4 + signature.length).putInt(verifierKey.id()).put(signature).array();
    String line = "— " + verifierKey.name() + " " + Base64.getEncoder().encodeToString(withId);
    return (text + "\n" + line + "\n").getBytes(UTF_8);
  }

  private byte[] signature(byte[] message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with the key of " + verifierKey.name(), e);
    }
  }
}
