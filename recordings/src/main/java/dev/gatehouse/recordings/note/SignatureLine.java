package dev.gatehouse.recordings.note;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * One line under the text of a note.
 *
 * <p>Shape: {@code — <name> <base64 of key id ‖ signature>}; {@code signature} is base64 of the
 * bytes behind the key id. Source: C2SP signed-note v1.0.0, "Format".
 */
public record SignatureLine(String name, int keyId, String signature) {
  private static final int KEY_ID_BYTES = 4;
  private static final int TIME_BYTES = 8;

  /** Reads a line, without its line end. */
  public static SignatureLine parse(String line) throws MalformedNoteException {
    int space = line.lastIndexOf(' ');
    if (!line.startsWith("— ") || space < 3) {
      throw new MalformedNoteException("signature line expected `— name base64`");
    }
    byte[] decoded = StrictBase64.decode(line.substring(space + 1));
    if (decoded.length <= KEY_ID_BYTES) {
      throw new MalformedNoteException("signature line without a signature");
    }
    byte[] signature = Arrays.copyOfRange(decoded, KEY_ID_BYTES, decoded.length);
    return new SignatureLine(
        KeyNames.require(line.substring(2, space)),
        ByteBuffer.wrap(decoded).getInt(),
        Base64.getEncoder().encodeToString(signature));
  }

  /** The line as {@link #parse} reads it, without a line end. */
  public String text() {
    byte[] bytes = Base64.getDecoder().decode(signature);
    byte[] withId =
        ByteBuffer.allocate(KEY_ID_BYTES + bytes.length).putInt(keyId).put(bytes).array();
    return "— " + name + " " + Base64.getEncoder().encodeToString(withId);
  }

  /** Whether it says of itself that {@code key} made it. */
  public boolean claims(VerifierKey key) {
    return keyId == key.id() && name.equals(key.name());
  }

  /**
   * The signature, once verified as {@code key}'s over {@code text}.
   *
   * <p>Errors: {@link MalformedNoteException} where it is not.
   */
  VerifiedSignature verify(String text, VerifierKey key) throws MalformedNoteException {
    byte[] bytes = Base64.getDecoder().decode(signature);
    boolean timed = key.type().cosigns();
    if (bytes.length == key.type().signatureBytes()) {
      long seconds = timed ? ByteBuffer.wrap(bytes).getLong() : 0;
      byte[] bare = timed ? Arrays.copyOfRange(bytes, TIME_BYTES, bytes.length) : bytes;
      if (seconds >= 0
          && seconds <= Instant.MAX.getEpochSecond()
          && key.verifies(SignedMessage.of(key.type(), key.name(), text, seconds), bare)) {
        return new VerifiedSignature(
            key,
            this,
            seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds)));
      }
    }
    throw new MalformedNoteException("the signature of `" + name + "` does not verify");
  }
}
