package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Verifies an export, in a directory or a zip, or the data directory of a log, from its bytes
 * alone.
 *
 * <p>Errors: none are thrown; what cannot be read is a {@link Verification.Failed} that names it.
 */
public final class Verifier {
  private Verifier() {}

  /** Verifies with the key found in {@code bundleOrDataDirectory} itself, and warns of that. */
  public static Verification verify(Path exportOrDataDirectory) {
    return check(exportOrDataDirectory, Optional.empty());
  }

  /** Verifies, trusting {@code verifierKey} (of the form {@code name+id+key}) and no other. */
  public static Verification verify(Path exportOrDataDirectory, String verifierKey) {
    try {
      Optional<VerifierKey> trusted = Optional.of(VerifierKey.parse(verifierKey.strip()));
      return check(exportOrDataDirectory, trusted);
    } catch (MalformedNoteException e) {
      return new Verification.Failed(
          new Verification.InFile("the key to trust"), "" + e.getMessage(), "name+id+key");
    }
  }

  private static Verification check(Path path, Optional<VerifierKey> trusted) {
    try {
      if (Files.isRegularFile(path)) {
        try (ZippedFiles zipped = ZippedFiles.open(path)) {
          return checkExport(zipped.root(), trusted);
        }
      }
      if (Files.isRegularFile(path.resolve("log.db"))) {
        return new DataDirectoryCheck(new DataDirectory(path), trusted).run();
      }
      return checkExport(path, trusted);
    } catch (FaultException e) {
      return e.failed();
    } catch (IllegalArgumentException e) {
      return new Verification.Failed(
          new Verification.InFile(path.toString()), "" + e.getMessage(), "a usable name");
    }
  }

  private static Verification checkExport(Path directory, Optional<VerifierKey> trusted)
      throws FaultException {
    if (!Files.isRegularFile(directory.resolve(BundlePaths.CHECKPOINT))) {
      throw FaultException.in(
          directory.toString(), "neither `log.db` nor `checkpoint`", "a log or an export");
    }
    return new BundleCheck(new BundleContent(directory), trusted).run();
  }
}
