package dev.gatehouse.recordings.anchor;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.merkle.ConsistencyProof;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignatureLine;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.VerifiedSignature;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.EntryReader.KeptCheckpoint;
import dev.gatehouse.recordings.store.StoredTiles;
import dev.gatehouse.recordings.witness.WitnessClient;
import dev.gatehouse.recordings.witness.WitnessOutcome;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows a log's checkpoints to its witnesses. Confined to one thread. */
final class Witnesses implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Witnesses.class.getName());

  /** A witness that takes longer is asked again next time. */
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  private final List<Asked> asked = new ArrayList<>();

  Witnesses(List<WitnessAddress> addresses) {
    for (WitnessAddress address : addresses) {
      asked.add(new Asked(address, new WitnessClient(address.url(), address.keys(), DEADLINE)));
    }
  }

  /** One witness, and how far it is known to be. */
  private static final class Asked {
    private final WitnessAddress address;
    private final WitnessClient client;
    private long size;
    private boolean answering = true;

    Asked(WitnessAddress address, WitnessClient client) {
      this.address = address;
      this.client = client;
    }
  }

  /** What came of showing a checkpoint to all of them. */
  record Shown(List<Anchor.Witnessed> anchors, Optional<Contradiction> contradiction) {
    Shown {
      anchors = List.copyOf(anchors);
    }
  }

  /** Whether a log has grown enough since a size that its checkpoint should be shown again. */
  interface Growth {
    boolean since(long size) throws SQLException;
  }

  /**
   * Shows {@code checkpoint}, which {@code reader}'s log has signed, to each of them for whom it
   * has grown.
   */
  Shown show(KeptCheckpoint checkpoint, EntryReader reader, Growth growth)
      throws IOException, SQLException, MalformedNoteException {
    List<Anchor.Witnessed> anchors = new ArrayList<>();
    for (Asked witness : asked) {
      if (growth.since(witness.size)) {
        Optional<Contradiction> contradiction = show(witness, checkpoint, reader, anchors);
        if (contradiction.isPresent()) {
          return new Shown(anchors, contradiction);
        }
      }
    }
    return new Shown(anchors, Optional.empty());
  }

  private static Optional<Contradiction> show(
      Asked witness, KeptCheckpoint checkpoint, EntryReader reader, List<Anchor.Witnessed> anchors)
      throws IOException, SQLException, MalformedNoteException {
    byte[] bytes = checkpoint.note().getBytes(UTF_8);
    SignedNote note = SignedNote.parse(bytes);
    URI url = witness.address.url();
    WitnessOutcome outcome =
        witness.client.submit(witness.size, bytes, (from, to) -> proof(reader, from, to));
    switch (outcome) {
      case WitnessOutcome.Cosigned cosigned -> {
        if (cosigned.from() < witness.size) {
          LOG.log(
              WARNING,
              "witness={0} set-back knew={1} knows={2}",
              url,
              Long.toString(witness.size),
              Long.toString(cosigned.from()));
        }
        witness.size = checkpoint.size();
        heard(witness, Optional.empty());
        List<SignatureLine> lines =
            cosigned.cosignatures().stream().map(VerifiedSignature::line).toList();
        anchors.add(
            new Anchor.Witnessed(checkpoint.size(), note.with(lines), url, witness.address.keys()));
      }
      case WitnessOutcome.Ahead ahead -> {
        KeptCheckpoint newest = reader.newestCheckpoint().orElse(checkpoint);
        if (newest.size() >= ahead.size() && newest.size() > checkpoint.size()) {
          // Another node of this log was quicker, or a fork of it is: the log has grown enough
          // since to tell which, and an interval later would be late.
          witness.size = ahead.size();
          return show(witness, newest, reader, anchors);
        }
        String reason =
            "the witness %s has seen %d entries of this log, which has %d"
                .formatted(url, ahead.size(), checkpoint.size());
        return Optional.of(new Contradiction(url, reason, note, ahead.theirs()));
      }
      case WitnessOutcome.Forked forked -> {
        String reason =
            "the witness %s has seen another log under this name: it answers `%s`"
                .formatted(url, forked.answer());
        return Optional.of(new Contradiction(url, reason, note, forked.theirs()));
      }
      case WitnessOutcome.Refused(String reason) -> heard(witness, Optional.of(reason));
      case WitnessOutcome.Unreachable(String reason) -> heard(witness, Optional.of(reason));
    }
    return Optional.empty();
  }

  /** Says once that a witness does not cosign, and once that it does again. */
  private static void heard(Asked witness, Optional<String> trouble) {
    if (trouble.isPresent() == witness.answering) {
      LOG.log(
          WARNING,
          "witness={0} answering={1} reason=\"{2}\"",
          witness.address.url(),
          trouble.isEmpty(),
          trouble.orElse(""));
    }
    witness.answering = trouble.isEmpty();
  }

  private static ConsistencyProof proof(EntryReader reader, long from, long to) throws IOException {
    try {
      return ConsistencyProof.of(StoredTiles.hashes(reader, to), from, to);
    } catch (SQLException e) {
      throw new IOException("cannot read the tiles of the log: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    asked.forEach(witness -> witness.client.close());
  }
}
