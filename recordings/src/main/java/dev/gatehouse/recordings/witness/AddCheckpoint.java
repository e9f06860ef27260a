package dev.gatehouse.recordings.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignedNote;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a log sends to a witness.
 *
 * <p>Shape: {@code old <size>} LF, one base64 hash a line, an empty line, the signed checkpoint.
 * Source: C2SP tlog-witness v1.0.0, "add-checkpoint".
 */
record AddCheckpoint(long oldSize, List<Hash> proof, SignedNote note) {
  /** A tree of 2^63 leaves has no longer proof. */
  private static final int PROOF_LINES_MAX = 63;

  AddCheckpoint {
    proof = List.copyOf(proof);
  }

  /** Reads a request's body. */
  static AddCheckpoint parse(byte[] body) throws MalformedNoteException {
    int end = 0;
    List<String> lines = new ArrayList<>();
    while (lines.isEmpty() || !lines.getLast().isEmpty()) {
      int start = end;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      if (end == body.length || lines.size() > PROOF_LINES_MAX + 1) {
        throw new MalformedNoteException(
            "expected an empty line after at most " + PROOF_LINES_MAX + " lines of proof");
      }
      lines.add(new String(body, start, end - start, UTF_8));
      end++;
    }
    if (lines.size() < 2) {
      throw new MalformedNoteException("first line expected `old <size>`");
    }
    List<Hash> proof = new ArrayList<>();
    for (String line : lines.subList(1, lines.size() - 1)) {
      proof.add(hash(line));
    }
    SignedNote note = SignedNote.parse(Arrays.copyOfRange(body, end, body.length));
    return new AddCheckpoint(oldSize(lines.getFirst()), proof, note);
  }

  private static long oldSize(String line) throws MalformedNoteException {
    if (!line.matches("old (0|[1-9][0-9]{0,17})")) {
      throw new MalformedNoteException("first line expected `old <size>`");
    }
    return Long.parseLong(line.substring("old ".length()));
  }

  private static Hash hash(String line) throws MalformedNoteException {
    try {
      return Hash.ofBase64(line);
    } catch (IllegalArgumentException e) {
      throw new MalformedNoteException("proof line expected base64 of 32 bytes", e);
    }
  }

  /** The body as {@link #parse} reads it. */
  byte[] bytes() {
    StringBuilder head = new StringBuilder("old ").append(oldSize).append('\n');
    proof.forEach(hash -> head.append(hash.base64()).append('\n'));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(head.append('\n').toString().getBytes(UTF_8));
    body.writeBytes(note.bytes());
    return body.toByteArray();
  }
}
