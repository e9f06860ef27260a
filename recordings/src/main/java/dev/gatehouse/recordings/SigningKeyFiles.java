package dev.gatehouse.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;

/**
 * The key that signs checkpoints, on disk.
 *
 * <p>Shape: PKCS#8 in PEM, readable by the owner only; its public half in a file that may be handed
 * out.
 */
final class SigningKeyFiles {
  private SigningKeyFiles() {}

  /** Makes a new key called {@code origin}. */
  static SigningKey create(DataDirectory directory, String origin)
      throws IOException, MalformedNoteException {
    SigningKey key = SigningKey.generate(origin);
    directory.write(directory.signingKey(), key.pem().getBytes(UTF_8), "rw-------");
    directory.write(
        directory.verifierKey(), (key.verifierKey().text() + "\n").getBytes(UTF_8), "rw-r--r--");
    return key;
  }

  /** Reads the key whose public half is {@code verifierKey}. */
  static SigningKey read(DataDirectory directory, VerifierKey verifierKey)
      throws IOException, MalformedNoteException {
    if (!Files.isRegularFile(directory.signingKey())) {
      throw new IOException(directory.signingKey().getFileName() + " is missing");
    }
    return SigningKey.ofPem(Files.readString(directory.signingKey(), UTF_8), verifierKey);
  }
}
