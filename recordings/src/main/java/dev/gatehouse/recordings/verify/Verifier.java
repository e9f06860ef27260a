package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    return verify(path, VerificationOrder.everything());
  }

  /**
   * Verifies, trusting {@code verifierKey} (of the form {@code name+id+key}) and no other; of
   * several lines, the first.
   */
  public static Verification verify(Path path, String verifierKey) {
    return verify(path, VerificationOrder.everything().trusting(verifierKey));
  }

  /** Verifies as {@code order} says. */
  public static Verification verify(Path path, VerificationOrder order) {
    try {
      Optional<VerifierKey> trusted =
          order.key().isPresent() ? Optional.of(trusted(order.key().get())) : Optional.empty();
      return check(path, trusted, order);
    } catch (MalformedNoteException e) {
      return new Verification.Failed(
          new Verification.InFile("the key to trust"), "" + e.getMessage(), "name+id+key");
    } catch (FaultException e) {
      return e.failed();
    } catch (IllegalArgumentException e) {
      return new Verification.Failed(
          new Verification.InFile(path.toString()), "" + e.getMessage(), "a usable name");
    }
  }

  /** The first of the keys in {@code lines}: a log's file may be given as it is. */
  private static VerifierKey trusted(String lines) throws MalformedNoteException {
    List<VerifierKey> keys = new ArrayList<>();
    for (String line : lines.strip().split("\n", -1)) {
      keys.add(VerifierKey.parse(line.strip()));
    }
    return keys.getFirst();
  }

  private static Verification check(
      Path path, Optional<VerifierKey> trusted, VerificationOrder order) throws FaultException {
    if (Files.isRegularFile(path)) {
      try (ZippedFiles zipped = ZippedFiles.open(path)) {
        return checkExport(zipped.root(), trusted, order);
      }
    }
    if (Files.isRegularFile(path.resolve("log.db"))
        || Files.isRegularFile(path.resolve("postgres"))) {
      ReceiptCheck receipt = new ReceiptCheck(order.receipt());
      return new DataDirectoryCheck(new DataDirectory(path), trusted, receipt).run();
    }
    return checkExport(path, trusted, order);
  }

  private static Verification checkExport(
      Path directory, Optional<VerifierKey> trusted, VerificationOrder order)
      throws FaultException {
    if (!Files.isRegularFile(directory.resolve(BundlePaths.CHECKPOINT))) {
      throw FaultException.in(
          directory.toString(), "neither `log.db` nor `checkpoint`", "a log or an export");
    }
    DirectoryContent content = new DirectoryContent(directory);
    ReceiptCheck receipt = new ReceiptCheck(order.receipt());
    return SelectionCheck.isFor(content)
        ? new SelectionCheck(content, trusted, receipt).run()
        : new BundleCheck(content, trusted, order.depth(), receipt).run();
  }
}
