package dev.gatehouse.recordings.keys;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that sign checkpoints, as files of a data directory.
 *
 * <p>Shape: {@code signing.pem} Ed25519 and {@code signing-ml-dsa-44.pem} ML-DSA-44, PKCS#8 in PEM,
 * readable by the owner only; {@code signing-next.pem} and {@code signing-next-ml-dsa-44.pem} while
 * they are to become the log's.
 */
record SigningKeyFiles(DataDirectory directory) {

  private Path file(KeyType type) {
    return type == KeyType.ML_DSA_44
        ? directory.path().resolve("signing-ml-dsa-44.pem")
        : directory.signingKey();
  }

  private Path staged(KeyType type) {
    return directory
        .path()
        .resolve(type == KeyType.ML_DSA_44 ? "signing-next-ml-dsa-44.pem" : "signing-next.pem");
  }

  /** Makes the first keys of a log, called {@code origin}. */
  SigningKeys create(String origin) throws IOException, MalformedNoteException {
    SigningKeys keys = generate(origin);
    for (SigningKey key : both(keys)) {
      write(file(key.verifierKey().type()), key);
    }
    return keys;
  }

  /** Makes keys beside those that sign. */
  SigningKeys stage(String origin) throws IOException, MalformedNoteException {
    SigningKeys keys = generate(origin);
    for (SigningKey key : both(keys)) {
      write(staged(key.verifierKey().type()), key);
    }
    return keys;
  }

  private static SigningKeys generate(String origin) throws MalformedNoteException {
    return new SigningKeys(
        SigningKey.generate(origin), Optional.of(SigningKey.generate(origin, KeyType.ML_DSA_44)));
  }

  private static List<SigningKey> both(SigningKeys keys) {
    List<SigningKey> both = new ArrayList<>(List.of(keys.ed25519()));
    keys.mlDsa44().ifPresent(both::add);
    return both;
  }

  private void write(Path file, SigningKey key) throws IOException {
    directory.write(file, key.pem().getBytes(UTF_8), "rw-------");
  }

  /** Whether there are keys at all, be they the log's or not. */
  boolean exist() {
    return Files.isRegularFile(file(KeyType.ED25519));
  }

  /** Reads the keys whose public halves are {@code verifierKeys}, staged ones included. */
  SigningKeys read(List<VerifierKey> verifierKeys) throws IOException, MalformedNoteException {
    List<SigningKey> keys = new ArrayList<>();
    for (VerifierKey key : verifierKeys) {
      keys.add(read(key));
    }
    return new SigningKeys(
        keys.getFirst(), keys.size() > 1 ? Optional.of(keys.getLast()) : Optional.empty());
  }

  private SigningKey read(VerifierKey key) throws IOException, MalformedNoteException {
    Optional<SigningKey> staged = staged(key);
    if (staged.isPresent()) {
      return staged.get();
    }
    Path file = file(key.type());
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          file.getFileName()
              + " is missing; if the keys lie elsewhere, only a configuration says so");
    }
    try {
      return SigningKey.ofPem(Files.readString(file, UTF_8), key);
    } catch (MalformedNoteException e) {
      throw new MalformedNoteException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private Optional<SigningKey> staged(VerifierKey key) throws IOException {
    Path file = staged(key.type());
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(SigningKey.ofPem(Files.readString(file, UTF_8), key));
    } catch (MalformedNoteException e) {
      // It was to become the log's, and did not.
      return Optional.empty();
    }
  }

  /** Gives staged keys that are the other halves of {@code keys} their names; no other stays. */
  void settle(List<VerifierKey> keys) throws IOException {
    for (VerifierKey key : keys) {
      Optional<SigningKey> staged = staged(key);
      if (staged.isPresent()) {
        write(file(key.type()), staged.get());
      }
    }
    // What was among the keys lies under its own name by now; the rest is nobody's.
    boolean removed = false;
    for (KeyType type : List.of(KeyType.ED25519, KeyType.ML_DSA_44)) {
      removed |= Files.deleteIfExists(staged(type));
    }
    if (removed) {
      directory.sync();
    }
  }

  /** Removes keys that sign no longer. */
  void delete() throws IOException {
    for (KeyType type : List.of(KeyType.ED25519, KeyType.ML_DSA_44)) {
      Files.deleteIfExists(file(type));
      Files.deleteIfExists(staged(type));
    }
    directory.sync();
  }
}
