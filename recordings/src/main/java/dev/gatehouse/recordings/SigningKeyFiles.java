package dev.gatehouse.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;

/**
 * The key that signs checkpoints, on disk.
 *
 * <p>Shape: PKCS#8 in PEM, readable by the owner only; its public half in a file that may be handed
 * out.
 */
final class SigningKeyFiles {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
  private static final String END = "\n-----END PRIVATE KEY-----\n";

  private SigningKeyFiles() {}

  /** Makes a new key called {@code origin}. */
  static SigningKey create(DataDirectory directory, String origin)
      throws IOException, MalformedNoteException {
    SigningKey key = SigningKey.generate(origin);
    String base64 = Base64.getMimeEncoder(64, "\n".getBytes(UTF_8)).encodeToString(key.pkcs8());
    directory.write(directory.signingKey(), (BEGIN + base64 + END).getBytes(UTF_8), "rw-------");
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
    String pem = Files.readString(directory.signingKey(), UTF_8);
    if (!pem.startsWith(BEGIN) || !pem.endsWith(END)) {
      throw new MalformedNoteException("the signing key expected to be PKCS#8 in PEM");
    }
    String base64 = pem.substring(BEGIN.length(), pem.length() - END.length());
    try {
      return SigningKey.of(Base64.getMimeDecoder().decode(base64), verifierKey);
    } catch (IllegalArgumentException e) {
      throw new MalformedNoteException("the signing key expected to be PKCS#8 in PEM", e);
    }
  }
}
