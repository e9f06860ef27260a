package dev.gatehouse.gateway.login;

import dev.gatehouse.adapters.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The files that hold sign-ins: one for each resource and issuer, named by a digest of both, and
 * beside it an empty one that is locked while its sign-in changes.
 *
 * <p>Shape: {@code 3f…c2.json}, a JSON object; {@code 3f…c2.lock}. Guarantee: the folder has the
 * mode 0700 and each file 0600; a file is there whole or not at all; one that others may read is
 * not read. Thread-safe, and safe among processes.
 */
final class LoginFolder {
  /** More gateways than anybody uses. */
  private static final int LOGINS_MAX = 1000;

  private static final int BYTES_MAX = 256 << 10;

  /** Tokens of some KiB; what needs more may find the disk full. */
  private static final int PLACE_BYTES = 32 << 10;

  /** Whoever has a lock asks an issuer once or twice. */
  private static final Duration LOCKED_MAX = Duration.ofSeconds(40);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final String ENDING = ".json";

  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private final Path folder;

  /** A process has each of its locks once: closing a file ends those of all its threads. */
  private final ReentrantLock here = new ReentrantLock();

  LoginFolder(Path folder) {
    this.folder = folder;
  }

  /** Which file it is; one that is there for each resource and issuer. */
  record Key(String name) {
    static Key of(String resource, String issuer) {
      try {
        byte[] both = (resource + "\n" + issuer).getBytes(StandardCharsets.UTF_8);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(both);
        return new Key(HexFormat.of().formatHex(digest, 0, 16));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    static Key of(KeptLogin login) {
      return of(login.resource(), login.issuer());
    }
  }

  /** All of them. */
  List<KeptLogin> all() throws LoginException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    requirePrivate(folder);
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files
              .filter(file -> file.toString().endsWith(ENDING))
              .limit(LOGINS_MAX)
              .sorted()
              .toList();
      List<KeptLogin> logins = new ArrayList<>();
      for (Path file : found) {
        read(file).ifPresent(logins::add);
      }
      return List.copyOf(logins);
    } catch (IOException e) {
      throw new LoginException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The one of this name, if it is there. */
  Optional<KeptLogin> read(Key key) throws LoginException {
    return read(folder.resolve(key.name() + ENDING));
  }

  private static Optional<KeptLogin> read(Path file) throws LoginException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    requirePrivate(file);
    Set<? extends OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (var in = Channels.newInputStream(Files.newByteChannel(file, options))) {
      String text = new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
      Optional<KeptLogin> login = JsonText.object(text).flatMap(KeptLogin::of);
      if (login.isEmpty()) {
        throw new LoginException(file + " holds no sign-in: remove it, and sign in again");
      }
      return login;
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new LoginException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void requirePrivate(Path path) throws LoginException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try {
      Set<PosixFilePermission> permissions =
          Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
      if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
        throw new LoginException(
            "others may use %s (mode %s), where tokens are: take that from them by `chmod go= %s`"
                    .formatted(path, PosixFilePermissions.toString(permissions), path)
                + ", and sign in again if they may have read it");
      }
    } catch (NoSuchFileException _) {
      // It has just gone; whoever opens it sees that.
    } catch (IOException e) {
      throw new LoginException(path + " cannot be looked at: " + e.getMessage(), e);
    }
  }

  /** One sign-in that nobody else changes. */
  final class Held implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private Held(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    Optional<KeptLogin> read() throws LoginException {
      return LoginFolder.read(file);
    }

    void write(KeptLogin login) throws LoginException {
      prepare();
      writePrepared(login);
    }

    /** Takes the place on the disk that {@link #writePrepared} needs. */
    void prepare() throws LoginException {
      try {
        Files.deleteIfExists(draft());
        Set<StandardOpenOption> fresh =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel written = FileChannel.open(draft(), fresh, mode("rw-------"))) {
          fill(written, ByteBuffer.allocate(PLACE_BYTES));
          written.force(true);
        }
      } catch (IOException e) {
        throw notWritten(e);
      }
    }

    void writePrepared(KeptLogin login) throws LoginException {
      try {
        try (FileChannel written = FileChannel.open(draft(), StandardOpenOption.WRITE)) {
          ByteBuffer bytes = StandardCharsets.UTF_8.encode(login.json() + "\n");
          int length = bytes.remaining();
          fill(written, bytes);
          written.truncate(length);
          written.force(true);
        }
        Files.move(
            draft(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw notWritten(e);
      }
    }

    private Path draft() {
      return file.resolveSibling(file.getFileName() + ".new");
    }

    private static void fill(FileChannel channel, ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    private LoginException notWritten(IOException e) {
      return new LoginException(file + " cannot be written: " + e.getMessage(), e);
    }

    void delete() throws LoginException {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new LoginException(file + " cannot be removed: " + e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      try {
        Files.deleteIfExists(draft());
      } catch (IOException _) {
        // Whoever prepares the next one says what is wrong with it.
      }
      try {
        channel.close();
      } catch (IOException _) {
        // The system lets go of it when the process ends.
      } finally {
        here.unlock();
      }
    }
  }

  /**
   * Waits until nobody else changes the sign-in of this name. It is kept while an issuer is asked:
   * a refresh token is good once, and two who use it end the sign-in.
   */
  Held hold(Key key) throws LoginException, InterruptedException {
    Path file = folder.resolve(key.name() + ".lock");
    Deadline deadline = Deadline.after(LOCKED_MAX);
    if (!here.tryLock(LOCKED_MAX.toSeconds(), TimeUnit.SECONDS)) {
      throw tooLong(file);
    }
    Optional<Held> held = Optional.empty();
    try {
      held = Optional.of(new Held(folder.resolve(key.name() + ENDING), locked(file, deadline)));
      return held.get();
    } catch (IOException e) {
      throw new LoginException(file + " cannot be locked: " + e.getMessage(), e);
    } finally {
      if (held.isEmpty()) {
        here.unlock();
      }
    }
  }

  private static LoginException tooLong(Path file) {
    return new LoginException("another program has kept " + file + " locked for too long");
  }

  /** Whoever locked it closes it. */
  private FileChannel locked(Path file, Deadline deadline)
      throws IOException, LoginException, InterruptedException {
    Files.createDirectories(folder, mode("rwx------"));
    requirePrivate(folder);
    Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileChannel channel = FileChannel.open(file, options, mode("rw-------"));
    boolean isLocked = false;
    try {
      isLocked = lock(channel);
      while (!isLocked && !deadline.hasPassed()) {
        Thread.sleep(LOOK_AGAIN);
        isLocked = lock(channel);
      }
      if (!isLocked) {
        throw tooLong(file);
      }
      return channel;
    } finally {
      if (!isLocked) {
        channel.close();
      }
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  private FileAttribute<?>[] mode(String mode) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
