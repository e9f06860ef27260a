package dev.gatehouse.recordings.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.note.KeyType;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.note.SigningKeys;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a witness, on disk.
 *
 * <p>Shape: {@code witness.pem} Ed25519 and {@code witness-ml-dsa-44.pem} ML-DSA-44, PKCS#8 in PEM,
 * readable by the owner only; {@code witness.vkey} the public halves, one a line, to be handed out.
 */
final class WitnessKeyFiles {
  private static final String ED25519 = "witness.pem";
  private static final String ML_DSA_44 = "witness-ml-dsa-44.pem";
  private static final String PUBLIC = "witness.vkey";

  private WitnessKeyFiles() {}

  static boolean exist(DataDirectory directory) {
    return Files.exists(directory.path().resolve(PUBLIC));
  }

  /** Makes new keys called {@code name}. */
  static SigningKeys create(DataDirectory directory, String name)
      throws IOException, MalformedNoteException {
    SigningKey ed25519 = SigningKey.generate(name, KeyType.ED25519_COSIGNATURE);
    SigningKey mlDsa44 = SigningKey.generate(name, KeyType.ML_DSA_44);
    SigningKeys keys = new SigningKeys(ed25519, Optional.of(mlDsa44));
    write(directory, ED25519, ed25519.pem(), "rw-------");
    write(directory, ML_DSA_44, mlDsa44.pem(), "rw-------");
    // If we crash before this one, nothing was cosigned yet: the next start makes new keys.
    StringBuilder text = new StringBuilder();
    keys.verifierKeys().forEach(key -> text.append(key.text()).append('\n'));
    write(directory, PUBLIC, text.toString(), "rw-r--r--");
    return keys;
  }

  private static void write(DataDirectory directory, String file, String text, String permissions)
      throws IOException {
    directory.write(directory.path().resolve(file), text.getBytes(UTF_8), permissions);
  }

  static SigningKeys read(DataDirectory directory) throws IOException, MalformedNoteException {
    List<String> lines = read(directory, PUBLIC).lines().toList();
    if (lines.size() != 2) {
      throw new MalformedNoteException(PUBLIC + " expected to have two lines");
    }
    return new SigningKeys(
        SigningKey.ofPem(read(directory, ED25519), VerifierKey.parse(lines.getFirst())),
        Optional.of(
            SigningKey.ofPem(read(directory, ML_DSA_44), VerifierKey.parse(lines.getLast()))));
  }

  private static String read(DataDirectory directory, String file) throws IOException {
    Path path = directory.path().resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new IOException(file + " is missing in " + directory.path());
    }
    return Files.readString(path, UTF_8);
  }
}
