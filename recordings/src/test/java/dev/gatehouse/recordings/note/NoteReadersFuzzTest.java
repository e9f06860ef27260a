package dev.gatehouse.recordings.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.Mutations;
import dev.gatehouse.recordings.merkle.TreeHashing;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoteReadersFuzzTest {
  private static final Instant TIME = Instant.parse("2026-11-23T01:23:45Z");

  private final Checkpoint checkpoint =
      new Checkpoint("log.example", 20_852_163, TreeHashing.emptyRoot());
  private final SigningKey log = SigningKey.generate("log.example");
  private final SigningKey witness =
      SigningKey.generate("witness.example", KeyType.ED25519_COSIGNATURE);

  NoteReadersFuzzTest() throws MalformedNoteException {}

  @Test
  void readsNotesStrictly() throws MalformedNoteException {
    String text = checkpoint.text();
    SignedNote note = new SignedNote(text, List.of(log.line(text, TIME), witness.line(text, TIME)));
    Mutations.requireStrict(
        note.bytes(), MalformedNoteException.class, bytes -> SignedNote.parse(bytes).bytes());
  }

  /** Lines of signatures that stand alone are what a witness answers with. */
  @Test
  void readsSignatureLinesStrictly() throws MalformedNoteException {
    String lines = witness.line(checkpoint.text(), TIME).text() + "\n";
    Mutations.requireStrict(
        lines.repeat(2).getBytes(UTF_8),
        MalformedNoteException.class,
        bytes -> {
          StringBuilder again = new StringBuilder();
          for (SignatureLine line : SignedNote.parseLines(text(bytes))) {
            again.append(line.text()).append('\n');
          }
          return again.toString().getBytes(UTF_8);
        });
  }

  /** These readers are given text: bytes that are none were refused before. */
  private static String text(byte[] bytes) throws MalformedNoteException {
    String text = new String(bytes, UTF_8);
    if (!Arrays.equals(text.getBytes(UTF_8), bytes)) {
      throw new MalformedNoteException("not UTF-8");
    }
    return text;
  }

  @Test
  void readsCheckpointsStrictly() {
    Mutations.requireStrict(
        checkpoint.text().getBytes(UTF_8),
        MalformedNoteException.class,
        bytes -> Checkpoint.parse(text(bytes)).text().getBytes(UTF_8));
  }

  @Test
  void readsVerifierKeysStrictly() {
    for (VerifierKey key : List.of(log.verifierKey(), witness.verifierKey())) {
      Mutations.requireStrict(
          key.text().getBytes(UTF_8),
          MalformedNoteException.class,
          bytes -> VerifierKey.parse(text(bytes)).text().getBytes(UTF_8));
    }
  }

  /** A policy may be spelled in many ways; the one that it is written in reads as itself. */
  @Test
  void readsPoliciesAsWhatTheyAreWrittenAgain() {
    CheckpointPolicy policy =
        new CheckpointPolicy(
            List.of(new CheckpointPolicy.Log(log.verifierKey(), Optional.empty())),
            List.of(
                new CheckpointPolicy.Witness(
                    "w1", witness.verifierKey(), Optional.of("https://witness.example/"))),
            List.of(new CheckpointPolicy.Group("any", 1, List.of("w1"))),
            "any");
    Mutations.requireStrict(
        policy.bytes(),
        MalformedNoteException.class,
        bytes -> {
          CheckpointPolicy read = CheckpointPolicy.parse(bytes);
          return CheckpointPolicy.parse(read.bytes()).equals(read) ? bytes : read.bytes();
        });
  }
}
