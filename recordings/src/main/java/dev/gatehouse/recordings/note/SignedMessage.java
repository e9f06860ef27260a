package dev.gatehouse.recordings.note;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.merkle.Hash;
import java.nio.ByteBuffer;

/**
 * The bytes over which a key of each type signs a note.
 *
 * <p>Units: {@code seconds} since 1970; types that state no time leave it out. Errors: {@link
 * MalformedNoteException} where the type signs checkpoints and the text is none. Source: C2SP
 * tlog-cosignature (July 2026), "Ed25519 signed message", "ML-DSA-44 signed message".
 */
final class SignedMessage {
  private static final byte[] SUBTREE_LABEL = "subtree/v1\n\0".getBytes(US_ASCII);

  /** Lengths are written in one byte. */
  private static final int NAME_BYTES_MAX = 255;

  private SignedMessage() {}

  static byte[] of(KeyType type, String keyName, String text, long seconds)
      throws MalformedNoteException {
    return switch (type) {
      case ED25519 -> text.getBytes(UTF_8);
      case ED25519_COSIGNATURE -> {
        Checkpoint.parse(text);
        yield ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(UTF_8);
      }
      case ML_DSA_44 -> wholeTree(keyName, Checkpoint.parse(text), seconds);
    };
  }

  private static byte[] wholeTree(String keyName, Checkpoint checkpoint, long seconds)
      throws MalformedNoteException {
    byte[] cosigner = keyName.getBytes(UTF_8);
    byte[] origin = checkpoint.origin().getBytes(UTF_8);
    if (cosigner.length > NAME_BYTES_MAX || origin.length > NAME_BYTES_MAX) {
      throw new MalformedNoteException(
          "key name and origin expected at most " + NAME_BYTES_MAX + " bytes to be cosigned");
    }
    int length =
        SUBTREE_LABEL.length + 1 + cosigner.length + 8 + 1 + origin.length + 8 + 8 + Hash.BYTES;
    return ByteBuffer.allocate(length)
        .put(SUBTREE_LABEL)
        .put((byte) cosigner.length)
        .put(cosigner)
        .putLong(seconds)
        .put((byte) origin.length)
        .put(origin)
        .putLong(0)
        .putLong(checkpoint.size())
        .put(checkpoint.root().toArray())
        .array();
  }
}
