package dev.gatehouse.recordings.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.merkle.ConsistencyProof;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.TreeHashing;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignatureLine;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.SigningKeys;
import dev.gatehouse.recordings.note.VerifiedSignature;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.DataDirectory;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a witness knows of one log: the last checkpoint that it cosigned. Thread-safe.
 *
 * <p>Shape: {@code <SHA-256 of the origin in hex>.checkpoint} the cosigned note, and {@code .fork}
 * the first one of the same size as a cosigned one and with another root, if there ever was one.
 */
final class WitnessedLog {
  private static final Logger LOG = System.getLogger(WitnessedLog.class.getName());

  private final String origin;
  private final List<VerifierKey> logKeys;
  private final SigningKeys keys;
  private final DataDirectory directory;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Optional<Seen> last;

  /** A checkpoint that was cosigned; {@code note} holds the lines of the log and our own. */
  private record Seen(Checkpoint checkpoint, SignedNote note) {}

  private WitnessedLog(
      String origin,
      List<VerifierKey> logKeys,
      SigningKeys keys,
      DataDirectory directory,
      InstantSource clock)
      throws IOException {
    this.origin = origin;
    this.logKeys = List.copyOf(logKeys);
    this.keys = keys;
    this.directory = directory;
    this.clock = clock;
    this.last = read();
  }

  /**
   * The log called as its keys are.
   *
   * <p>Errors: {@code IOException} where what is on disk is not what this witness wrote.
   */
  static WitnessedLog open(
      List<VerifierKey> logKeys, SigningKeys keys, DataDirectory directory, InstantSource clock)
      throws IOException {
    return new WitnessedLog(logKeys.getFirst().name(), logKeys, keys, directory, clock);
  }

  private Optional<Seen> read() throws IOException {
    Path file = file(".checkpoint");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      SignedNote note = SignedNote.parse(Files.readAllBytes(file));
      List<VerifierKey> signers =
          note.verify(keys.verifierKeys()).stream().map(VerifiedSignature::key).toList();
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      if (!signers.equals(keys.verifierKeys()) || !checkpoint.origin().equals(origin)) {
        throw new MalformedNoteException("not cosigned by this witness, for this log");
      }
      return Optional.of(new Seen(checkpoint, note));
    } catch (MalformedNoteException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private Path file(String ending) {
    return directory.path().resolve(name(origin) + ending);
  }

  /** How a log is called in paths. Source: C2SP tlog-witness v1.0.0, "Monitor Retrieval". */
  static String name(String origin) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(origin.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The last checkpoint that was cosigned, with the cosignatures. */
  Optional<SignedNote> checkpoint() {
    return last.map(Seen::note);
  }

  /**
   * Judges a request, and cosigns.
   *
   * <p>Guarantee: of all requests at one time at most one succeeds from the same size; what a
   * cosignature says is on disk before it is given out.
   */
  WitnessResponse add(AddCheckpoint request) {
    // 1 A checkpoint, signed by the log.
    Checkpoint checkpoint;
    try {
      checkpoint = Checkpoint.parse(request.note().text());
    } catch (MalformedNoteException e) {
      return WitnessResponse.refusal(WitnessResponse.MALFORMED, String.valueOf(e.getMessage()));
    }
    List<SignatureLine> logLines;
    try {
      logLines =
          request.note().verify(logKeys).stream().map(VerifiedSignature::line).distinct().toList();
    } catch (MalformedNoteException e) {
      return WitnessResponse.refusal(WitnessResponse.UNTRUSTED, String.valueOf(e.getMessage()));
    }
    if (logLines.isEmpty()) {
      return WitnessResponse.refusal(WitnessResponse.UNTRUSTED, "no signature by a known key");
    }
    if (request.oldSize() > checkpoint.size()) {
      return WitnessResponse.refusal(WitnessResponse.MALFORMED, "the old size is above the new");
    }
    // INVARIANT: from here to the end nobody else judges this log; the write is within on purpose,
    // for another request must not be judged by a state that a crash would take back.
    lock.lock();
    try {
      return grow(request, checkpoint, new SignedNote(checkpoint.text(), logLines));
    } finally {
      lock.unlock();
    }
  }

  private WitnessResponse grow(AddCheckpoint request, Checkpoint checkpoint, SignedNote signed) {
    // 2 From where we know the log to be.
    long size = last.map(seen -> seen.checkpoint().size()).orElse(0L);
    Hash root = last.map(seen -> seen.checkpoint().root()).orElse(TreeHashing.emptyRoot());
    if (request.oldSize() != size) {
      return WitnessResponse.conflict(size);
    }
    // 3 Nothing was taken away or changed. Also where neither tree has a leaf.
    if (!new ConsistencyProof(size, checkpoint.size(), request.proof())
        .verifies(root, checkpoint.root())) {
      report(checkpoint, signed, size);
      return WitnessResponse.refusal(
          WitnessResponse.INCONSISTENT, "does not continue the tree of size " + size);
    }
    // 4 On disk, then in the answer. If we crash between the two, the log learns the new size by
    // the conflict that its next request makes.
    Instant now = clock.instant();
    List<SignatureLine> cosignatures = keys.lines(checkpoint, now);
    Seen seen = new Seen(checkpoint, signed.with(cosignatures));
    try {
      directory.write(file(".checkpoint"), seen.note().bytes(), "rw-------");
    } catch (IOException e) {
      LOG.log(Level.ERROR, "cannot keep a checkpoint log=%s reason=%s".formatted(origin, e));
      return WitnessResponse.refusal(WitnessResponse.FAILED, "cannot keep the checkpoint");
    }
    last = Optional.of(seen);
    StringBuilder body = new StringBuilder();
    cosignatures.forEach(line -> body.append(line.text()).append('\n'));
    return WitnessResponse.text(WitnessResponse.OK, body.toString());
  }

  /** A false proof can be a stranger's; two roots of one size are the log's own doing. */
  private void report(Checkpoint checkpoint, SignedNote signed, long size) {
    LOG.log(
        Level.WARNING,
        "a checkpoint does not continue the last one log=%s size=%d last=%d"
            .formatted(origin, checkpoint.size(), size));
    try {
      if (checkpoint.size() == size && !Files.exists(file(".fork"))) {
        directory.write(file(".fork"), signed.bytes(), "rw-------");
      }
    } catch (IOException e) {
      LOG.log(Level.ERROR, "cannot keep a fork log=%s reason=%s".formatted(origin, e));
    }
  }
}
