package dev.gatehouse.recordings.anchor;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.clock.ClockStatement;
import dev.gatehouse.recordings.clock.ClockWatch;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.leaf.MalformedLeafException;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignatureLine;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.EntryReader.KeptCheckpoint;
import dev.gatehouse.recordings.store.Storage;
import dev.gatehouse.recordings.store.StoredLeaf;
import dev.gatehouse.recordings.timestamp.StampOutcome;
import dev.gatehouse.recordings.timestamp.TimestampClient;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Has a log's checkpoints witnessed and stamped, and watches the clock, on a thread of its own, so
 * that no call waits for the network.
 *
 * <p>Guarantee: only checkpoints that the log keeps are shown to anybody. A log that does not grow
 * but for its anchors is left in peace.
 */
public final class Anchors implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Anchors.class.getName());

  private static final Duration TICK = Duration.ofMillis(100);

  /** Entries that come from here: they alone are no reason to come again. */
  private static final Set<String> OWN_ENTRIES = Set.of("anchor", "clock");

  /** More than this many entries are never all from here. */
  private static final int OWN_ENTRIES_MAX = 64;

  /** The last checkpoint should be witnessed, but nobody waits for a dead witness. */
  private static final Duration LAST_WAIT = Duration.ofSeconds(10);

  private final AnchoredLog log;
  private final Anchoring anchoring;
  private final Witnesses witnesses;
  private final ClockWatch clock;
  private final TimestampClient authorities =
      new TimestampClient(new SecureRandom(), TimestampClient.DEADLINE);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private final Due witnessDue;
  private final Due stampDue;
  private long stampedSize;

  public Anchors(AnchoredLog log, Anchoring anchoring, ClockWatch clock) {
    this.log = log;
    this.anchoring = anchoring;
    this.clock = clock;
    this.witnesses = new Witnesses(anchoring.witnesses());
    this.witnessDue = new Due(anchoring.witnessEvery(), anchoring.witnessEvery());
    this.stampDue = new Due(anchoring.stampEvery(), Duration.ZERO);
    this.thread = Thread.ofPlatform().daemon().name("gatehouse-anchors").unstarted(this::run);
  }

  /** When something is to be done again. */
  private static final class Due {
    private final long everyNanos;
    private long lastNanos;

    Due(Duration every, Duration first) {
      this.everyNanos = every.toNanos();
      this.lastNanos = System.nanoTime() - everyNanos + first.toNanos();
    }

    boolean now() {
      return System.nanoTime() - lastNanos >= everyNanos;
    }

    void done() {
      lastNanos = System.nanoTime();
    }
  }

  /**
   * Shows the newest checkpoint to the witnesses before anything is appended: a backup that was put
   * back is found here. What a witness that does not answer would have said is found later.
   *
   * @return what contradicts the log
   */
  public Optional<Contradiction> ask() throws IOException {
    if (anchoring.witnesses().isEmpty()) {
      return Optional.empty();
    }
    try (EntryReader reader = log.reader()) {
      return ask(witnesses, reader);
    } catch (SQLException e) {
      throw new IOException("cannot show the log to its witnesses: " + e.getMessage(), e);
    }
  }

  /** Asks {@code addresses} the same about the log in {@code storage}. */
  public static Optional<Contradiction> ask(List<WitnessAddress> addresses, Storage storage)
      throws IOException {
    if (addresses.isEmpty()) {
      return Optional.empty();
    }
    try (Witnesses witnesses = new Witnesses(addresses);
        EntryReader reader = storage.openReader()) {
      return ask(witnesses, reader);
    } catch (SQLException e) {
      throw new IOException("cannot show the log to its witnesses: " + e.getMessage(), e);
    }
  }

  private static Optional<Contradiction> ask(Witnesses witnesses, EntryReader reader)
      throws IOException {
    try {
      Optional<KeptCheckpoint> newest = reader.newestCheckpoint();
      return newest.isEmpty()
          ? Optional.empty()
          : witnesses.show(newest.get(), reader, size -> true).contradiction();
    } catch (SQLException | MalformedNoteException e) {
      throw new IOException("cannot show the log to its witnesses: " + e.getMessage(), e);
    }
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      do {
        round();
      } while (!stopped.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      LOG.log(WARNING, "anchors=stopped reason=\"interrupted\"");
    }
  }

  /** What goes wrong here passes, or the log itself fails: so it is tried again when it is due. */
  private void round() {
    try {
      Optional<ClockStatement> statement = clock.tick();
      if (statement.isPresent()) {
        log.record(statement.get());
      }
      if (witnessDue.now() && !anchoring.witnesses().isEmpty()) {
        witness();
      }
      if (stampDue.now() && !anchoring.authorities().isEmpty()) {
        stamp();
      }
    } catch (IOException | SQLException | MalformedNoteException | RuntimeException e) {
      LOG.log(WARNING, "anchors=late reason=\"{0}\"", e.getMessage());
    }
  }

  private void witness() throws IOException, SQLException, MalformedNoteException {
    witnessDue.done();
    try (EntryReader reader = log.reader()) {
      Optional<KeptCheckpoint> newest = reader.newestCheckpoint();
      if (newest.isPresent()) {
        Witnesses.Shown shown = show(newest.get(), reader);
        // The halt comes first: what else was heard may not be recorded any more.
        shown.contradiction().ifPresent(log::halt);
        for (Anchor.Witnessed anchor : shown.anchors()) {
          log.record(anchor);
        }
      }
    }
  }

  private Witnesses.Shown show(KeptCheckpoint checkpoint, EntryReader reader)
      throws IOException, SQLException, MalformedNoteException {
    return witnesses.show(checkpoint, reader, size -> grown(size, checkpoint, reader));
  }

  private void stamp() throws IOException, SQLException, MalformedNoteException {
    stampDue.done();
    try (EntryReader reader = log.reader()) {
      Optional<KeptCheckpoint> newest = reader.newestCheckpoint();
      if (newest.isEmpty() || !grown(stampedSize, newest.get(), reader)) {
        return;
      }
      byte[] note = newest.get().note().getBytes(UTF_8);
      for (URI authority : anchoring.authorities()) {
        switch (authorities.request(authority, note)) {
          case StampOutcome.Stamped stamped -> {
            log.record(
                new Anchor.Stamped(
                    newest.get().size(), SignedNote.parse(note), authority, stamped.token()));
            stampedSize = newest.get().size();
            return;
          }
          case StampOutcome.Refused(String reason) -> complain(authority, reason);
          case StampOutcome.Unreachable(String reason) -> complain(authority, reason);
        }
      }
    }
  }

  private static void complain(URI authority, String reason) {
    LOG.log(WARNING, "timestamp-authority={0} reason=\"{1}\"", authority, reason);
  }

  /** Whether there is more behind {@code since} than entries from here. */
  private static boolean grown(long since, KeptCheckpoint checkpoint, EntryReader reader)
      throws SQLException {
    int more = (int) Math.min(OWN_ENTRIES_MAX, checkpoint.size() - since);
    return more == OWN_ENTRIES_MAX
        || (more > 0 && reader.leaves(since, more).stream().anyMatch(Anchors::isOthers));
  }

  private static boolean isOthers(StoredLeaf leaf) {
    try {
      return !OWN_ENTRIES.contains(Leaf.parse(leaf.statement(), 0, leaf.statement().length).type());
    } catch (MalformedLeafException e) {
      return true;
    }
  }

  /** Ends the thread: nothing is recorded from here any more. */
  public void stop() {
    stopped.countDown();
    boolean interrupted = false;
    try {
      if (thread.isAlive()) {
        thread.join(LAST_WAIT);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Shows the last checkpoint of a log that takes no more entries; where a witness is still being
   * waited for, nobody else is asked.
   *
   * @return the checkpoint under the lines of all who cosigned it, or what contradicts it
   */
  public Last witnessLast() throws IOException {
    Last none = new Last(Optional.empty(), Optional.empty());
    if (anchoring.witnesses().isEmpty() || thread.isAlive()) {
      return none;
    }
    try (EntryReader reader = log.reader()) {
      Optional<KeptCheckpoint> newest = reader.newestCheckpoint();
      if (newest.isEmpty()) {
        return none;
      }
      Witnesses.Shown shown = show(newest.get(), reader);
      List<SignatureLine> lines =
          shown.anchors().stream()
              .flatMap(anchor -> anchor.note().signatures().stream())
              .distinct()
              .toList();
      String text = SignedNote.parse(newest.get().note().getBytes(UTF_8)).text();
      return new Last(
          lines.isEmpty() ? Optional.empty() : Optional.of(new SignedNote(text, lines)),
          shown.contradiction());
    } catch (SQLException | MalformedNoteException e) {
      throw new IOException("cannot show the log to its witnesses: " + e.getMessage(), e);
    }
  }

  /** What came of showing the last checkpoint. */
  public record Last(Optional<SignedNote> cosigned, Optional<Contradiction> contradiction) {}

  @Override
  public void close() {
    stop();
    witnesses.close();
  }
}
