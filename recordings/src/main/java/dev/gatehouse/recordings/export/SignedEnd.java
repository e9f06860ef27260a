package dev.gatehouse.recordings.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.keys.KeyHistory;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.CheckpointPolicy;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.store.EntryReader;
import java.io.IOException;
import java.sql.SQLException;

/** How far a log is signed: its newest checkpoint, verified, and who must have signed it. */
record SignedEnd(Checkpoint checkpoint, SignedNote note, CheckpointPolicy policy) {

  static SignedEnd of(EntryReader reader) throws IOException, SQLException, MalformedNoteException {
    String note =
        reader
            .newestCheckpoint()
            .orElseThrow(
                () -> new IOException("no checkpoint is signed yet, try again in a second"))
            .note();
    KeyHistory.Signed end = KeyHistory.of(reader).verify(note);
    SignedNote signed = SignedNote.parse(note.getBytes(UTF_8));
    // Others may have signed too; what stands here is what its policy can check.
    SignedNote ours =
        new SignedNote(
            signed.text(),
            signed.signatures().stream()
                .filter(line -> end.keys().stream().anyMatch(line::claims))
                .toList());
    return new SignedEnd(end.checkpoint(), ours, CheckpointPolicy.ofLog(end.keys()));
  }
}
