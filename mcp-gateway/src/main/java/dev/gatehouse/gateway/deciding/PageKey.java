package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.signin.Handles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The key to the pages where nobody signs in: a file that only the owner of the gateway can read.
 * An agent that was told a link, and may open addresses, has it no more than other users of the
 * machine have.
 *
 * <p>Shape of the file: 43 characters of base64url and a line break. Made once and kept, so that
 * browsers know it. Thread-safe.
 */
public final class PageKey {
  private static final String FILE = "approvals-page.key";
  private static final int BYTES_MAX = 200;

  private final Path file;
  private final String digest;

  private PageKey(Path file, String key) {
    this.file = file;
    this.digest = Handles.digest(key);
  }

  /**
   * The key in this directory; it is made where there is none.
   *
   * @throws IOException where it can be neither read nor made, or is no key
   */
  public static PageKey in(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      make(file);
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > BYTES_MAX) {
      throw new IOException("`" + file + "` is no key of a page; remove it, and start again");
    }
    String key = Files.readString(file).strip();
    if (!key.matches("[A-Za-z0-9_-]{43}")) {
      throw new IOException("`" + file + "` is no key of a page; remove it, and start again");
    }
    return new PageKey(file, key);
  }

  private static void make(Path file) throws IOException {
    FileAttribute<?>[] ownerOnly =
        file.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Files.createFile(file, ownerOnly);
      Files.writeString(file, Handles.fresh() + "\n", StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException _) {
      // Another gateway of the same owner was faster.
      return;
    }
  }

  /** Where it lies, for who may read it. */
  Path file() {
    return file;
  }

  /** Whether this is it. */
  boolean isIt(String text) {
    return Handles.same(Handles.digest(text.strip()), digest);
  }

  /** Where it lies, and nothing of it. */
  @Override
  public String toString() {
    return "PageKey[" + file + "]";
  }
}
