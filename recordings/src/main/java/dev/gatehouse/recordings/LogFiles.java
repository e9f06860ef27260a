package dev.gatehouse.recordings;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.keys.KeyHistory;
import dev.gatehouse.recordings.keys.KeySource;
import dev.gatehouse.recordings.keys.LogKeys;
import dev.gatehouse.recordings.leaf.MalformedLeafException;
import dev.gatehouse.recordings.merkle.TileEdge;
import dev.gatehouse.recordings.merkle.TreeHashing;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.store.DataDirectory;
import dev.gatehouse.recordings.store.DirectoryLock;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.EntryStore;
import dev.gatehouse.recordings.store.Head;
import dev.gatehouse.recordings.store.PayloadKeys;
import dev.gatehouse.recordings.store.PostgresStorage;
import dev.gatehouse.recordings.store.Storage;
import dev.gatehouse.recordings.store.TailGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The files of a log, locked, made where there were none, and found to hang together.
 *
 * <p>Errors: {@link RecordingException} with what does not fit; then nothing may be appended, for a
 * log that goes on from a wrong end would contradict what it signed. Guarantee: while this is open,
 * no other process writes to the log.
 */
final class LogFiles implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LogFiles.class.getName());

  private final DataDirectory directory;
  private final Storage storage;
  private final Deque<AutoCloseable> opened;
  private volatile LogKeys signingKeys;
  private final LogEnd end;
  private final EntryStore store;
  private final PayloadKeys keys;
  private final TailGuard guard;

  private LogFiles(
      DataDirectory directory,
      Storage storage,
      Optional<String> origin,
      KeySource keySource,
      Deque<AutoCloseable> opened)
      throws IOException,
          SQLException,
          MalformedNoteException,
          MalformedLeafException,
          RecordingException {
    this.directory = directory;
    this.storage = storage;
    this.opened = opened;
    this.signingKeys = makeOrRead(directory, storage, origin, keySource);
    opened.push(signingKeys);
    this.end = LogEnd.check(storage, directory);
    this.store = storage.openStore();
    opened.push(store);
    this.keys = storage.openKeysForWriting();
    opened.push(keys);
    this.guard = TailGuard.open(directory);
    opened.push(guard);
    // SQLite's WALs have their names by now. It syncs these too, but is silent where that fails:
    // the
    // next power cut would take a WAL with all that was acknowledged in it.
    directory.sync();
  }

  /** Opens the log that {@code settings} describe, and makes it where there is none. */
  static LogFiles openOrCreate(LogSettings settings) throws RecordingException {
    DataDirectory directory = dataDirectory(settings.directory());
    try {
      LogFiles files =
          open(
              directory,
              storage(settings, directory),
              Optional.of(settings.origin()),
              settings.keySource());
      files.requireSameNode(settings);
      return files;
    } catch (DirectoryLock.HeldException e) {
      throw new RecordingException(
          "cannot open the log in " + directory.path() + ": another process has it open", e);
    }
  }

  /** What one node began only the same may end; a log in one directory has one writer. */
  private void requireSameNode(LogSettings settings) throws RecordingException {
    boolean began = end.head().size() > 0;
    if (!storage.shared() && began && !end.lastNode().equals(settings.node())) {
      close();
      throw new RecordingException(
          "the log was last written as "
              + end.lastNode().map(name -> "node `" + name + "`").orElse("a node without a name")
              + ", expected `node` to say the same again");
    }
  }

  private static Storage storage(LogSettings settings, DataDirectory directory)
      throws RecordingException {
    if (settings.postgres().isPresent()) {
      if (Files.exists(directory.database())) {
        throw new RecordingException(
            directory.path() + " holds a log in log.db, expected none where it lies in PostgreSQL");
      }
      if (settings.postgres().get().picksServer()) {
        throw new RecordingException(
            "the database's url expected without targetServerType: a gateway reads where it"
                + " writes");
      }
      String node =
          settings
              .node()
              .orElseThrow(
                  () ->
                      new RecordingException("a log in PostgreSQL expects this node to be named"));
      return new PostgresStorage(directory, settings.postgres().get(), node);
    }
    try {
      Storage found = Storage.of(directory);
      if (found.shared()) {
        throw new RecordingException(
            "the log of " + directory.path() + " lies in PostgreSQL, and none is configured");
      }
      return found;
    } catch (IOException | SQLException e) {
      throw new RecordingException("cannot open the log: " + e.getMessage(), e);
    }
  }

  /**
   * Opens a log that is there, and signed by keys that lie there and nowhere else; empty where they
   * do not, where another process has it, and where this one may not write.
   */
  static Optional<LogFiles> openUnused(Path path) throws RecordingException {
    DataDirectory directory = dataDirectory(path);
    try {
      Storage storage = Storage.of(directory);
      if (!storage.holdsLog()) {
        throw new RecordingException("there is no log in " + directory.path());
      }
      if (!signsAlone(directory, storage) || !storage.mayWrite()) {
        return Optional.empty();
      }
      return Optional.of(open(directory, storage, Optional.empty(), new KeySource.Files()));
    } catch (DirectoryLock.HeldException e) {
      return Optional.empty();
    } catch (IOException | SQLException | MalformedNoteException e) {
      throw new RecordingException("cannot open the log in " + path + ": " + e.getMessage(), e);
    }
  }

  private static boolean signsAlone(DataDirectory directory, Storage storage)
      throws SQLException, MalformedNoteException {
    try (EntryReader reader = storage.openReader()) {
      return LogKeys.lieIn(directory, KeyHistory.of(reader).keys());
    }
  }

  private static DataDirectory dataDirectory(Path path) throws RecordingException {
    try {
      return new DataDirectory(path);
    } catch (IllegalArgumentException e) {
      throw new RecordingException("cannot keep a log: " + e.getMessage(), e);
    }
  }

  private static LogFiles open(
      DataDirectory directory, Storage storage, Optional<String> origin, KeySource keySource)
      throws RecordingException, DirectoryLock.HeldException {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    boolean complete = false;
    try {
      directory.create();
      opened.push(DirectoryLock.take(directory));
      Optional<String> halted = OutsideWorld.haltedBefore(directory);
      if (halted.isPresent()) {
        throw new LogHaltedException(halted.get());
      }
      LogFiles files = new LogFiles(directory, storage, origin, keySource, opened);
      complete = true;
      return files;
    } catch (LogHaltedException e) {
      throw new LogHaltedException(
          "cannot open the log in " + directory.path() + ": " + e.getMessage(), e);
    } catch (IOException
        | SQLException
        | MalformedNoteException
        | MalformedLeafException
        | RecordingException e) {
      throw new RecordingException(
          "cannot open the log in " + directory.path() + ": " + e.getMessage(), e);
    } finally {
      if (!complete) {
        close(opened);
      }
    }
  }

  private static LogKeys makeOrRead(
      DataDirectory directory, Storage storage, Optional<String> origin, KeySource keySource)
      throws IOException, SQLException, MalformedNoteException, RecordingException {
    storage.rollBackMaking();
    if (!storage.holdsLog()) {
      if (origin.isEmpty()) {
        throw new RecordingException("there is no log");
      }
      return make(directory, storage, origin.get(), keySource);
    }
    storage.prepareDirectory();
    try (EntryReader reader = storage.openReader()) {
      String found = reader.meta("origin");
      if (!found.equals(origin.orElse(found))) {
        throw new RecordingException(
            "the log is called `" + found + "`, not `" + origin.get() + "`");
      }
      return LogKeys.open(directory, keySource, KeyHistory.of(reader).keys());
    }
  }

  private static LogKeys make(
      DataDirectory directory, Storage storage, String origin, KeySource keySource)
      throws IOException, SQLException, MalformedNoteException, RecordingException {
    Optional<TailGuard.Mark> mark = TailGuard.read(directory.guard());
    if (mark.isPresent() && mark.get().size() > 0) {
      throw new RecordingException(
          "acknowledged entries are lost: the guard has seen "
              + mark.get().size()
              + ", but there is no log in "
              + storage.place());
    }
    // The guard is made before the rest, so this is not what a crash in here leaves behind.
    Optional<String> remains = mark.isPresent() ? Optional.empty() : storage.remains();
    if (remains.isPresent()) {
      throw new RecordingException(remains.get());
    }
    // If we crash before the last of these, there is no log yet and all are made again.
    try (TailGuard empty = TailGuard.open(directory)) {
      empty.write(new TailGuard.Mark(0, TreeHashing.emptyRoot()));
    }
    LogKeys keys = LogKeys.create(directory, keySource, origin);
    storage.create(origin, KeyHistory.of(keys.verifierKeys()).meta());
    return keys;
  }

  /** Makes {@code session} the one that appends, once the guard knows where it begins. */
  EntryStore.Claim claim(String session) throws RecordingException {
    try {
      guard.write(new TailGuard.Mark(end.head().size(), end.head().root()));
      return store.claim(session);
    } catch (IOException | SQLException e) {
      throw new RecordingException(
          "cannot begin to write to the log in " + directory.path() + ": " + e.getMessage(), e);
    }
  }

  DataDirectory directory() {
    return directory;
  }

  Storage storage() {
    return storage;
  }

  /** The keys that sign checkpoints from now on. */
  LogKeys signingKeys() {
    return signingKeys;
  }

  /** The note of {@code checkpoint}, signed at {@code time} by the keys of now. */
  String signed(Checkpoint checkpoint, Instant time) {
    return new String(signingKeys.signing().sign(checkpoint, time).bytes(), UTF_8);
  }

  /** Signs {@code head} at {@code time} and keeps the note, which is durable on return. */
  String keepSigned(Head head, Instant time) throws SQLException {
    String origin = signingKeys.signing().name();
    String note = signed(new Checkpoint(origin, head.size(), head.root()), time);
    store.begin(head);
    store.putCheckpoint(head.size(), note.getBytes(UTF_8));
    store.commit();
    return note;
  }

  /** Signs by {@code next} from now on, which the log's tables name already. */
  void signBy(LogKeys next) {
    // Those before are closed with the log: somebody may be about to sign by them.
    opened.push(next);
    signingKeys = next;
  }

  EntryStore store() {
    return store;
  }

  PayloadKeys keys() {
    return keys;
  }

  TailGuard guard() {
    return guard;
  }

  /** The head when the files were opened. */
  Head head() {
    return end.head();
  }

  /** The right edge of the tree, which the sequencer lets grow. */
  TileEdge edge() {
    return end.edge();
  }

  /** The size of the newest checkpoint when the files were opened, or -1. */
  long signedSize() {
    return end.signedSize();
  }

  /** Whether the directory has less room than {@code bytesMin}. */
  boolean shortOfSpace(long bytesMin) throws IOException {
    return Files.getFileStore(directory.path()).getUsableSpace() < bytesMin;
  }

  /** Closes everything, the lock last: who gets it must find the files at rest. */
  @Override
  public void close() {
    close(opened);
  }

  private static void close(Deque<AutoCloseable> opened) {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        // What matters was durable before; the next start checks what was not.
        LOG.log(WARNING, "log-close=failed reason=\"{0}\"", e.getMessage());
      }
    }
  }
}
