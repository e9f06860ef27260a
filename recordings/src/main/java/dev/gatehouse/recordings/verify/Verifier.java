package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Verifies a bundle, or the data directory of a log, from its bytes alone.
 *
 * <p>Errors: none are thrown; what cannot be read is a {@link Verification.Failed} that names it.
 */
public final class Verifier {
  private Verifier() {}

  /** Verifies with the key found in {@code bundleOrDataDirectory} itself, and warns of that. */
  public static Verification verify(Path bundleOrDataDirectory) {
    return check(bundleOrDataDirectory, Optional.empty());
  }

  /** Verifies, trusting {@code verifierKey} (of the form {@code name+id+key}) and no other. */
  public static Verification verify(Path bundleOrDataDirectory, String verifierKey) {
    try {
      Optional<VerifierKey> trusted = Optional.of(VerifierKey.parse(verifierKey.strip()));
      return check(bundleOrDataDirectory, trusted);
    } catch (MalformedNoteException e) {
      return new Verification.Failed(
          new Verification.InFile("the key to trust"), "" + e.getMessage(), "name+id+key");
    }
  }

  private static Verification check(Path directory, Optional<VerifierKey> trusted) {
    try {
      if (Files.isRegularFile(directory.resolve("log.db"))) {
        return new DataDirectoryCheck(new DataDirectory(directory), trusted).run();
      }
      if (Files.isRegularFile(directory.resolve(BundlePaths.CHECKPOINT))) {
        return new BundleCheck(new BundleContent(directory), trusted).run();
      }
      throw FaultException.in(
          directory.toString(), "neither `log.db` nor `checkpoint`", "a log or a bundle");
    } catch (FaultException e) {
      return e.failed();
    } catch (IllegalArgumentException e) {
      return new Verification.Failed(
          new Verification.InFile(directory.toString()), "" + e.getMessage(), "a usable name");
    }
  }
}
