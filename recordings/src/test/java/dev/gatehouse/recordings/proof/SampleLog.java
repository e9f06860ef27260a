package dev.gatehouse.recordings.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.InclusionProof;
import dev.gatehouse.recordings.merkle.TileEdge;
import dev.gatehouse.recordings.merkle.TileHashes;
import dev.gatehouse.recordings.merkle.TreeHashing;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.CheckpointPolicy;
import dev.gatehouse.recordings.note.KeyType;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.note.SigningKeys;
import dev.gatehouse.recordings.note.VerifierKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A log of a few entries whose checkpoint two keys signed. */
final class SampleLog {
  static final int SIZE = 13;

  private final SigningKeys keys;
  private final TileEdge edge = TileEdge.empty();

  SampleLog(String origin) throws MalformedNoteException {
    keys =
        new SigningKeys(
            SigningKey.generate(origin),
            Optional.of(SigningKey.generate(origin, KeyType.ML_DSA_44)));
    for (int i = 0; i < SIZE; i++) {
      edge.append(leaf(i));
    }
  }

  static Hash leaf(int index) {
    return TreeHashing.leaf(("entry " + index).getBytes(UTF_8));
  }

  List<VerifierKey> keys() {
    return keys.verifierKeys();
  }

  CheckpointPolicy policy() {
    return CheckpointPolicy.ofLog(keys());
  }

  TileHashes<RuntimeException> tree() {
    return new TileHashes<>(SIZE, (level, index, width) -> edge.partialTiles().get(level));
  }

  Checkpoint checkpoint() {
    return new Checkpoint(keys.name(), SIZE, edge.root());
  }

  SignedNote note() {
    return keys.sign(checkpoint(), Instant.ofEpochSecond(1_795_000_000));
  }

  TlogProof proof(int index) {
    return TlogProof.of(InclusionProof.of(tree(), index, SIZE), note());
  }

  Receipt receipt(int index) {
    return new Receipt(keys.name(), index, leaf(index));
  }
}
