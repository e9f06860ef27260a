package dev.gatehouse.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.merkle.ConsistencyProof;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.TreeHashes;
import dev.gatehouse.recordings.merkle.TreeHashing;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.KeyType;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.note.SigningKeys;
import dev.gatehouse.recordings.witness.WitnessClient;
import dev.gatehouse.recordings.witness.WitnessOutcome;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** A log that is nothing but its tree; its leaves from {@code forkAt} on are others. */
record WitnessedTree(SigningKeys keys, long forkAt) implements TreeHashes<RuntimeException> {
  static WitnessedTree called(String origin) throws MalformedNoteException {
    SigningKey second = SigningKey.generate(origin, KeyType.ML_DSA_44);
    return new WitnessedTree(
        new SigningKeys(SigningKey.generate(origin), Optional.of(second)), Long.MAX_VALUE);
  }

  WitnessedTree forkedAt(long index) {
    return new WitnessedTree(keys, index);
  }

  @Override
  public Hash subtree(int level, long index) {
    return level == 0
        ? TreeHashing.leaf(((index < forkAt ? "leaf " : "fork ") + index).getBytes(UTF_8))
        : TreeHashing.node(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1));
  }

  SignedNote signed(long size) {
    return keys.sign(new Checkpoint(keys.name(), size, root(size)), Instant.now());
  }

  WitnessOutcome submit(WitnessClient client, long known, long size)
      throws IOException, MalformedNoteException {
    return client.submit(
        known,
        signed(size).bytes(),
        (oldSize, newSize) -> ConsistencyProof.of(this, oldSize, newSize));
  }
}
