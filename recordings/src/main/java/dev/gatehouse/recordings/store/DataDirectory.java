package dev.gatehouse.recordings.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Where the files of a log lie. Immutable.
 *
 * <p>Shape: {@code log.db} (and its {@code -wal} and {@code -shm}) leaves, tiles, head, sealed
 * payloads; {@code keys.db} payload keys, wrapped by {@code master.key}; {@code signing.pem} and
 * {@code signing-ml-dsa-44.pem} the keys that sign checkpoints, where they do not lie elsewhere;
 * {@code log.vkey} their public halves, to be handed out; {@code guard} how far the log had come,
 * outside the database; {@code lock} who writes; {@code halted} why nobody may. Where the rows lie
 * in PostgreSQL, {@code postgres} names the database, and there is neither {@code log.db} nor
 * {@code keys.db}. All but {@code log.vkey} are readable by the owner only.
 */
public record DataDirectory(Path path) {
  /** SQLite's locks and its shared memory do not hold across these. */
  private static final Set<String> NETWORK_FILE_SYSTEMS =
      Set.of(
          "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "fuse.sshfs", "ceph", "glusterfs");

  public DataDirectory {
    path = path.toAbsolutePath().normalize();
    if (path.toString().matches(".*[?#%].*")) {
      throw new IllegalArgumentException("directory `" + path + "` has one of ? # % in its name");
    }
  }

  public Path database() {
    return path.resolve("log.db");
  }

  /** Names the database that holds the rows, where {@link #database} does not. */
  Path postgres() {
    return path.resolve("postgres");
  }

  Path keys() {
    return path.resolve("keys.db");
  }

  Path masterKey() {
    return path.resolve("master.key");
  }

  public Path signingKey() {
    return path.resolve("signing.pem");
  }

  public Path secondSigningKey() {
    return path.resolve("signing-ml-dsa-44.pem");
  }

  public Path verifierKey() {
    return path.resolve("log.vkey");
  }

  /** Who remembers the log's checkpoints. */
  public Path witnesses() {
    return path.resolve("witnesses");
  }

  /** What a witness had against the log, if one had; then nothing may be written to it. */
  public Path halted() {
    return path.resolve("halted");
  }

  public Path guard() {
    return path.resolve("guard");
  }

  Path lock() {
    return path.resolve("lock");
  }

  /** Makes the directory where it is missing, and refuses file systems that cannot keep a log. */
  public void create() throws IOException {
    if (!Files.isDirectory(path)) {
      Path parent = path.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(path, permissions(path, "rwx------"));
      sync(path.getParent() == null ? path : path.getParent());
    }
    String type = Files.getFileStore(path).type();
    if (NETWORK_FILE_SYSTEMS.contains(type)) {
      throw new IOException(path + " lies on `" + type + "`, expected a local file system");
    }
  }

  /** Writes {@code file} in one step: after a crash it is there whole, or as it was before. */
  public void write(Path file, byte[] content, String permissions) throws IOException {
    Path draft = path.resolve(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(draft, permissions(path, permissions));
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(path);
  }

  /** Makes an empty file for the owner only, so that what opens it later cannot widen it. */
  void createPrivate(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file, permissions(path, "rw-------"));
      sync(path);
    }
  }

  /** Makes the names in the directory durable: a file's own fsync does not cover them. */
  public void sync() throws IOException {
    sync(path);
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] permissions(Path near, String permissions) {
    boolean posix = near.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
