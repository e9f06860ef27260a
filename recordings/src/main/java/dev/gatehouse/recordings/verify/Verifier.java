package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Verifies an export, as a directory or as a zip, or the data directory of a log, from its bytes
 * alone.
 *
 * <p>Errors: none are thrown; what cannot be read is a {@link Verification.Failed} that names it.
 */
public final class Verifier {
  private Verifier() {}

  /** Verifies with the key found in {@code path} itself, and warns of that. */
  public static Verification verify(Path path) {
    return verify(path, Depth.EVERYTHING);
  }

  /** Verifies as far as {@code depth} says, with the key found, and warns of that. */
  public static Verification verify(Path path, Depth depth) {
    return check(path, Optional.empty(), depth);
  }

  /** Verifies, trusting {@code verifierKey} (of the form {@code name+id+key}) and no other. */
  public static Verification verify(Path path, String verifierKey) {
    return verify(path, verifierKey, Depth.EVERYTHING);
  }

  /** Verifies as far as {@code depth} says, trusting {@code verifierKey} and no other. */
  public static Verification verify(Path path, String verifierKey, Depth depth) {
    try {
      Optional<VerifierKey> trusted = Optional.of(VerifierKey.parse(verifierKey.strip()));
      return check(path, trusted, depth);
    } catch (MalformedNoteException e) {
      return new Verification.Failed(
          new Verification.InFile("the key to trust"), "" + e.getMessage(), "name+id+key");
    }
  }

  private static Verification check(Path path, Optional<VerifierKey> trusted, Depth depth) {
    try {
      if (Files.isRegularFile(path)) {
        try (ZippedFiles zipped = ZippedFiles.open(path)) {
          return checkExport(zipped.root(), trusted, depth);
        }
      }
      if (Files.isRegularFile(path.resolve("log.db"))
          || Files.isRegularFile(path.resolve("postgres"))) {
        return new DataDirectoryCheck(new DataDirectory(path), trusted).run();
      }
      return checkExport(path, trusted, depth);
    } catch (FaultException e) {
      return e.failed();
    } catch (IllegalArgumentException e) {
      return new Verification.Failed(
          new Verification.InFile(path.toString()), "" + e.getMessage(), "a usable name");
    }
  }

  private static Verification checkExport(
      Path directory, Optional<VerifierKey> trusted, Depth depth) throws FaultException {
    if (!Files.isRegularFile(directory.resolve(BundlePaths.CHECKPOINT))) {
      throw FaultException.in(
          directory.toString(), "neither `log.db` nor `checkpoint`", "a log or an export");
    }
    DirectoryContent content = new DirectoryContent(directory);
    return SelectionCheck.isFor(content)
        ? new SelectionCheck(content, trusted).run()
        : new BundleCheck(content, trusted, depth).run();
  }
}
