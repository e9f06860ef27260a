package dev.gatehouse.recordings.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.merkle.ConsistencyProof;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignatureLine;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.VerifiedSignature;
import dev.gatehouse.recordings.note.VerifierKey;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks one witness for its cosignature. Thread-safe; one call at a time is enough for one log.
 *
 * <p>Source: C2SP tlog-witness v1.0.0. What a witness refuses it does not sign, so that whoever can
 * change what comes over the wire can feign every outcome but {@code Cosigned}: hence https, or a
 * network of one's own.
 */
public final class WitnessClient implements AutoCloseable {
  /** A witness can move on between two requests only where several feed it. */
  private static final int TRIES_MAX = 4;

  /** As much of an answer as a person reads. */
  private static final int QUOTED_CHARS_MAX = 200;

  private final List<VerifierKey> keys;
  private final WitnessConnection connection;

  /**
   * A client of the witness below {@code prefix}, for example {@code https://witness.example/},
   * which cosigns with {@code keys}; {@code deadline} is for each request, of which one submission
   * makes one as a rule, and at most five.
   *
   * <p>Errors: {@code IllegalArgumentException} where the prefix is no URL of a server, or the keys
   * are not those of a cosigner.
   */
  public WitnessClient(URI prefix, List<VerifierKey> keys, Duration deadline) {
    if (keys.isEmpty() || keys.stream().anyMatch(key -> !key.type().cosigns())) {
      throw new IllegalArgumentException("a witness expected to have keys of type 04 or 06");
    }
    this.keys = List.copyOf(keys);
    this.connection = new WitnessConnection(prefix, deadline);
  }

  /** Makes the proof that a tree continues one of its smaller sizes. */
  @FunctionalInterface
  public interface ConsistencyProofs {
    ConsistencyProof between(long oldSize, long newSize) throws IOException;
  }

  /**
   * Submits a checkpoint; {@code knownSize} is the size that the witness is thought to have, 0
   * where nothing is known.
   *
   * <p>Errors: {@code IOException} where {@code proofs} throws it, and {@link
   * MalformedNoteException} where {@code note} is no checkpoint; all else is an outcome, also an
   * interruption, which leaves the thread interrupted.
   */
  public WitnessOutcome submit(long knownSize, byte[] note, ConsistencyProofs proofs)
      throws IOException, MalformedNoteException {
    SignedNote ours = SignedNote.parse(note);
    Checkpoint checkpoint = Checkpoint.parse(ours.text());
    // A witness that knows more than we have says so, whatever we begin from.
    long from = Math.min(knownSize, checkpoint.size());
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      List<Hash> proof = proofs.between(from, checkpoint.size()).hashes();
      WitnessConnection.Answer answer;
      try {
        answer = connection.post("/add-checkpoint", new AddCheckpoint(from, proof, ours).bytes());
      } catch (IOException e) {
        return new WitnessOutcome.Unreachable(String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new WitnessOutcome.Unreachable("interrupted");
      }
      if (answer.status() != WitnessResponse.CONFLICT || answer.body().isEmpty()) {
        return judge(answer, from, ours, checkpoint);
      }
      Optional<Long> size = size(answer);
      if (size.isEmpty() || size.get() == from) {
        return new WitnessOutcome.Refused("conflict without another size: " + quote(answer));
      }
      if (size.get() > checkpoint.size()) {
        return new WitnessOutcome.Ahead(size.get(), ours, theirs(checkpoint));
      }
      from = size.get();
    }
    return new WitnessOutcome.Unreachable("the witness has moved on " + TRIES_MAX + " times");
  }

  private static Optional<Long> size(WitnessConnection.Answer answer) {
    return answer.contentType().equals(WitnessResponse.SIZE_TYPE)
            && answer.body().matches("(0|[1-9][0-9]{0,17})\n")
        ? Optional.of(Long.parseLong(answer.body().strip()))
        : Optional.empty();
  }

  private WitnessOutcome judge(
      WitnessConnection.Answer answer, long from, SignedNote ours, Checkpoint checkpoint) {
    return switch (answer.status()) {
      case WitnessResponse.OK -> cosigned(answer, from, ours);
      // Some witnesses say an empty 409 where the sizes are the same and the roots are not.
      case WitnessResponse.INCONSISTENT, WitnessResponse.CONFLICT ->
          new WitnessOutcome.Forked(quote(answer), ours, theirs(checkpoint));
      case 408, 429, 500, 502, 503, 504 -> new WitnessOutcome.Unreachable(quote(answer));
      default -> new WitnessOutcome.Refused(quote(answer));
    };
  }

  private WitnessOutcome cosigned(WitnessConnection.Answer answer, long from, SignedNote ours) {
    try {
      List<SignatureLine> lines =
          SignedNote.parseLines(answer.body()).stream()
              .filter(line -> keys.stream().anyMatch(line::claims))
              .distinct()
              .toList();
      List<VerifiedSignature> verified =
          new SignedNote(ours.text(), lines)
              .verify(keys).stream().filter(signature -> signature.time().isPresent()).toList();
      return verified.isEmpty()
          ? new WitnessOutcome.Refused("no cosignature by a key of this witness")
          : new WitnessOutcome.Cosigned(from, verified);
    } catch (MalformedNoteException e) {
      return new WitnessOutcome.Refused("cosignature: " + e.getMessage());
    }
  }

  /** What the witness cosigned last; it need not show it. */
  private Optional<SignedNote> theirs(Checkpoint ours) {
    try {
      String path = "/" + WitnessedLog.name(ours.origin()) + "/checkpoint";
      WitnessConnection.Answer answer = connection.get(path);
      if (answer.status() != WitnessResponse.OK) {
        return Optional.empty();
      }
      SignedNote note = SignedNote.parse(answer.body().getBytes(UTF_8));
      boolean fits =
          Checkpoint.parse(note.text()).origin().equals(ours.origin())
              && !note.verify(keys).isEmpty();
      return fits ? Optional.of(note) : Optional.empty();
    } catch (IOException | MalformedNoteException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static String quote(WitnessConnection.Answer answer) {
    String body = answer.body().strip();
    String start = body.substring(0, Math.min(body.length(), QUOTED_CHARS_MAX));
    return (answer.status() + " " + start.replaceAll("\\p{Cntrl}+", " ")).strip();
  }

  @Override
  public void close() {
    connection.close();
  }
}
