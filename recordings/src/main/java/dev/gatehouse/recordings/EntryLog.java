package dev.gatehouse.recordings;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.gatehouse.recordings.anchor.Anchors;
import dev.gatehouse.recordings.anchor.Contradiction;
import dev.gatehouse.recordings.anchor.WitnessFile;
import dev.gatehouse.recordings.clock.ClockWatch;
import dev.gatehouse.recordings.clock.KernelClock;
import dev.gatehouse.recordings.keys.KeySource;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.EntryStore;
import dev.gatehouse.recordings.store.Head;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.SecretKey;

/**
 * The log, open for appending by this process and no other. Thread-safe; made for virtual threads
 * that block.
 *
 * <p>Guarantee: an entry whose {@link #append} returned is on disk, in the tree and in the place
 * that its {@link Appended} says; every request has exactly one closing entry, by the next start at
 * the latest. After the first fault of the disk nothing is acknowledged any more, see {@link
 * #failure}.
 */
public final class EntryLog implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EntryLog.class.getName());

  private final LogSettings settings;
  private final LogFiles files;
  private final EntryStore.Claim claim;
  private final Sequencer sequencer;
  private final Keeper keeper;
  private final Intake intake;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch halted = new CountDownLatch(1);
  private final Custody custody = new Custody(this);
  private final KeyRotation keyRotation;
  private final OutsideWorld outside;
  private final ClockWatch clock;
  private final Anchors anchors;

  private EntryLog(
      LogSettings settings,
      LogFiles files,
      Session session,
      EntryStore.Claim claim,
      SecureRandom random) {
    this.settings = settings;
    this.files = files;
    this.claim = claim;
    this.sequencer = new Sequencer(files, session, claim.openExchanges(), settings);
    this.intake = new Intake(sequencer, random);
    this.keeper = new Keeper(files, sequencer, settings);
    this.keyRotation = rotation(step -> {});
    this.outside = new OutsideWorld(this, files.directory());
    this.clock = new ClockWatch(KernelClock.ofHost(), settings.clock(), System::nanoTime);
    this.anchors = new Anchors(outside, settings.anchoring(), clock);
  }

  /**
   * Opens the log, and makes it where there is none: checks that its end hangs together and that no
   * acknowledged entry is missing, appends a {@code boot} entry, and for each request that was left
   * open its {@code outcome-unknown}.
   *
   * <p>Errors: {@link RecordingException} where another process has it, entries are missing, the
   * files do not fit together, or there is no room.
   */
  public static EntryLog open(LogSettings settings, Boot boot) throws RecordingException {
    SecureRandom random = new SecureRandom();
    Session session = new Session(Ulid.next(settings.clock().instant(), random), settings.node());
    LogFiles files = LogFiles.openOrCreate(settings);
    EntryLog log = new EntryLog(settings, files, session, claim(files, session), random);
    try {
      log.rememberWitnesses();
      log.recover(boot);
      return log;
    } catch (RecordingException e) {
      log.stop();
      throw e;
    }
  }

  private void rememberWitnesses() throws RecordingException {
    try {
      WitnessFile.write(files.directory(), settings.anchoring().witnesses());
    } catch (IOException e) {
      throw new RecordingException("cannot note the witnesses of the log: " + e.getMessage(), e);
    }
  }

  private static EntryStore.Claim claim(LogFiles files, Session session) throws RecordingException {
    try {
      return files.claim(session.boot());
    } catch (RecordingException e) {
      files.close();
      throw e;
    }
  }

  private void recover(Boot boot) throws RecordingException {
    sequencer.start();
    requireUncontradicted();
    try {
      keeper.watchSpace();
    } catch (IOException e) {
      throw new RecordingException("cannot ask for the free space of the log's directory", e);
    }
    if (keeper.shortage().isPresent()) {
      throw new RecordingException("cannot open the log: " + keeper.shortage().get());
    }
    intake.append(
        List.of(Opening.bootEntry(files, claim.clean(), boot, clock.tick().orElseThrow())));
    // Nothing else may come between: who reads the log sees at once what the crash left open.
    intake.append(claim.openExchanges().stream().map(Opening::unknownOutcome).toList());
    resumeErasure();
    keeper.start();
    anchors.start();
    LOG.log(
        INFO,
        "log=open directory={0} origin={1} size={2} clean={3} outcome-unknown={4}",
        files.directory().path(),
        settings.origin(),
        Long.toString(size()),
        claim.clean(),
        claim.openExchanges().size());
  }

  /** A reader that stands in the way must not keep the log from being opened. */
  private void resumeErasure() {
    try {
      custody.resume();
    } catch (RecordingException e) {
      LOG.log(WARNING, "erasure=unfinished reason=\"{0}\"", e.getMessage());
    }
  }

  private void requireUncontradicted() throws RecordingException {
    try {
      Optional<Contradiction> contradiction = anchors.ask();
      if (contradiction.isPresent()) {
        outside.halt(contradiction.get());
        throw new LogHaltedException(contradiction.get().message());
      }
    } catch (IOException e) {
      throw new RecordingException("cannot open the log: " + e.getMessage(), e);
    }
  }

  /**
   * Appends an entry and returns when it is durable; blocks until then, also when interrupted.
   *
   * <p>Errors: {@link RecordingException} where the entry is not known to be durable: let nothing
   * pass and ask {@link #failure}. While space is short, only entries of exchanges that run are
   * accepted. {@code IllegalStateException} where an exchange would be opened twice, or closed when
   * it is not open; {@code IllegalArgumentException} for the kinds that the log writes itself.
   */
  public Appended append(Entry entry) throws RecordingException {
    if (entry.kind() == EntryKind.BOOT || entry.kind() == EntryKind.SHUTDOWN) {
      throw new IllegalArgumentException(entry.kind().wireName() + " entries are the log's own");
    }
    boolean begins = entry.kind() == EntryKind.REQUEST || entry.exchange().isEmpty();
    if (begins && keeper.shortage().isPresent()) {
      throw new RecordingException("cannot begin to record: " + keeper.shortage().get());
    }
    return intake.append(List.of(entry)).getFirst();
  }

  /** Appends an entry whose commit takes away what it says was erased. */
  Appended appendErasing(Entry entry, Work.Erasure erasure) throws RecordingException {
    return intake.erasing(entry, erasure);
  }

  /** Appends the entry whose commit hands the log over to other keys. */
  Appended appendRotating(Entry entry, Work.Rotation rotation) throws RecordingException {
    return intake.rotating(entry, rotation);
  }

  /** The committed head. */
  Head head() {
    return sequencer.head();
  }

  /**
   * Has the log signed by other keys from now on, as its settings say where they lie. The keys of
   * now vouch for them, in an entry and in a last checkpoint.
   *
   * <p>Errors: {@link RecordingException} where they cannot be had, or other nodes write the log;
   * then the keys of now stay, or the next start says which of the two it is.
   *
   * @param reason why, and by whose order; it is recorded
   */
  public Rotated rotateKeys(String reason) throws RecordingException {
    return keyRotation.rotate(reason);
  }

  /** A rotation that {@code watch} sees. */
  KeyRotation rotation(KeyRotation.Watch watch) {
    return new KeyRotation(this, files, settings.keySource(), watch);
  }

  /** Runs {@code task} on the sequencer's thread, between two batches. */
  void run(Work.Errand.Task task) throws RecordingException {
    intake.run(task);
  }

  /**
   * Signs what is durable by now, without waiting for the next checkpoint's turn, and returns when
   * that is kept: whoever reads the log afterwards finds it all under a signature.
   *
   * <p>Errors: {@link RecordingException} where it is not kept in time.
   */
  public void sign() throws RecordingException {
    try (UninterruptedWait wait = new UninterruptedWait(Intake.APPEND_WAIT_MAX)) {
      if (failure().isPresent() || !keeper.sign(wait)) {
        throw new RecordingException("cannot sign: " + failure().orElse("the log does not answer"));
      }
    }
    // What was queued before an errand is committed when it runs.
    run(files -> {});
  }

  /** Accepts nothing from now on, and signs nothing either. */
  void halt(String reason) {
    sequencer.fail(reason);
    halted.countDown();
  }

  /** Whether a witness contradicts the log, so that it must never be written to again. */
  public boolean isHalted() {
    return halted.getCount() == 0;
  }

  /** Waits until a witness contradicts the log. */
  public void awaitHalt() throws InterruptedException {
    halted.await();
  }

  /** A reader beside the sequencer. */
  EntryReader reader() throws SQLException {
    return files.storage().openReader();
  }

  Instant now() {
    return settings.clock().instant();
  }

  /** What is kept for how long, and what must not be erased. */
  public Custody custody() {
    return custody;
  }

  /** The name that checkpoints are signed under. */
  public String origin() {
    return settings.origin();
  }

  /** The Ed25519 key that verifies this log's checkpoints, as {@code name+id+key}; hand it out. */
  public String verifierKey() {
    return verifierKeys().getFirst();
  }

  /**
   * All keys that verify this log's checkpoints: the Ed25519 key, and ML-DSA-44 if there is one.
   */
  public List<String> verifierKeys() {
    return files.signingKeys().verifierKeys().stream().map(VerifierKey::text).toList();
  }

  /**
   * A secret for a purpose beside the log, such as {@code limits}: made from the key in {@code
   * master.key}, so the same at each start and on each node, and never in a database.
   */
  public SecretKey secret(String purpose) {
    return files.keys().derived(purpose);
  }

  /** Where the keys lie that sign this log's checkpoints. */
  public KeySource.Place keyPlace() {
    return files.signingKeys().place();
  }

  /** The number of durable entries. */
  public long size() {
    return sequencer.head().size();
  }

  /**
   * Empty while the log accepts new exchanges; else why it does not. Short space passes; anything
   * else stays until the log is opened anew.
   */
  public Optional<String> failure() {
    return closed.get()
        ? Optional.of("the log is closed")
        : sequencer.failure().or(keeper::shortage);
  }

  /**
   * Closes the log: what is queued is still written, then a {@code shutdown} entry, then the last
   * head is signed. Faults are logged, for the next {@link #open} finds out in any case.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      anchors.stop();
      try {
        intake.append(List.of(Entry.builder(EntryKind.SHUTDOWN).build()));
      } catch (RecordingException e) {
        LOG.log(WARNING, "log=unclean reason=\"{0}\"", e.getMessage());
      }
      stop();
      LOG.log(INFO, "log=closed directory={0}", files.directory().path());
    }
  }

  private void stop() {
    keeper.close();
    try (UninterruptedWait wait = new UninterruptedWait(Intake.APPEND_WAIT_MAX)) {
      sequencer.submit(new Work.Stop(), wait);
      if (!sequencer.join(wait)) {
        LOG.log(WARNING, "log=stuck directory={0}", files.directory().path());
        return;
      }
    }
    witnessLast();
    files.close();
  }

  /** What was signed last is kept with the lines of those who saw it, for no entry can follow. */
  private void witnessLast() {
    try {
      Anchors.Last last = anchors.witnessLast();
      last.contradiction().ifPresent(outside::halt);
      if (last.cosigned().isPresent()) {
        SignedNote note = last.cosigned().get();
        files.store().putCheckpoint(Checkpoint.parse(note.text()).size(), note.bytes());
        files.store().commit();
      }
    } catch (IOException | SQLException | MalformedNoteException | RuntimeException e) {
      LOG.log(WARNING, "log=unwitnessed reason=\"{0}\"", e.getMessage());
    } finally {
      anchors.close();
    }
  }
}
